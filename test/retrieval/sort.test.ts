import { describe, expect, it } from 'vitest';
import type { Sort } from '../../src/domain/filters.ts';
import { buildGeneration } from '../../src/retrieval/generation.ts';
import { createSearch } from '../../src/retrieval/search.ts';
import { catalogueOf } from './small-catalogue.ts';

/** So many that the wanted ones are far from the best known. */
const crowd = Array.from({ length: 300 }, (_, at) => ({ title: `Crowd ${String.fromCodePoint(97 + (at % 26))}${at}`, tags: ['mecha'], prominence: 4, year: 2010, score: 7.5 }));
const shelf = [
  ...crowd,
  { title: 'Oldest', tags: ['mecha'], year: 1963, prominence: 2, episodes: 96 },
  { title: 'Newest', tags: ['mecha'], year: 2026, prominence: 2 },
  { title: 'Announced', tags: ['mecha'], year: 2027, prominence: 2, status: 'UPCOMING' as const },
  { title: 'Loved', tags: ['mecha'], score: 9, prominence: 4 },
  { title: 'Loved 2nd Season', tags: ['mecha'], score: 9.3, prominence: 4 },
  { title: 'Loved by three', tags: ['mecha'], score: 10, prominence: 1 },
  { title: 'Hated', tags: ['mecha'], score: 3, prominence: 4 },
  { title: 'Hated by three', tags: ['mecha'], score: 1, prominence: 1 },
  { title: 'Famous', tags: ['mecha'], prominence: 5 },
  { title: 'Film', tags: ['mecha'], type: 'MOVIE' as const, episodes: 1, duration_minutes: 20, prominence: 2 },
  { title: 'Trailer', tags: ['mecha'], type: 'SPECIAL' as const, episodes: 1, duration_minutes: 6, prominence: 4 },
  { title: 'Endless', tags: ['mecha'], episodes: null, prominence: 4 },
  { title: 'Tale', tags: ['space'], year: 1950, prominence: 1, synopsis: 'A giant robot.' },
];
const generation = buildGeneration({ catalogue: catalogueOf(shelf), index: null });
const search = createSearch({ current: () => generation, embedQuery: async () => null });
const sorted = async (sort: Sort, query = '', filters = { tags: ['mecha'] }): Promise<string[]> => (await search.search({ query, filters, limit: 3, offset: 0, sort })).hits.map(({ anime }) => anime.title);

describe('a search in an order', () => {
  it.each<[Sort, string]>([['oldest', 'Oldest'], ['newest', 'Newest'], ['best', 'Loved'], ['worst', 'Hated'], ['popular', 'Famous'], ['shortest', 'Film'], ['longest', 'Oldest']])('%s looks at all that is allowed', async (sort, first) => {
    expect((await sorted(sort))[0]).toBe(first);
  });

  it('names each franchise once before what else belongs to it', async () => {
    expect(await sorted('best')).toEqual(['Loved', expect.stringContaining('Crowd'), expect.stringContaining('Crowd')]);
  });

  it('with words stays with what fits them', async () => {
    expect((await sorted('oldest', 'giant robot', { tags: ['space'] }))[0]).toBe('Tale');
    expect(await sorted('newest', 'Famous')).toEqual(['Famous', expect.any(String), expect.any(String)]);
  });

  it('goes on from page to page without repeats', async () => {
    const pages = await Promise.all([0, 100, 200, 300].map(async (offset) => (await search.search({ query: '', filters: {}, limit: 100, offset, sort: 'best' })).hits.map(({ anime }) => anime.anime_id)));

    expect(new Set(pages.flat()).size).toBe(shelf.length);
  });

  it('goes on behind however many that are not wanted, and counts them', async () => {
    const first = await search.search({ query: '', filters: { tags: ['mecha'] }, limit: 60, offset: 0, sort: 'best' });
    const refused = new Set(first.hits.map(({ anime }) => generation.catalogue.rowOf(anime.anime_id)));
    const { hits, hidden } = await search.search({ query: '', filters: { tags: ['mecha'] }, limit: 5, offset: 0, sort: 'best', unwanted: { adult: false, reasonFor: (row) => (refused.has(row) ? 'not_interested' : null) } });

    expect(hits.length).toBe(5);
    expect(hits.some(({ anime }) => refused.has(generation.catalogue.rowOf(anime.anime_id)))).toBe(false);
    expect(hidden['not_interested']).toBe(60);
  });
});
