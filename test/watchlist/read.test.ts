import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listEntrySchema } from '../../src/domain/list-entry.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { createReadWatchlist, type ReadWatchlist, type WatchlistRequest } from '../../src/watchlist/read.ts';
import { put } from '../storage/samples.ts';
import { sqliteUnderTest } from '../storage/sqlite-under-test.ts';
import { airing, bebop, endless, film, stored } from './samples.ts';

const catalogue = [bebop, airing, film, endless];
const byId = (ref: string) => catalogue.find(({ aliases }) => aliases.includes(ref));

let under: ReturnType<typeof sqliteUnderTest>;
let storage: Storage;
let watchlist: ReadWatchlist;
beforeEach(async () => {
  under = sqliteUnderTest();
  storage = await under.open();
  watchlist = createReadWatchlist({ list: storage.list, byId });
});
afterEach(() => under.dispose());

const rows = [
  stored({ status: 'completed', score: 9, progress: 26, finished_at: '2025-01-01', updated_at: '2026-01-01T00:00:00.000Z' }),
  stored({ anime_id: 'mal:50', title: 'On Air', status: 'watching', score: 7.5, progress: 3, started_at: '2026-01-01', updated_at: '2026-01-04T00:00:00.000Z' }),
  stored({ anime_id: 'mal:60', title: 'A Silent Voice', score: null, notes: 'with Zoë', updated_at: '2026-01-03T00:00:00.000Z' }),
  stored({ anime_id: 'mal:404', title: 'Gone for Good', status: 'watching', score: 10, progress: 2, updated_at: '2026-01-02T00:00:00.000Z' }),
];
const fill = () => storage.list.apply('ann', rows.map((row) => put(row)), { door: 'cli' });
const titles = async (request: Omit<WatchlistRequest, 'user_id'>): Promise<string[]> => (await watchlist.get({ user_id: 'ann', ...request })).results.map(({ title }) => title);

describe('get', () => {
  it('shows the entries with their anime, newest change first, and counts by status', async () => {
    await fill();

    const { results, total, next_offset, counts } = await watchlist.get({ user_id: 'ann' });

    expect(results.map(({ title }) => title)).toEqual(['On Air', 'A Silent Voice', 'Gone for Good', 'Cowboy Bebop']);
    expect(results[0]).toMatchObject({ anime_id: 'mal:50', status: 'watching', score: 7.5, progress: 3, episodes: 12, anime: { year: 2026 } });
    for (const result of results) expect(listEntrySchema.parse(result)).toEqual(result);
    expect([total, next_offset, counts]).toEqual([4, null, { watching: 2, completed: 1, on_hold: 0, dropped: 0, plan_to_watch: 1 }]);
  });

  it('still shows an entry whose anime has left the catalogue', async () => {
    await fill();

    expect((await watchlist.get({ user_id: 'ann', query: 'gone' })).results).toMatchObject([{ anime_id: 'mal:404', title: 'Gone for Good', anime: null, episodes: null, score: 10 }]);
  });

  it('is empty for somebody without a list', async () => {
    expect(await watchlist.get({ user_id: 'nobody' })).toMatchObject({ results: [], total: 0, next_offset: null, counts: { watching: 0 } });
  });

  it('keeps to a status while the counts stay those of the whole list', async () => {
    await fill();

    const { results, total, counts } = await watchlist.get({ user_id: 'ann', status: 'watching' });

    expect([results.map(({ title }) => title), total, counts.completed]).toEqual([['On Air', 'Gone for Good'], 2, 1]);
  });

  it('pages', async () => {
    await fill();

    const first = await watchlist.get({ user_id: 'ann', limit: 3 });
    const second = await watchlist.get({ user_id: 'ann', limit: 3, offset: first.next_offset ?? 0 });

    expect([first.results.length, first.next_offset, second.results.length, second.next_offset, second.total]).toEqual([3, 3, 1, null, 4]);
  });

  it.each([
    ['title', ['A Silent Voice', 'Cowboy Bebop', 'Gone for Good', 'On Air']],
    ['score', ['Gone for Good', 'Cowboy Bebop', 'On Air', 'A Silent Voice']],
    ['progress', ['Cowboy Bebop', 'On Air', 'Gone for Good', 'A Silent Voice']],
    ['year', ['On Air', 'A Silent Voice', 'Cowboy Bebop', 'Gone for Good']],
    ['finished_at', ['Cowboy Bebop', 'A Silent Voice', 'Gone for Good', 'On Air']],
    ['started_at', ['On Air', 'A Silent Voice', 'Cowboy Bebop', 'Gone for Good']],
  ] as const)('sorts by %s with the unknown last', async (sort, expected) => {
    await fill();

    expect(await titles({ sort })).toEqual(expected);
  });

  it.each([
    ['a word of the title', 'silent', ['A Silent Voice']],
    ['a synonym', 'koe katachi', ['A Silent Voice']],
    ['the native title', 'ビバップ', ['Cowboy Bebop']],
    ['the notes, accents aside', 'zoe', ['A Silent Voice']],
    ['punctuation only', ' !? ', ['On Air', 'A Silent Voice', 'Gone for Good', 'Cowboy Bebop']],
    ['something else', 'mushishi', []],
  ])('finds by %s', async (_what, query, expected) => {
    await fill();

    expect(await titles({ query })).toEqual(expected);
  });

  it('shows an entry under the present id of its anime, and two rows of one anime once', async () => {
    await storage.list.apply('ann', [put(stored({ anime_id: 'anilist:1', score: 6, updated_at: '2026-01-05T00:00:00.000Z' })), put(stored({ score: 4 }))], { door: 'cli' });

    const { results, counts } = await watchlist.get({ user_id: 'ann' });

    expect(results.map(({ anime_id, score }) => [anime_id, score])).toEqual([['mal:1', 6]]);
    expect(counts.plan_to_watch).toBe(1);
  });

  it('shows a turn what it has staged', async () => {
    await fill();
    const unit = await storage.turns.open({ turn_id: 'turn-1', thread_id: 't', user_id: 'ann' });
    await storage.list.apply('ann', [{ anime_id: 'mal:60', aliases: ['mal:60'], mutate: () => null }], { door: 'chat', unit });

    expect((await watchlist.get({ user_id: 'ann', unit })).total).toBe(3);
    expect((await watchlist.get({ user_id: 'ann' })).total).toBe(4);
    expect((await watchlist.changes({ user_id: 'ann', limit: 1, unit })).changes[0]).toMatchObject({ anime_id: 'mal:60', after: null });
  });
});

describe('changes', () => {
  it('gives the newest first, since a time when one is named', async () => {
    await fill();

    expect((await watchlist.changes({ user_id: 'ann', limit: 2 })).changes.map(({ anime_id }) => anime_id)).toEqual(['mal:404', 'mal:60']);
    expect(await watchlist.changes({ user_id: 'ann', limit: 9, since: '2999-01-01T00:00:00.000Z' })).toEqual({ changes: [], next_before: null });
  });
});
