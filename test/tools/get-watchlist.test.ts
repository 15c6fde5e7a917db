import { describe, expect, it } from 'vitest';
import { call, createWorld, type World } from './world.ts';

const withList = async (): Promise<World> => {
  const world = await createWorld();
  await call(world, 'update_watchlist', { updates: [{ anime_id: 'mal:1', status: 'completed', score: 9 }, { anime_id: 'mal:3', progress: 4, notes: 'with Ren' }, { anime_id: 'mal:4', score: 7, status: 'completed' }] });
  return world;
};
const titles = ({ results }: Record<string, unknown>): string[] => (results as { title: string }[]).map(({ title }) => title);

describe('get_watchlist', () => {
  it('answers with entries, total and counts by status', async () => {
    const world = await withList();

    expect(await call(world, 'get_watchlist', { status: 'watching' })).toMatchInlineSnapshot(`
      {
        "counts": {
          "completed": 2,
          "dropped": 0,
          "on_hold": 0,
          "plan_to_watch": 0,
          "watching": 1,
        },
        "results": [
          {
            "anime": {
              "anime_id": "mal:3",
              "duration_minutes": 24,
              "episodes": 24,
              "genres": [
                "Action",
                "Comedy",
              ],
              "links": {
                "mal": "https://myanimelist.net/anime/3",
              },
              "picture": null,
              "score": 7.2,
              "season": "SPRING",
              "status": "FINISHED",
              "streaming": [],
              "studios": [
                "Works Raiden",
              ],
              "synonyms": [],
              "synopsis": "Five students share one lightning bolt and none of them can aim.",
              "tags": [
                "super power",
                "school",
              ],
              "title": "Kaminari Squad",
              "title_english": null,
              "title_native": null,
              "type": "TV",
              "year": 2015,
            },
            "anime_id": "mal:3",
            "episodes": 24,
            "finished_at": null,
            "notes": "with Ren",
            "progress": 4,
            "rewatches": 0,
            "score": null,
            "started_at": "2031-02-03",
            "status": "watching",
            "title": "Kaminari Squad",
            "updated_at": "2031-02-03T12:00:00.000Z",
          },
        ],
        "total": 1,
      }
    `);
  });

  it('says there is more when the limit is reached', async () => {
    const world = await withList();

    const first = await call(world, 'get_watchlist', { sort: 'title', limit: 2 });
    const rest = await call(world, 'get_watchlist', { sort: 'title', limit: 2, offset: first['next_offset'] });

    expect([titles(first), first['next_offset']]).toEqual([['Hoshi no Niwashi', 'Kaminari Squad'], 2]);
    expect([titles(rest), rest['next_offset']]).toEqual([['Yoru no Toshokan'], undefined]);
  });

  it('sorts by score and searches titles and notes', async () => {
    const world = await withList();

    expect(titles(await call(world, 'get_watchlist', { sort: 'score' }))).toEqual(['Hoshi no Niwashi', 'Yoru no Toshokan', 'Kaminari Squad']);
    expect(titles(await call(world, 'get_watchlist', { query: 'gardener' }))).toEqual(['Hoshi no Niwashi']);
    expect(titles(await call(world, 'get_watchlist', { query: 'ren' }))).toEqual(['Kaminari Squad']);
  });

  it('takes status words of other lists', async () => {
    const world = await withList();

    expect(titles(await call(world, 'get_watchlist', { status: 'CURRENT' }))).toEqual(['Kaminari Squad']);
  });

  it('shows one profile its own list only', async () => {
    const world = await withList();

    expect(await call(world, 'get_watchlist', { user_id: 'mika' })).toMatchObject({ results: [], total: 0 });
  });

  it('refuses more than 500 at a time', async () => {
    expect(await call(await createWorld(), 'get_watchlist', { limit: 501 })).toMatchObject({ refused: { code: 'invalid_input', message: expect.stringContaining('limit') } });
  });
});

describe('get_watchlist with conditions', () => {
  it('lists what satisfies facts of the anime and own scores; unrated entries satisfy no bound', async () => {
    const world = await withList();

    expect(titles(await call(world, 'get_watchlist', { filters: { genres: ['comedy'], min_episodes: 24 } }))).toContain('Kaminari Squad');
    expect(await call(world, 'get_watchlist', { min_own_score: 8 })).toMatchObject({ total: 1, results: [{ anime_id: 'mal:1' }] });
    expect(await call(world, 'get_watchlist', { max_own_score: 7, status: 'completed' })).toMatchObject({ total: 1, results: [{ anime_id: 'mal:4' }] });
  });

  it('refuses a word that no entry has', async () => {
    expect(await call(await withList(), 'get_watchlist', { filters: { genres: ['flumberjack'] } })).toMatchObject({ refused: { code: 'invalid_input' } });
  });

  it('tells what changed since, removals too, the newest first', async () => {
    const world = await withList();
    await call(world, 'update_watchlist', { anime_id: 'mal:4', remove: true });

    const { results } = await call(world, 'get_watchlist', { changed_since: '2000-01-01T00:00:00.000Z' });

    expect(results).toHaveLength(2);
    expect(await call(world, 'get_watchlist', { changed_since: '2099-01-01T00:00:00.000Z' })).toMatchObject({ results: [] });
  });
});
