/** Half of the space: requests or entries to vectors of length 1. Both halves add a few rows of a table and a mapped sentence vector, and learn both. */
import type { Sparse } from '../sparse.ts';
import type { LearnedTable } from './learned-table.ts';
import { timesTransposed, transpose } from '../matrix.ts';

/** `sentence`: centred, of length 1; null = dropped or not known. */
export type TowerInput = { readonly sparse: Sparse; readonly sentence: Float32Array | null };
/** What one batch became, and what its way back needs. `units`: size x dimension, rows of length 1 (or zeros). */
export type Pass = { readonly inputs: readonly TowerInput[]; readonly sentences: Float32Array; readonly units: Float32Array; readonly lengths: Float32Array };

export type Tower = {
  forward(inputs: readonly TowerInput[]): Pass;
  /** Takes the slope of the loss by `units` down to the rows of the table and the map. */
  backward(pass: Pass, slope: Float32Array): void;
  settle(rate: number): void;
};

export const createTower = ({ table, map, dimension, width }: { table: LearnedTable; map: LearnedTable; dimension: number; /** Components of a sentence vector. */ width: number }): Tower => ({
  forward: (inputs) => {
    const size = inputs.length;
    const sentences = new Float32Array(size * width);
    inputs.forEach(({ sentence }, at) => sentence !== null && sentences.set(sentence, at * width));
    const units = new Float32Array(size * dimension);
    timesTransposed(sentences, transpose(map.rows, width, dimension), units, { m: size, n: dimension, k: width });
    const lengths = new Float32Array(size);
    // `!` here and below: positions inside, by construction
    inputs.forEach(({ sparse }, at) => {
      const start = at * dimension;
      sparse.ids.forEach((id, index) => {
        const weight = sparse.weights[index]!;
        for (let p = 0; p < dimension; p++) units[start + p]! += weight * table.rows[id * dimension + p]!;
      });
      let square = 0;
      for (let p = start; p < start + dimension; p++) square += units[p]! ** 2;
      const length = Math.sqrt(square) || 1;
      lengths[at] = length;
      for (let p = start; p < start + dimension; p++) units[p]! /= length;
    });
    return { inputs, sentences, units, lengths };
  },
  backward: ({ inputs, sentences, units, lengths }, slope) => {
    const size = inputs.length;
    const down = slope.slice();
    // `!`: as above
    for (let at = 0; at < size; at++) {
      const start = at * dimension;
      let along = 0;
      for (let p = start; p < start + dimension; p++) along += down[p]! * units[p]!;
      for (let p = start; p < start + dimension; p++) down[p] = (down[p]! - along * units[p]!) / lengths[at]!;
      inputs[at]!.sparse.ids.forEach((id, index) => table.touch(id, inputs[at]!.sparse.weights[index]!, down, start));
    }
    const gradient = new Float32Array(width * dimension);
    timesTransposed(transpose(sentences, size, width), transpose(down, size, dimension), gradient, { m: width, n: dimension, k: size });
    for (let row = 0; row < width; row++) map.touch(row, 1, gradient, row * dimension);
  },
  settle: (rate) => {
    table.settle(rate);
    map.settle(rate);
  },
});
