/** Rows that are learned by Adagrad: a row that is seldom touched keeps learning fast. */
import type { Random } from './random.ts';

export type LearnedTable = {
  readonly rows: Float32Array;
  /** Adds `weight` times one vector of `gradients` to the gradient of a row. */
  touch(row: number, weight: number, gradients: Float32Array, from: number): void;
  /** Moves all touched rows against their gradients, which begin anew. */
  settle(rate: number): void;
};

const first = 1e-6;

export const createLearnedTable = ({ count, dimension, deviation, random }: { count: number; dimension: number; deviation: number; random: Random }): LearnedTable => {
  const rows = Float32Array.from({ length: count * dimension }, () => random.normal(deviation));
  const gradient = new Float32Array(rows.length);
  const squares = new Float32Array(rows.length).fill(first);
  const touched = new Uint8Array(count);
  // `!` in both: positions of rows that the caller counted
  return {
    rows,
    touch: (row, weight, gradients, from) => {
      touched[row] = 1;
      const start = row * dimension;
      for (let at = 0; at < dimension; at++) gradient[start + at]! += weight * gradients[from + at]!;
    },
    settle: (rate) => {
      for (let row = 0; row < count; row++) {
        if (touched[row] === 0) continue;
        touched[row] = 0;
        for (let at = row * dimension; at < (row + 1) * dimension; at++) {
          const slope = gradient[at]!;
          gradient[at] = 0;
          const square = (squares[at]! += slope * slope);
          rows[at]! -= (rate * slope) / Math.sqrt(square);
        }
      }
    },
  };
};
