import { describe, expect, it } from 'vitest';
import { call, createWorld } from './world.ts';

type Restored = { undid: string; change_id: string; title: string; before: { score: number | null } | null; after: { status: string; score: number | null } | null };
const restoredOf = (answer: Record<string, unknown>): Restored[] => answer['restored'] as Restored[]; // checked by the output schema
const star = { anime_title: 'the star gardener' };

describe('undo_watchlist_change', () => {
  it('takes the last change back, and called again the one before it, down to the empty list', async () => {
    const world = await createWorld();
    await call(world, 'update_watchlist', { ...star, status: 'plan_to_watch' });
    await call(world, 'update_watchlist', { ...star, status: 'completed', score: 9 });

    const first = restoredOf(await call(world, 'undo_watchlist_change'));
    const second = restoredOf(await call(world, 'undo_watchlist_change'));
    const third = await call(world, 'undo_watchlist_change');

    expect(first).toMatchObject([{ title: 'Hoshi no Niwashi', before: { status: 'completed', score: 9 }, after: { status: 'plan_to_watch', score: null } }]);
    expect(second).toMatchObject([{ before: { status: 'plan_to_watch' }, after: null }]);
    expect(third).toMatchObject({ refused: { code: 'not_found', message: 'There is no change to take back.' } });
    expect(await call(world, 'get_watchlist')).toMatchObject({ total: 0 });
  });

  it('takes back a change by its id, and a taking back too', async () => {
    const world = await createWorld();
    const { change_id } = await call(world, 'update_watchlist', { ...star, score: 9 });
    await call(world, 'update_watchlist', { anime_id: 'mal:3', score: 5 });

    const [undone] = restoredOf(await call(world, 'undo_watchlist_change', { change_id }));
    const again = await call(world, 'undo_watchlist_change', { change_id });
    const [redone] = restoredOf(await call(world, 'undo_watchlist_change', { change_id: undone?.change_id }));

    expect(undone).toMatchObject({ undid: change_id, after: null });
    expect(again).toMatchObject({ refused: { code: 'conflict', message: 'That change was taken back already.' } });
    expect(redone).toMatchObject({ before: null, after: { score: 9 } });
  });

  it('refuses what would lose a newer change, and says which', async () => {
    const world = await createWorld();
    const { change_id } = await call(world, 'update_watchlist', { ...star, status: 'watching' });
    const newer = await call(world, 'update_watchlist', { ...star, score: 8 });

    expect(await call(world, 'undo_watchlist_change', { change_id })).toEqual({
      refused: {
        code: 'conflict', message: 'The entry has changed since, once; taking this back would lose that.', hint: 'Take the newer changes back first, the newest one before the others.',
        data: { newer: [{ change_id: newer['change_id'], created_at: expect.any(String) as string, title: 'Hoshi no Niwashi', status: 'watching', score: 8 }] },
      },
    });
    await call(world, 'undo_watchlist_change', { change_id: newer['change_id'] });
    expect(restoredOf(await call(world, 'undo_watchlist_change', { change_id }))).toMatchObject([{ after: null }]);
  });

  it("knows nothing of another user's changes", async () => {
    const world = await createWorld();
    const { change_id } = await call(world, 'update_watchlist', { ...star, score: 9, user_id: 'ann' });

    expect(await call(world, 'undo_watchlist_change', { change_id, user_id: 'bob' })).toMatchObject({ refused: { code: 'not_found' } });
    expect(await call(world, 'undo_watchlist_change', { user_id: 'bob' })).toMatchObject({ refused: { code: 'not_found' } });
  });

  it('answers a repeated call with the same key once', async () => {
    const world = await createWorld();
    await call(world, 'update_watchlist', { ...star, score: 9 });
    await call(world, 'update_watchlist', { ...star, score: 8 });

    const one = await call(world, 'undo_watchlist_change', { idempotency_key: 'k' });
    const same = await call(world, 'undo_watchlist_change', { idempotency_key: 'k' });

    expect(same).toEqual(one);
    expect(await call(world, 'get_watchlist')).toMatchObject({ results: [{ score: 9 }] });
  });
});
