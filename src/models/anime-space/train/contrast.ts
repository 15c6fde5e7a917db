/** The loss: every left vector should point at its right ones among all of the batch (InfoNCE with several right answers). */
import { timesTransposed, transpose } from '../matrix.ts';

/** Of the pair left i, right j: 1 = fits, 0 = does not, -1 = nobody knows, left out. */
export type Verdict = (i: number, j: number) => 1 | 0 | -1;
export type Contrast = { readonly loss: number; readonly leftSlope: Float32Array; readonly rightSlope: Float32Array };

/** @param left, right size x dimension, rows of length 1. @param temperature the smaller, the more only the nearest matter */
export const contrast = ({ left, right, dimension, temperature, verdict }: { left: Float32Array; right: Float32Array; dimension: number; temperature: number; verdict: Verdict }): Contrast => {
  const size = left.length / dimension;
  const slope = new Float32Array(size * size);
  timesTransposed(left, right, slope, { m: size, n: size, k: dimension });
  let loss = 0;
  const verdicts = new Int8Array(size);
  // `!`: positions inside a row of the square
  for (let i = 0; i < size; i++) {
    const row = slope.subarray(i * size, (i + 1) * size);
    let fitting = 0;
    let sum = 0;
    for (let j = 0; j < size; j++) {
      const known = (verdicts[j] = verdict(i, j));
      if (known === 1) fitting++;
      // Cosines are at most 1, so the exponent is at most 0: nothing can overflow.
      row[j] = known === -1 ? 0 : Math.exp((row[j]! - 1) / temperature);
      sum += row[j]!;
    }
    for (let j = 0; j < size; j++) {
      const share = row[j]! / sum;
      if (verdicts[j] === 1) loss -= Math.log(Math.max(share, 1e-9)) / (fitting * size);
      row[j] = (share - (verdicts[j] === 1 ? 1 / fitting : 0)) / (size * temperature);
    }
  }
  const [leftSlope, rightSlope] = [new Float32Array(left.length), new Float32Array(right.length)];
  timesTransposed(slope, transpose(right, size, dimension), leftSlope, { m: size, n: dimension, k: size });
  timesTransposed(transpose(slope, size, size), transpose(left, size, dimension), rightSlope, { m: size, n: dimension, k: size });
  return { loss, leftSlope, rightSlope };
};
