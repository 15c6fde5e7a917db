import fc from 'fast-check';
import { expect, it } from 'vitest';
import { editDistance } from '../../src/retrieval/edit-distance.ts';
import { slipCost } from '../../src/retrieval/slip-cost.ts';

it.each([
  ['a neighbour on the keyboard than any other letter', 'narutp', 'narutz', 'naruto'],
  ['a letter of the same sound than any other', 'breach', 'bdeach', 'bleach'],
  ['a letter doubled than another one more', 'narruto', 'nareuto', 'naruto'],
  ['a vowel left short than a letter left out', 'kyosogiga', 'kyousoiga', 'kyousoogiga'],
  ['two letters swapped than two changed', 'haikyuu', 'haibvuu', 'haiykuu'],
  ['a slip inside a name than in its first letter', 'bkeach', 'vleach', 'bleach'],
])('costs less for %s', (_, likely, odd, name) => {
  expect(slipCost(likely, name, 9)).toBeLessThan(slipCost(odd, name, 9));
});

it('is nothing for the same text, never far from the number of edits, and beyond the limit when it says so', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'k', 'o', 's', '1'), maxLength: 12 });
  fc.assert(
    fc.property(word, word, fc.double({ min: 0, max: 8, noNaN: true }), (typed, name, limit) => {
      const [cost, edits] = [slipCost(typed, name, Infinity), editDistance(typed, name, 12)];
      expect(cost).toBeGreaterThanOrEqual(0.7 * edits - 1e-9);
      expect(cost).toBeLessThanOrEqual(1.15 * 1.4 * edits + 1e-9); // any letter for any other, at the beginning
      const limited = slipCost(typed, name, limit);
      expect(cost <= limit ? limited === cost : limited > limit).toBe(true);
    }),
    { numRuns: 3_000 },
  );
});

it('stays within the first 256 signs of endless strings', () => {
  expect(slipCost(`${'x'.repeat(256)}y`, 'x'.repeat(9_000), 3)).toBe(0);
});
