import { describe, expect, it } from 'vitest';
import { call, createWorld } from './world.ts';

const read = async ({ client }: Awaited<ReturnType<typeof createWorld>>, uri: string): Promise<unknown> => {
  const { contents } = await client.readResource({ uri });
  return JSON.parse((contents[0] as { text: string }).text); // one text, by its own mime type
};

describe('user://watchlist/{user_id}', () => {
  it('is listed as a template beside the catalogue', async () => {
    const { client } = await createWorld();

    expect((await client.listResourceTemplates()).resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toEqual(['anime://anime/{id}', 'user://watchlist/{user_id}']);
  });

  it("holds all of a profile's list and nobody else's", async () => {
    const world = await createWorld();
    await call(world, 'update_watchlist', { anime_id: 'mal:3', status: 'completed', score: 8.5, user_id: 'mika' });
    await call(world, 'update_watchlist', { anime_id: 'mal:1', user_id: 'other' });

    expect(await read(world, 'user://watchlist/mika')).toMatchObject({ user_id: 'mika', total: 1, counts: { completed: 1 }, results: [{ anime_id: 'mal:3', score: 8.5 }] });
  });

  it('is empty for a profile that has written nothing', async () => {
    expect(await read(await createWorld(), 'user://watchlist/nobody')).toMatchObject({ total: 0, results: [] });
  });

  it.each(['user://watchlist/', 'user://watchlist/%00', 'user://watchlist/a%20b', 'user://else'])('has nothing at %s', async (uri) => {
    await expect(read(await createWorld(), uri)).rejects.toMatchObject({ code: -32002 });
  });
});
