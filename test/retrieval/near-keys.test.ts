import fc from 'fast-check';
import { expect, it } from 'vitest';
import { editDistance } from '../../src/retrieval/edit-distance.ts';
import { nearKeySteps } from '../../src/retrieval/near-keys.ts';
import { finish } from '../../src/retrieval/steps.ts';

const sign = fc.constantFrom('a', 'b', 'c', 'd', '1', 'é', '鬼');
const key = fc.string({ unit: sign, minLength: 1, maxLength: 40 });
const near = (keys: readonly string[], text: string, edits: number): string[] => finish(nearKeySteps(keys)).near(text, edits).map((id) => keys[id] ?? '').sort();

it('finds exactly the keys that are within so many edits', () => {
  fc.assert(
    fc.property(fc.uniqueArray(key, { maxLength: 30 }), fc.string({ unit: sign, minLength: 1, maxLength: 31 }), fc.integer({ min: 0, max: 6 }), (keys, text, edits) => {
      expect(near(keys, text, edits)).toEqual(keys.filter((one) => editDistance(text, one, edits) <= edits).sort());
    }),
    { numRuns: 500 },
  );
});

it('finds a text of all 31 signs again, and answers nothing for longer ones', () => {
  const whole = 'abcdefghijklmnopqrstuvwxyz01234';
  expect(near([whole, `${whole}!`], whole, 0)).toEqual([whole]);
  expect(near([`${whole}5`], `${whole}5`, 4)).toEqual([]);
  expect(near([whole], '', 4)).toEqual([]);
});

it('forgets one text before the next', () => {
  const index = finish(nearKeySteps(['naruto', 'bleach']));
  expect(index.near('naurto', 1)).toEqual([0]);
  expect(index.near('bleech', 1)).toEqual([1]);
});
