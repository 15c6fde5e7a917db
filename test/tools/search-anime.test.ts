import { describe, expect, it } from 'vitest';
import { toEntry } from '../../src/domain/anime.ts';
import { noWishes } from '../../src/domain/preferences.ts';
import { createViewerOf } from '../../src/preferences/viewer.ts';
import { createRecommend } from '../../src/recommend/recommend.ts';
import { buildGeneration } from '../../src/retrieval/generation.ts';
import { createSearch } from '../../src/retrieval/search.ts';
import { searchAnime } from '../../src/tools/search-anime.ts';
import { catalogueOf } from '../retrieval/small-catalogue.ts';
import { entries } from './catalogue.ts';
import { call, createWorld } from './world.ts';

const [gardener] = entries;
const ids = ({ results }: Record<string, unknown>): string[] => (results as { anime_id: string }[]).map(({ anime_id }) => anime_id);

describe('search_anime', () => {
  it('answers with whole entries and what the rank is made of', async () => {
    const world = await createWorld();

    const result = await call(world, 'search_anime', { query: 'The Star Gardener', filters: { types: ['tv'] }, limit: 1 });

    expect(result).toMatchObject({ results: [{ ...(gardener && toEntry(gardener)), score_detail: expect.any(Object), reasons: expect.any(Array) }], total: expect.any(Number) });
    expect(Object.keys((result['results'] as object[])[0] ?? {}).slice(-2)).toEqual(['score_detail', 'reasons']);
  });

  it('gives the bare results as text', async () => {
    const { client } = await createWorld();

    const result = await client.callTool({ name: 'search_anime', arguments: { query: 'kaminari' } });

    const [block] = result.content as { text: string }[];
    expect(JSON.parse(block?.text ?? '')).toEqual((result.structuredContent as { results: unknown[] }).results);
  });

  it('takes filters alone, spelled as people and models spell them', async () => {
    const world = await createWorld();

    const result = await call(world, 'search_anime', { filters: { genres: 'slice of life', year_from: '2019', season: null, types: 'tv series', min_score: '7.5' } });

    expect(ids(result).sort()).toEqual(['mal:1', 'mal:4']);
  });

  it('says without which filter there would be something, when there is nothing', async () => {
    const world = await createWorld();

    const empty = await call(world, 'search_anime', { filters: { types: ['TV'], year: 1901 } });

    expect(empty).toMatchObject({ results: [], total: 0, without: { year: expect.any(Number) } });
    expect(empty['without']).not.toHaveProperty('types');
    expect(await call(world, 'search_anime', { filters: { year: 1901 } })).not.toHaveProperty('without');
  });

  it('sorts by a fact, and leaves out titles and studios', async () => {
    const world = await createWorld();

    const result = await call(world, 'search_anime', { filters: { exclude_titles: ['mal:1'], types: ['TV'] }, sort: 'oldest' });
    const years = (result['results'] as { year: number | null }[]).flatMap(({ year }) => year ?? []);

    expect(ids(result)).not.toContain('mal:1');
    expect(years).toEqual(years.toSorted((a, b) => a - b));
    expect(years.length).toBeGreaterThan(1);
  });

  it('says there is more when the limit is reached, and goes on from there', async () => {
    const world = await createWorld();

    const all = await call(world, 'search_anime', { filters: { types: ['TV'] } });
    const first = await call(world, 'search_anime', { filters: { types: ['TV'] }, limit: 3 });
    const second = await call(world, 'search_anime', { filters: { types: ['TV'] }, limit: 3, offset: first['next_offset'] });

    expect(first).toMatchObject({ total: all['total'], next_offset: 3 });
    expect([...ids(first), ...ids(second)]).toEqual(ids(all).slice(0, 6));
    expect(all).not.toHaveProperty('next_offset');
  });

  it('moves what fits the list up when asked to, and keeps what was found', async () => {
    const world = await createWorld();
    await call(world, 'update_watchlist', { updates: [{ anime_id: 'mal:3', score: 10, status: 'completed' }] });

    const plain = await call(world, 'search_anime', { filters: { types: ['TV'] } });
    const personal = await call(world, 'search_anime', { filters: { types: ['TV'] }, personalize: true });

    expect(ids(personal).sort()).toEqual(ids(plain).sort());
    expect(ids(personal).indexOf('mal:5')).toBeLessThan(ids(plain).indexOf('mal:5'));
  });

  it('pages through a personal order without gaps or repeats, and without looking at more the further it goes', async () => {
    const generation = buildGeneration({ catalogue: catalogueOf(Array.from({ length: 130 }, (_, at) => ({ title: `Tale ${at}`, tags: [at % 2 === 0 ? 'space' : 'cooking'] }))), index: null });
    const current = () => generation;
    const search = createSearch({ current, embedQuery: async () => null });
    const limits: number[] = [];
    const watched: typeof search = { search: (request) => (limits.push(request.limit), search.search(request)) };
    const all = async () => [{ anime_id: 'mal:1', title: 'Tale 0', status: 'completed' as const, score: 10, progress: 12, rewatches: 0, notes: null, started_at: null, finished_at: null, updated_at: '2031-01-01T00:00:00.000Z' }];
    const tool = searchAnime({ search: watched, recommend: createRecommend({ current, search }), viewerOf: createViewerOf({ wishes: { read: async () => noWishes }, list: { all }, current }) });
    const page = async (offset: number) => tool.run(tool.input.parse({ filters: { types: ['TV'] }, personalize: true, limit: 40, offset }), { user_id: 'u', door: 'cli' });

    const pages = await Promise.all([0, 40, 80, 120].map(page));

    expect(pages.map(({ results }) => results.length)).toEqual([40, 40, 40, 10]);
    expect(new Set(pages.flatMap(({ results }) => results.map(({ anime_id }) => anime_id))).size).toBe(130);
    expect(Math.max(...limits)).toBe(100);
  });

  it('never shows adult entries', async () => {
    expect(ids(await call(await createWorld(), 'search_anime', { query: 'Hoshi no Niwashi: Midnight' }))).not.toContain('mal:9');
  });

  it.each([
    ['more than 100 results', { limit: 101 }, 'limit'],
    ['none at all', { limit: 0 }, 'limit'],
    ['an unknown season', { filters: { season: 'monsoon' } }, 'filters.season'],
    ['a year of another age', { filters: { year: 1066 } }, 'filters.year'],
    ['a filter where none is', { filters: { director: 'x' } }, 'director'],
    ['a query like a novel', { query: 'x'.repeat(501) }, 'query'],
  ])('refuses %s', async (_what, args, named) => {
    expect(await call(await createWorld(), 'search_anime', args)).toMatchObject({ refused: { code: 'invalid_input', message: expect.stringContaining(named), hint: expect.any(String) } });
  });
});
