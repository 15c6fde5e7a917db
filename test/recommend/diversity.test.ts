import fc from 'fast-check';
import { expect, it } from 'vitest';
import { diversify } from '../../src/recommend/diversity.ts';

const items = [{ name: 'a1', relevance: 10 }, { name: 'a2', relevance: 9 }, { name: 'b1', relevance: 5 }, { name: 'c1', relevance: 1 }];
const alike = (a: { name: string }, b: { name: string }): number => (a.name[0] === b.name[0] ? 1 : 0);

it('keeps the order of relevance without diversity', () => {
  expect(diversify(items, 3, 0, alike).map(({ name }) => name)).toEqual(['a1', 'a2', 'b1']);
});

it('prefers the unlike the more diversity is asked', () => {
  expect(diversify(items, 3, 0.5, alike).map(({ name }) => name)).toEqual(['a1', 'b1', 'c1']);
});

it('picks each item once and as many as there are', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ name: fc.string(), relevance: fc.integer() })), fc.integer({ min: 0, max: 20 }), fc.double({ min: 0, max: 1, noNaN: true }), (pool, limit, diversity) => {
      const picked = diversify(pool, limit, diversity, alike);

      expect(picked).toHaveLength(Math.min(limit, pool.length));
      expect(new Set(picked).size).toBe(picked.length);
    }),
  );
});
