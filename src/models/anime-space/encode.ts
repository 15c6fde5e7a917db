/** The learned space that requests, entries and tastes share: near means "fits". Vectors have length 1, or are all zeros when nothing is known. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Facts } from './facts.ts';
import { createFactReader, createTextReader, type Sparse } from './sparse.ts';
import { readWeights, versionOf, type SentenceMap, type Weights } from './weights.ts';

export type AnimeSpace = {
  /** Components per vector: 128. */
  readonly dimension: number;
  /** Vectors of two versions are never mixed. */
  readonly version: string;
  /** Whose sentence vectors are understood; those of another encoder are not given. */
  readonly encoder: Weights['encoder'];
  /** Deviation of the cosine between two entries: a cosine divided by it adds up with a standardised prominence. */
  readonly spread: number;
  /** A request. @param sentence its vector by `encoder`; null = by its words alone, a little less good */
  text(text: string, sentence: Float32Array | null): Float32Array;
  /** An entry, from its facts: it need not have been there in training. @param sentence the vector of its catalogue text by `encoder`; null = by its facts alone, a little less good */
  entry(facts: Facts, sentence: Float32Array | null): Float32Array;
};

/** @param folder `data/models` */
export const loadAnimeSpace = async (folder: string): Promise<AnimeSpace> => {
  const file = await readFile(path.join(folder, 'anime-space.bin'));
  return createAnimeSpace(readWeights(file), versionOf(file));
};

export const createAnimeSpace = (weights: Weights, version: string): AnimeSpace => {
  const { dimension, encoder, spread, words, facts } = weights;
  const readText = createTextReader(words);
  const readFacts = createFactReader(facts);
  return {
    dimension,
    version,
    encoder,
    spread,
    text: (text, sentence) => {
      const vector = new Float32Array(dimension);
      addRows(vector, words.rows, readText(text));
      if (sentence !== null) addMapped(vector, weights.request, sentence);
      return toLengthOne(vector);
    },
    entry: (known, sentence) => {
      const vector = new Float32Array(dimension);
      addRows(vector, facts.rows, readFacts(known));
      if (sentence !== null) addMapped(vector, weights.entry, sentence);
      return toLengthOne(vector);
    },
  };
};

const addRows = (vector: Float32Array, rows: Float32Array, { ids, weights }: Sparse): void => {
  ids.forEach((id, at) => addRow(vector, rows, id, weights[at] ?? 0));
};

/** @param sentence of length 1, a multiple of 4 components */
const addMapped = (vector: Float32Array, { centre, rows }: SentenceMap, sentence: Float32Array): void => {
  const centred = toLengthOne(sentence.map((value, at) => value - (centre[at] ?? 0)));
  const size = vector.length;
  // `!`: four rows at a time, all inside: half the reading, and no check per number. A catalogue is 2.6 billion products.
  for (let row = 0; row < centred.length; row += 4) {
    const [a, b, c, d] = [centred[row]!, centred[row + 1]!, centred[row + 2]!, centred[row + 3]!];
    const from = row * size;
    for (let at = 0; at < size; at++) vector[at]! += a * rows[from + at]! + b * rows[from + size + at]! + c * rows[from + 2 * size + at]! + d * rows[from + 3 * size + at]!;
  }
};

const addRow = (vector: Float32Array, rows: Float32Array, row: number, weight: number): void => {
  const from = row * vector.length;
  for (let at = 0; at < vector.length; at++) vector[at] = (vector[at] ?? 0) + weight * (rows[from + at] ?? 0);
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
