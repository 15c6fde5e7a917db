/**
 * The catalogue in the learned anime space, as the index holds it. A row is the entry's vector (length 1, or zeros when nothing is known of it)
 * divided by the space's spread, then its standardised prominence, then zeros up to a multiple of 4. The inner product with a request
 * `[vector, weight of prominence, 0 ...]` is then the cosine and the prior, already added.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Anime } from '../domain/anime.ts';
import type { AnimeSpace } from '../models/anime-space/encode.ts';
import type { VectorMatrix } from '../vectors/vector-index.ts';
import type { Encoder } from './manifest.ts';

/** Entries between two looks at the event loop: about 10 ms. */
const slice = 128;

export const spaceDimension = ({ dimension }: AnimeSpace): number => 4 * Math.ceil((dimension + 1) / 4);

/** @param vector of a request or an entry in the space; @param prominence how much being well known counts beside a cosine in units of its spread */
export const spaceQuery = (space: AnimeSpace, vector: Float32Array, prominence: number): Float32Array => {
  const query = new Float32Array(spaceDimension(space));
  query.set(vector);
  query[space.dimension] = prominence;
  return query;
};

/** @param sentences of the entries' texts by `encoder`, row by row; null, or of another encoder than the space knows: facts alone */
export const spaceMatrix = async (space: AnimeSpace, entries: readonly Anime[], sentences: VectorMatrix | null, encoder: Encoder): Promise<VectorMatrix> => {
  const known = sentences !== null && encoder.provider === space.encoder.provider && encoder.model === space.encoder.model ? sentences : null;
  const dimension = spaceDimension(space);
  const values = new Float32Array(entries.length * dimension);
  const prominence = standardised(entries.map((anime) => anime.prominence));
  for (let first = 0; first < entries.length; first += slice) {
    const part = entries.slice(first, first + slice);
    const vectors = space.entries(part, known === null ? null : known.values.subarray(first * known.dimension, (first + part.length) * known.dimension));
    for (const [at, anime] of part.entries()) {
      const row = first + at;
      // A row of zeros: no sentence vector was made of this entry yet.
      const isBlank = known !== null && !known.values.subarray(row * known.dimension, (row + 1) * known.dimension).some((value) => value !== 0);
      const vector = isBlank ? space.entry(anime, null) : vectors.subarray(at * space.dimension, (at + 1) * space.dimension);
      for (let component = 0; component < vector.length; component += 1) values[row * dimension + component] = (vector[component] ?? 0) / space.spread;
      values[row * dimension + space.dimension] = prominence[row] ?? 0;
    }
    await nextTurn();
  }
  return { rows: entries.length, dimension, values };
};

/** Mean 0, deviation 1. */
const standardised = (values: readonly number[]): number[] => {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length)) || 1;
  return values.map((value) => (value - mean) / deviation);
};
