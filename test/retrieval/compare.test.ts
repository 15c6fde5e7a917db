import { expect, it } from 'vitest';
import { compare } from '../../src/retrieval/compare.ts';
import { animeOf } from './small-catalogue.ts';

const long = animeOf({ title: 'Long One', genres: ['Action', 'Drama'], tags: ['war'], episodes: 100, year: 2000, score: 9 }, 1);
const short = animeOf({ title: 'Short One', genres: ['Drama'], tags: ['music'], episodes: 12, year: 2020, score: 7 }, 2);

it('puts facts side by side in the order given', () => {
  expect(compare([long, short]).facts).toContainEqual({ fact: 'episodes', values: [100, 12] });
  expect(compare([short, long]).facts).toContainEqual({ fact: 'episodes', values: [12, 100] });
});

it('tells what all share and what only one has', () => {
  const { shared_tags, unique_tags } = compare([long, short]);

  expect(shared_tags).toEqual(['Drama']);
  expect(unique_tags.map(({ tags }) => tags)).toEqual([['Action', 'war'], ['music']]);
});

it('says whom each suits, from its own facts', () => {
  const [first, second] = compare([long, short]).suits;

  expect(first?.sentence).toMatch(/action.*long|long.*action/s);
  expect(second?.sentence).toMatch(/music/);
});

it('keeps unknown facts unknown and leaves out what nobody knows', () => {
  const { facts } = compare([animeOf({ title: 'A', episodes: null, score: null, year: 2001 }), animeOf({ title: 'B', episodes: 12, score: null, year: 2002 })]);

  expect(facts).toContainEqual({ fact: 'episodes', values: [null, 12] });
  expect(facts.some(({ fact }) => fact === 'crowd score')).toBe(false);
});
