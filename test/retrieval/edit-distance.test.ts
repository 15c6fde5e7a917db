import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, similarity } from '../../src/retrieval/edit-distance.ts';

/** The definition, cell by cell. */
const byTheBook = (a: string, b: string): number => {
  const cell = new Map<string, number>();
  const at = (i: number, j: number): number => cell.get(`${i},${j}`) ?? 0;
  for (let i = 0; i <= a.length; i++) {
    for (let j = 0; j <= b.length; j++) {
      let cost = i === 0 ? j : j === 0 ? i : Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, at(i - 2, j - 2) + 1);
      cell.set(`${i},${j}`, cost);
    }
  }
  return at(a.length, b.length);
};

describe('editDistance', () => {
  it.each([
    ['naruto', 'naruto', 0],
    ['naruto', 'narutp', 1],
    ['naruto', 'naurto', 1],
    ['bleach', 'bleech', 1],
    ['', 'abc', 3],
  ])('%s to %s is %i', (a, b, edits) => {
    expect(editDistance(a, b, 10)).toBe(edits);
  });

  it('equals the definition up to the limit, and says limit + 1 beyond it', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), maxLength: 12 });
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 12 }), (a, b, limit) => {
        expect(editDistance(a, b, limit)).toBe(Math.min(byTheBook(a, b), limit + 1));
      }),
      { numRuns: 500 },
    );
  });

  it('stays within the first 256 signs of endless strings', () => {
    expect(editDistance('x'.repeat(10_000), 'x'.repeat(9_000), 3)).toBe(0);
  });
});

it('similarity is 1 for equal strings, 0 below the floor', () => {
  expect(similarity('gate', 'gate')).toBe(1);
  expect(similarity('', '')).toBe(1);
  expect(similarity('steinsgate', 'stiensgate', 0.8)).toBeCloseTo(0.9);
  expect(similarity('steinsgate', 'deathnote', 0.8)).toBe(0);
});
