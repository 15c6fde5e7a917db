import { expect, it } from 'vitest';
import { editDistance } from '../../src/retrieval/edit-distance.ts';
import { seeded } from './random.ts';
import { withTypos } from './typos.ts';

it('slips change the longer words only, and are the same at every run', () => {
  const random = seeded(1);
  const slipped = Array.from({ length: 200 }, () => withTypos('Mob Psycho 100 II', 1, random));
  expect(slipped.every((text) => text.startsWith('Mob ') && text.endsWith(' 100 II') && text !== 'Mob Psycho 100 II')).toBe(true);
  expect(slipped.every((text) => editDistance(text, 'Mob Psycho 100 II', 1) === 1)).toBe(true);
  expect(withTypos('Fullmetal Alchemist', 2, seeded(5))).toBe(withTypos('Fullmetal Alchemist', 2, seeded(5)));
});
