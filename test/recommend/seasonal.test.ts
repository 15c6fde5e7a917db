import { expect, it } from 'vitest';
import { createSeasonal } from '../../src/recommend/seasonal.ts';
import { buildGeneration } from '../../src/retrieval/generation.ts';
import { catalogueOf } from '../retrieval/small-catalogue.ts';
import type { StoredListEntry } from '../../src/domain/list-entry.ts';

const generation = buildGeneration({
  catalogue: catalogueOf([
    { title: 'Big One', year: 2030, season: 'FALL', score: 8.5, prominence: 5, genres: ['Action'] },
    { title: 'Quiet One', year: 2030, season: 'FALL', score: 8, prominence: 3, tags: ['iyashikei', 'rural'], genres: ['Drama'] },
    { title: 'Unscored', year: 2030, season: 'FALL', score: null, prominence: 2, genres: ['Action'] },
    { title: 'Grown Up', year: 2030, season: 'FALL', adult: true },
    { title: 'Last Year', year: 2029, season: 'FALL', genres: ['Action'] },
    { title: 'Spring', year: 2030, season: 'SPRING', genres: ['Action'] },
    { title: 'Mushishi', year: 2005, season: 'FALL', tags: ['iyashikei', 'rural'], genres: ['Drama'] },
    ...Array.from({ length: 10 }, (_, at) => ({ title: `Old ${at}`, year: 2000, genres: ['Action'] })),
  ]),
  index: null,
});
const { seasonal } = createSeasonal({ current: () => generation });
const fall = { year: 2030, season: 'FALL' as const, filters: {}, limit: 10, list: [] };
const liked: StoredListEntry = {
  anime_id: 'mal:7', title: 'Mushishi', status: 'completed', score: 10, progress: 26, started_at: null, finished_at: null, rewatches: 0, notes: null, updated_at: '2031-01-01T00:00:00.000Z',
};
const titles = (request: Partial<Parameters<typeof seasonal>[0]> = {}): string[] => seasonal({ ...fall, ...request }).hits.map(({ anime }) => anime.title);

it('shows the season, the well known and well liked first, nothing adult', () => {
  expect(titles()).toEqual(['Big One', 'Quiet One', 'Unscored']);
});

it('ranks for the taste of a list and says why', () => {
  const { hits } = seasonal({ ...fall, list: [liked] });

  expect(hits[0]).toMatchObject({ anime: { title: 'Quiet One' } });
  expect(hits[0]?.reasons.join()).toMatch(/Mushishi.*iyashikei/);
});

it('counts all and shows as many as asked', () => {
  expect(seasonal({ ...fall, limit: 1 })).toMatchObject({ total: 3, hits: [{ anime: { title: 'Big One' } }] });
});

it('keeps to the filters and knows empty seasons', () => {
  expect(titles({ filters: { genres: ['Drama'] } })).toEqual(['Quiet One']);
  expect(seasonal({ ...fall, year: 1950 })).toEqual({ hits: [], total: 0, hidden: {} });
});
