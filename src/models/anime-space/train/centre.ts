/** Sentence vectors have much in common; what tells them apart is left when their mean is taken away. */
import { toLengthOne } from '../encode.ts';

export const meanOf = (vectors: readonly Float32Array[]): Float32Array => {
  const mean = new Float32Array(vectors[0]?.length ?? 0);
  for (const vector of vectors) vector.forEach((value, at) => (mean[at] = (mean[at] ?? 0) + value / vectors.length));
  return mean;
};

/** Of length 1; null for no vector. */
export const centredBy = (mean: Float32Array, vector: Float32Array | undefined): Float32Array | null => (vector === undefined ? null : toLengthOne(vector.map((value, at) => value - (mean[at] ?? 0))));
