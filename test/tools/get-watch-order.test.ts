import { describe, expect, it } from 'vitest';
import { call, createWorld } from './world.ts';

describe('get_watch_order', () => {
  it('answers with the franchise, oldest first, and what the list says of each part', async () => {
    const world = await createWorld();
    await call(world, 'update_watchlist', { anime_id: 'mal:1', status: 'completed' });

    expect(await call(world, 'get_watch_order', { title: 'Hoshi no Niwashi: Tsuki no Uta' })).toMatchObject({
      results: [
        { anime_id: 'mal:1', kind: 'series', optional: false, list_status: 'completed', year: 2019 },
        { anime_id: 'mal:2', kind: 'movie', optional: false, list_status: null, year: 2022 },
      ],
      total: 2,
      confidence: 'high',
      notes: [],
      hidden: { crossovers: 0 },
    });
  });

  it('is asked about one anime', async () => {
    expect(await call(await createWorld(), 'get_watch_order', {})).toMatchObject({ refused: { code: 'invalid_input' } });
  });
});
