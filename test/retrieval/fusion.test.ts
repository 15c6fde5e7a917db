import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestPossible, fuse } from '../../src/retrieval/fusion.ts';
import { createBest, topScores } from '../../src/retrieval/top-scores.ts';

describe('fuse', () => {
  it('adds what each ranking gives a place', () => {
    const fused = fuse([{ name: 'a', weight: 1, rows: [7, 3] }, { name: 'b', weight: 0.5, rows: [3] }]);

    expect(fused).toEqual([{ row: 3, score: 1 / 62 + 0.5 / 61 }, { row: 7, score: 1 / 61 }]);
  });

  it('gives the leader of every ranking the best possible score', () => {
    const rankings = [{ name: 'a', weight: 1, rows: [4, 5] }, { name: 'b', weight: 0.7, rows: [4] }];

    expect(fuse(rankings)[0]?.score).toBeCloseTo(bestPossible(rankings));
  });

  it('breaks ties by row and knows no rankings', () => {
    expect(fuse([{ name: 'a', weight: 1, rows: [9] }, { name: 'b', weight: 1, rows: [2] }]).map(({ row }) => row)).toEqual([2, 9]);
    expect(fuse([])).toEqual([]);
  });
});

it('topScores gives the same as sorting everything', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 60 }), fc.integer({ min: 0, max: 70 }), (values, limit) => {
      const sorted = values.map((score, id) => ({ id, score })).sort((a, b) => b.score - a.score || a.id - b.id).slice(0, limit);

      expect(topScores(values.length, limit, (id) => values[id] ?? 0)).toEqual(sorted);
    }),
  );
});

it('createBest keeps the same whatever the order of the offers', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.tuple(fc.nat({ max: 200 }), fc.integer({ min: -3, max: 3 })), { selector: ([id]) => id, maxLength: 60 }), fc.integer({ min: 0, max: 20 }), (offers, limit) => {
      const best = createBest(limit);
      for (const [id, score] of offers) best.offer(id, score);
      const sorted = offers.map(([id, score]) => ({ id, score })).sort((a, b) => b.score - a.score || a.id - b.id).slice(0, limit);

      expect(best.list()).toEqual(sorted);
      if (limit > 0 && offers.length >= limit) expect(best.floor()).toBe(sorted.at(-1)?.score);
    }),
  );
});
