import { describe, expect, it } from 'vitest';
import { call, createWorld } from './world.ts';

type Page = { results: { change_id: string; anime_id: string; before: object | null; after: { progress: number } | null; undoes: string | null; door: string }[]; next_before?: string };

describe('get_watchlist_changes', () => {
  const written = async () => {
    const world = await createWorld();
    await call(world, 'update_watchlist', { anime_id: 'mal:3', progress: 4 });
    await call(world, 'update_watchlist', { anime_id: 'mal:4', status: 'completed' });
    await call(world, 'update_watchlist', { anime_id: 'mal:3', progress: 5 });
    await call(world, 'undo_watchlist_change', {});
    return { world, changes: async (args: Record<string, unknown> = {}) => (await call(world, 'get_watchlist_changes', args)) as Page };
  };

  it('tells what was before and after, newest first, undone ones included', async () => {
    const { changes } = await written();

    const { results, next_before } = await changes();

    expect(results.map(({ anime_id, before, after, door }) => [anime_id, before === null, after?.progress, door])).toEqual([
      ['mal:3', false, 4, 'mcp'], ['mal:3', false, 5, 'mcp'], ['mal:4', true, 12, 'mcp'], ['mal:3', true, 4, 'mcp'],
    ]);
    expect(results[0]?.undoes).toBe(results[1]?.change_id);
    expect(next_before).toBeUndefined();
  });

  it('goes page by page without losing or repeating one', async () => {
    const { changes } = await written();
    const all = (await changes()).results.map(({ change_id }) => change_id);

    const pages: string[] = [];
    for (let before: string | undefined; ; ) {
      const page = await changes({ limit: 3, ...(before !== undefined && { before }) });
      pages.push(...page.results.map(({ change_id }) => change_id));
      before = page.next_before;
      if (before === undefined) break;
    }

    expect(pages).toEqual(all);
  });

  it('keeps to one anime, and to a moment in any time zone', async () => {
    const { changes } = await written();

    expect((await changes({ title: 'Kaminari Squad' })).results.map(({ anime_id }) => anime_id)).toEqual(['mal:3', 'mal:3', 'mal:3']);
    expect((await changes({ since: '2999-01-01T00:00:00+09:00' })).results).toEqual([]);
  });

  it('refuses what is no moment', async () => {
    const { world } = await written();

    expect(await call(world, 'get_watchlist_changes', { since: 'last week' })).toMatchObject({ refused: { code: 'invalid_input' } });
  });
});
