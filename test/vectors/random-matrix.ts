/** Reproducible unit vectors for the tests of this room. */
import type { VectorMatrix } from '../../src/vectors/vector-index.ts';

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export const createRandom = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
};

export const randomUnitVector = (dimension: number, random: () => number): Float32Array => {
  const vector = Float32Array.from({ length: dimension }, () => random() - 0.5);
  const length = Math.hypot(...vector);
  return vector.map((component) => component / length);
};

export const randomMatrix = ({ rows, dimension, seed = 1 }: { rows: number; dimension: number; seed?: number }): VectorMatrix => {
  const random = createRandom(seed);
  const values = new Float32Array(rows * dimension);
  for (let row = 0; row < rows; row += 1) values.set(randomUnitVector(dimension, random), row * dimension);
  return { rows, dimension, values };
};

/** Row numbers by definition of the port: every score computed, then sorted; ties by row. */
export const bruteForce = ({ rows, dimension, values }: VectorMatrix, query: Float32Array, k: number, allowed?: Uint32Array): number[] => {
  const scores = new Float64Array(rows);
  // `!`: all positions lie inside the arrays
  for (let row = 0; row < rows; row += 1) for (let i = 0; i < dimension; i += 1) scores[row]! += values[row * dimension + i]! * query[i]!;
  return Array.from(allowed ?? scores.keys())
    .sort((one, other) => scores[other]! - scores[one]! || one - other)
    .slice(0, k);
};
