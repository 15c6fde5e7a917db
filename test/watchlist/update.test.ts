import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listEntrySchema } from '../../src/domain/list-entry.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { createUpdateWatchlist, type UpdateWatchlist } from '../../src/watchlist/update.ts';
import { sqliteUnderTest } from '../storage/sqlite-under-test.ts';
import { bebop, film, stored } from './samples.ts';

const now = () => new Date('2026-02-01T12:00:00.000Z');
const caller = { user_id: 'ann', door: 'mcp' as const };

let under: ReturnType<typeof sqliteUnderTest>;
let storage: Storage;
let watchlist: UpdateWatchlist;
beforeEach(async () => {
  under = sqliteUnderTest();
  storage = await under.open({ now });
  watchlist = createUpdateWatchlist({ list: storage.list, now });
});
afterEach(() => under.dispose());

const progress = async (): Promise<number | undefined> => (await storage.list.find('ann', ['mal:1']))?.progress;

describe('update', () => {
  it('writes the change, logs it and shows the entry before and after', async () => {
    const created = await watchlist.update({ caller, anime: bebop, patch: { status: 'watching', progress: 4 } });
    const scored = await watchlist.update({ caller, anime: bebop, patch: { score: 9 } });

    expect(created).toMatchObject({ success: true, anime_id: 'mal:1', status: 'watching', score: null, before: null, after: { progress: 4, episodes: 26, anime: { title: 'Cowboy Bebop' } }, adjusted: [] });
    expect(scored).toMatchObject({ status: 'watching', score: 9, before: { score: null }, after: { score: 9 } });
    expect(listEntrySchema.parse(scored.after)).toEqual(scored.after);
    expect(scored.after?.anime).not.toHaveProperty('aliases');
    expect((await storage.list.changes('ann', { limit: 5 })).map(({ change_id, door }) => [change_id, door])).toEqual([[scored.change_id, 'mcp'], [created.change_id, 'mcp']]);
  });

  it('shows a removal as an entry that was', async () => {
    await watchlist.update({ caller, anime: bebop, patch: { score: 9 } });

    expect(await watchlist.update({ caller, anime: bebop, patch: { remove: true } })).toMatchObject({ success: true, status: null, score: null, before: { score: 9 }, after: null, change_id: expect.any(String) });
    expect(await storage.list.all('ann')).toEqual([]);
    await expect(watchlist.update({ caller, anime: bebop, patch: { remove: true } })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('writes nothing when there is nothing to change', async () => {
    await watchlist.update({ caller, anime: bebop, patch: { status: 'watching' } });

    const again = await watchlist.update({ caller, anime: bebop, patch: { status: 'watching' } });

    expect(again).toMatchObject({ success: true, change_id: null, status: 'watching', adjusted: ['Already so: watching.'] });
    expect(again.after).toEqual(again.before);
    expect(await storage.list.changes('ann', { limit: 5 })).toHaveLength(1);
  });

  it('changes an entry that is stored under another id of the anime', async () => {
    await storage.list.apply('ann', [{ anime_id: 'kitsu:1', aliases: ['kitsu:1'], mutate: () => stored({ anime_id: 'kitsu:1', score: 7 }) }], { door: 'cli' });

    const { before, after } = await watchlist.update({ caller, anime: bebop, patch: { score: 8 } });

    expect([before?.score, after?.score, after?.anime_id]).toEqual([7, 8, 'mal:1']);
    expect(await storage.list.all('ann')).toHaveLength(1);
  });

  it('previews without writing', async () => {
    const preview = await watchlist.update({ caller, anime: bebop, patch: { progress: 30 }, dry_run: true });

    expect(preview).toMatchObject({ status: 'completed', after: { progress: 26 }, change_id: null });
    expect(await storage.list.all('ann')).toEqual([]);
    await expect(watchlist.update({ caller, anime: bebop, patch: { remove: true }, dry_run: true })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('counts every one of many steps taken at once', async () => {
    await watchlist.update({ caller, anime: bebop, patch: { status: 'watching' } });

    await Promise.all(Array.from({ length: 20 }, () => watchlist.update({ caller, anime: bebop, patch: { progress_add: 1 } })));

    expect(await progress()).toBe(20);
  });

  it('belongs to the turn it is made in', async () => {
    const unit = await storage.turns.open({ turn_id: 'turn-1', thread_id: 't', user_id: 'ann' });

    const staged = await watchlist.update({ caller: { ...caller, door: 'chat', unit }, anime: bebop, patch: { progress: 3 } });
    const preview = await watchlist.update({ caller: { ...caller, unit }, anime: bebop, patch: { progress_add: 1 }, dry_run: true });

    expect(preview.after?.progress).toBe(4);
    expect(await progress()).toBeUndefined();
    await storage.turns.commit(unit, { title: 'x', messages: [] });
    expect(await progress()).toBe(3);
    expect(await storage.list.changes('ann', { limit: 5 })).toMatchObject([{ change_id: staged.change_id, door: 'chat', turn_id: 'turn-1' }]);
  });

  it('remembers its result under an idempotency key', async () => {
    const claim = { key: 'k', request_hash: 'h' };

    const result = await watchlist.update({ caller, anime: bebop, patch: { progress_add: 1 }, idempotency: claim });

    expect(await storage.idempotency.recall('ann', claim)).toEqual(result);
    await expect(watchlist.update({ caller, anime: bebop, patch: { progress_add: 1 }, idempotency: claim })).rejects.toMatchObject({ code: 'conflict' });
    expect(await progress()).toBe(1);
  });
});

describe('updateAll', () => {
  const updates = [
    { anime: bebop, patch: { progress_add: 1 } },
    { anime: film, patch: { score: 10 } },
    { anime: bebop, patch: { progress_add: 1 } },
  ];

  it('applies updates in order, each on the outcome of those before it', async () => {
    const { results } = await watchlist.updateAll({ caller, updates });

    expect(results.map(({ anime_id, after }) => [anime_id, after?.progress])).toEqual([['mal:1', 1], ['mal:60', 1], ['mal:1', 2]]);
    expect(await storage.list.changes('ann', { limit: 5 })).toHaveLength(3);
  });

  it('previews the same outcome', async () => {
    const previewed = await watchlist.updateAll({ caller, updates, dry_run: true });
    const { results } = await watchlist.updateAll({ caller, updates });

    expect(previewed.results).toEqual(results.map((result) => ({ ...result, change_id: null })));
  });

  it('previews a removal and what comes after it', async () => {
    await watchlist.update({ caller, anime: bebop, patch: { score: 9 } });

    const { results } = await watchlist.updateAll({ caller, updates: [{ anime: bebop, patch: { remove: true } }, { anime: bebop, patch: {} }], dry_run: true });

    expect(results.map(({ status, before }) => [status, before?.score])).toEqual([[null, 9], ['plan_to_watch', undefined]]);
  });

  it('writes nothing when one update is refused', async () => {
    await expect(watchlist.updateAll({ caller, updates: [...updates, { anime: film, patch: { score: 11 } }] })).rejects.toMatchObject({ code: 'invalid_input' });

    expect(await storage.list.all('ann')).toEqual([]);
  });

  it('remembers all its results under an idempotency key', async () => {
    const claim = { key: 'k', request_hash: 'h' };

    const reply = await watchlist.updateAll({ caller, updates, idempotency: claim });

    expect(await storage.idempotency.recall('ann', claim)).toEqual(reply);
  });
});
