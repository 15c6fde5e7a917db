/** The learned space that requests, entries and tastes share: near means "fits". Vectors have length 1, or are all zeros when nothing is known. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Facts } from './facts.ts';
import { timesTransposed, transpose } from './matrix.ts';
import { createFactReader, createTextReader, type Sparse } from './sparse.ts';
import { readWeights, versionOf, type SentenceMap, type Table, type Weights } from './weights.ts';

export type AnimeSpace = {
  /** Components per vector: 128. */
  readonly dimension: number;
  /** Vectors of two versions are never mixed. */
  readonly version: string;
  /** Whose sentence vectors are understood; those of another encoder are not given. */
  readonly encoder: Weights['encoder'];
  /** Deviation of the cosine between two entries: a cosine divided by it adds up with a standardised prominence. */
  readonly spread: number;
  /** A request. @param sentence its vector by `encoder`, of length 1; null = by its words alone, a little less good */
  text(text: string, sentence: Float32Array | null): Float32Array;
  /** An entry, from its facts: it need not have been there in training. @param sentence the vector of its catalogue text by `encoder`; null = by its facts alone, a little less good */
  entry(facts: Facts, sentence: Float32Array | null): Float32Array;
  /** Many entries, entries x dimension: 40,000 in a second. @param sentences entries x components of the encoder, or null */
  entries(facts: readonly Facts[], sentences: Float32Array | null): Float32Array;
};

/** @param folder `data/models` @throws AppError internal when the file is damaged */
export const loadAnimeSpace = async (folder: string): Promise<AnimeSpace> => {
  const file = await readFile(path.join(folder, 'anime-space.bin'));
  return createAnimeSpace(readWeights(file), versionOf(file));
};

export const createAnimeSpace = (weights: Weights, version: string): AnimeSpace => {
  const { dimension, encoder, spread } = weights;
  const readText = createTextReader(weights.words);
  const readFacts = createFactReader(weights.facts);
  const encodeTexts = createEncoder(weights.words, weights.request, dimension);
  const encodeEntries = createEncoder(weights.facts, weights.entry, dimension);
  return {
    dimension,
    version,
    encoder,
    spread,
    text: (text, sentence) => encodeTexts([readText(text)], sentence),
    entry: (facts, sentence) => encodeEntries([readFacts(facts)], sentence),
    entries: (facts, sentences) => encodeEntries(facts.map(readFacts), sentences),
  };
};

/** Rows that are mapped together: enough to be quick, few enough to stay in the processor's cache. */
const block = 128;

/** Weighted rows of the table plus the mapped sentence vector, brought to length 1. */
const createEncoder = (table: Table, { centre, rows }: SentenceMap, dimension: number) => {
  const width = centre.length;
  const map = transpose(rows, width, dimension);
  return (inputs: readonly Sparse[], sentences: Float32Array | null): Float32Array => {
    const vectors = new Float32Array(inputs.length * dimension);
    if (sentences !== null) {
      const size = Math.min(block, inputs.length + (inputs.length % 2));
      const [centred, mapped] = [new Float32Array(size * width), new Float32Array(size * dimension)];
      for (let first = 0; first < inputs.length; first += size) {
        const count = Math.min(size, inputs.length - first);
        for (let at = 0; at < count; at++) centredInto(centred.subarray(at * width, (at + 1) * width), sentences, (first + at) * width, centre);
        timesTransposed(centred, map, mapped, { m: size, n: dimension, k: width });
        vectors.set(mapped.subarray(0, count * dimension), first * dimension);
      }
    }
    inputs.forEach(({ ids, weights }, row) => {
      const vector = vectors.subarray(row * dimension, (row + 1) * dimension);
      // `!`: components of known rows
      ids.forEach((id, at) => {
        const weight = weights[at]!;
        for (let p = 0, from = id * dimension; p < dimension; p++) vector[p]! += weight * table.rows[from + p]!;
      });
      toLengthOne(vector);
    });
    return vectors;
  };
};

const centredInto = (out: Float32Array, sentences: Float32Array, from: number, centre: Float32Array): void => {
  for (let at = 0; at < out.length; at++) out[at] = (sentences[from + at] ?? 0) - (centre[at] ?? 0);
  toLengthOne(out);
};

/** In place. */
export const toLengthOne = (vector: Float32Array): Float32Array => {
  let square = 0;
  for (const value of vector) square += value * value;
  if (square > 0) {
    const length = Math.sqrt(square);
    for (let at = 0; at < vector.length; at++) vector[at] = (vector[at] ?? 0) / length;
  }
  return vector;
};
