import { describe, expect, it } from 'vitest';
import { addCounts, calibrationError, f1, ndcg, recall, reciprocalRank } from './metrics.ts';

const grades = new Map([['a', 3], ['b', 2], ['c', 0]]);

describe('the arithmetic of the eval', () => {
  it('F1 is twice the found over everything wanted and given; nothing wanted and nothing given is perfect', () => {
    expect(f1({ found: 3, wrong: 1, missed: 2 })).toBeCloseTo(6 / 9);
    expect(f1({ found: 0, wrong: 0, missed: 0 })).toBe(1);
    expect(f1(addCounts([{ found: 1, wrong: 0, missed: 0 }, { found: 0, wrong: 1, missed: 1 }]))).toBe(0.5);
  });

  it('nDCG is 1 for the best order, less for a worse one, and counts no entry twice', () => {
    expect(ndcg(['a', 'b'], grades, 10)).toBe(1);
    expect(ndcg(['b', 'a'], grades, 10)).toBeCloseTo((3 + 7 / Math.log2(3)) / (7 + 3 / Math.log2(3)));
    expect(ndcg(['a', 'a', 'b'], grades, 10)).toBe(1);
    expect(ndcg(['x', 'a'], grades, 1)).toBe(0);
  });

  it('recall knows only what has a grade above 0', () => {
    expect(recall(['a', 'c', 'x'], grades, 20)).toBe(0.5);
    expect(recall(['x', 'a', 'b'], grades, 2)).toBe(0.5);
  });

  it('the reciprocal rank is that of the first right one', () => {
    expect(reciprocalRank(['x', 'b', 'a'], new Set(['a', 'b']))).toBe(0.5);
    expect(reciprocalRank(['x'], new Set(['a']))).toBe(0);
  });

  it('who says 0.75 and is right three times of four is calibrated', () => {
    const guesses = [true, true, true, false].map((right) => ({ confidence: 0.75, right }));
    expect(calibrationError(guesses)).toBe(0);
    expect(calibrationError(guesses.map(({ right }) => ({ confidence: 1, right })))).toBeCloseTo(0.25);
  });
});
