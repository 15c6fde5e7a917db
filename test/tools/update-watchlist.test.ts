import { describe, expect, it } from 'vitest';
import { call, createWorld } from './world.ts';

describe('update_watchlist', () => {
  it('adds a title and answers with before, after and what undoes it', async () => {
    const world = await createWorld();

    const result = await call(world, 'update_watchlist', { anime_title: 'the star gardener', status: 'finished', score: '9' });

    expect(result).toMatchInlineSnapshot({ change_id: expect.any(String) }, `
      {
        "adjusted": [],
        "after": {
          "anime": {
            "anime_id": "mal:1",
            "duration_minutes": 24,
            "episodes": 12,
            "genres": [
              "Sci-Fi",
              "Slice of Life",
            ],
            "links": {
              "mal": "https://myanimelist.net/anime/1",
            },
            "picture": null,
            "score": 8.4,
            "season": "SPRING",
            "status": "FINISHED",
            "streaming": [
              {
                "regions": [
                  "JP",
                ],
                "site": "Niwa+",
                "url": "https://niwa.example/star",
              },
            ],
            "studios": [
              "Studio Tanpopo",
            ],
            "synonyms": [
              "HnN",
            ],
            "synopsis": "A lonely robot tends a garden on the far side of the moon and waits for a visitor.",
            "tags": [
              "iyashikei",
              "space",
              "robots",
            ],
            "title": "Hoshi no Niwashi",
            "title_english": "The Star Gardener",
            "title_native": "星の庭師",
            "type": "TV",
            "year": 2019,
          },
          "anime_id": "mal:1",
          "episodes": 12,
          "finished_at": "2031-02-03",
          "notes": null,
          "progress": 12,
          "rewatches": 0,
          "score": 9,
          "started_at": null,
          "status": "completed",
          "title": "Hoshi no Niwashi",
          "updated_at": "2031-02-03T12:00:00.000Z",
        },
        "anime_id": "mal:1",
        "before": null,
        "change_id": Any<String>,
        "score": 9,
        "status": "completed",
        "success": true,
      }
    `);
    expect(await world.storage.list.all('local')).toMatchObject([{ anime_id: 'mal:1', status: 'completed', score: 9, progress: 12 }]);
  });

  it('resolves every id of an entry', async () => {
    const world = await createWorld();

    const results = [];
    for (const anime_id of ['mal:3', 'anilist:1003', 'https://myanimelist.net/anime/3/Kaminari', 3]) results.push(await call(world, 'update_watchlist', { anime_id, status: 'watching' }));

    expect(results.map(({ anime_id }) => anime_id)).toEqual(['mal:3', 'mal:3', 'mal:3', 'mal:3']);
    expect(await world.storage.list.all('local')).toHaveLength(1);
  });

  it('writes to the profile that user_id names', async () => {
    const world = await createWorld();

    await call(world, 'update_watchlist', { user_id: 'mika', anime_id: 'mal:3', status: 'watching' });

    expect(await world.storage.list.all('local')).toEqual([]);
    expect(await world.storage.list.all('mika')).toHaveLength(1);
  });

  it('refuses an unclear title with candidates and writes nothing', async () => {
    const world = await createWorld();

    const result = await call(world, 'update_watchlist', { anime_title: 'Kumo to Ken', status: 'watching' });

    expect(result).toMatchInlineSnapshot(`
      {
        "refused": {
          "code": "ambiguous",
          "data": {
            "candidates": [
              {
                "anime_id": "mal:5",
                "title": "Kumo to Ken",
                "type": "TV",
                "year": 2001,
              },
              {
                "anime_id": "mal:6",
                "title": "Kumo to Ken",
                "type": "TV",
                "year": 2021,
              },
            ],
          },
          "hint": "Call again with the anime_id of the one that is meant; ask the user if it is not clear.",
          "message": ""Kumo to Ken" could mean several anime.",
        },
      }
    `);
    expect(await world.storage.list.all('local')).toEqual([]);
  });

  it('refuses a change of nothing', async () => {
    const world = await createWorld();

    expect(await call(world, 'update_watchlist', { anime_id: 'mal:3' })).toMatchObject({ refused: { code: 'invalid_input', message: 'Nothing to change was named.' } });
  });

  it('writes nothing on a dry run', async () => {
    const world = await createWorld();

    const result = await call(world, 'update_watchlist', { anime_id: 'mal:3', progress: 5, dry_run: true, idempotency_key: 'k' });
    const written = await call(world, 'update_watchlist', { anime_id: 'mal:3', progress: 5, idempotency_key: 'k' });

    expect(result).toMatchObject({ success: true, status: 'watching', change_id: null, before: null, after: { progress: 5 } });
    expect(written).toMatchObject({ success: true, change_id: expect.any(String) });
  });

  it('previews two changes of one title as they would follow each other', async () => {
    const world = await createWorld();

    const { results } = await call(world, 'update_watchlist', { updates: [{ anime_id: 'mal:3', status: 'completed', score: 8 }, { anime_id: 'mal:3', score: 9 }, { anime_id: 'mal:3', remove: true }], dry_run: true });

    expect(results).toMatchObject([{ before: null, after: { score: 8 } }, { before: { status: 'completed', score: 8 }, after: { status: 'completed', score: 9 } }, { before: { score: 9 }, after: null }]);
    expect(await call(world, 'get_watchlist', {})).toMatchObject({ results: [] });
  });

  it('empties fields that are named, and takes that back', async () => {
    const world = await createWorld();
    await call(world, 'update_watchlist', { anime_id: 'mal:3', status: 'completed', score: 8, notes: 'n' });

    expect(await call(world, 'update_watchlist', { anime_id: 'mal:3', clear: ['score', 'notes'] })).toMatchObject({ before: { score: 8, notes: 'n' }, after: { status: 'completed', score: null, notes: null } });
    await call(world, 'undo_watchlist_change', {});
    expect(await call(world, 'get_watchlist', {})).toMatchObject({ results: [{ score: 8, notes: 'n' }] });
  });

  it('does not clear what the same change sets', async () => {
    expect(await call(await createWorld(), 'update_watchlist', { anime_id: 'mal:3', score: 8, clear: ['score'] })).toMatchObject({ refused: { code: 'invalid_input', message: 'score cannot be both set and cleared.' } });
  });

  it('removes an entry', async () => {
    const world = await createWorld();
    await call(world, 'update_watchlist', { anime_id: 'mal:3', status: 'watching' });

    const result = await call(world, 'update_watchlist', { anime_id: 'mal:3', remove: true });

    expect(result).toMatchObject({ success: true, status: null, score: null, before: { status: 'watching' }, after: null });
    expect(await world.storage.list.all('local')).toEqual([]);
  });

  it('answers a batch in order, each with its own result or error', async () => {
    const world = await createWorld();

    const { results } = await call(world, 'update_watchlist', {
      updates: [
        { anime_id: 'mal:3', status: 'watching', progress: 2 },
        { anime_title: 'Kumo to Ken', status: 'dropped' },
        { anime_id: 'mal:3', progress_add: 1 },
        { anime_id: 'mal:4', remove: true },
        { anime_title: 'Yoru no Toshokan', status: 'ptw' },
      ],
    });

    expect(results).toMatchObject([
      { success: true, anime_id: 'mal:3', after: { progress: 2 } },
      { success: false, error: { code: 'ambiguous', data: { candidates: [{ anime_id: 'mal:5' }, { anime_id: 'mal:6' }] } } },
      { success: true, anime_id: 'mal:3', before: { progress: 2 }, after: { progress: 3 } },
      { success: false, error: { code: 'not_found' } },
      { success: true, anime_id: 'mal:4', status: 'plan_to_watch' },
    ]);
    expect(await world.storage.list.all('local')).toHaveLength(2);
  });

  it('refuses a batch beside a single change, and one of more than 200', async () => {
    const world = await createWorld();

    expect(await call(world, 'update_watchlist', { anime_id: 'mal:3', updates: [{ anime_id: 'mal:4', score: 5 }] })).toMatchObject({ refused: { code: 'invalid_input' } });
    expect(await call(world, 'update_watchlist', { updates: Array.from({ length: 201 }, () => ({ anime_id: 'mal:4', score: 5 })) })).toMatchObject({ refused: { code: 'invalid_input', message: expect.stringContaining('updates') } });
  });

  it.each([
    ['a score of 11', { score: 11 }],
    ['a score of 0', { score: 0 }],
    ['an unknown status', { status: 'sleeping' }],
    ['an impossible date', { finished_at: '2031-02-30' }],
    ['half an episode', { progress: 1.5 }],
  ])('refuses %s', async (_what, change) => {
    const world = await createWorld();

    expect(await call(world, 'update_watchlist', { anime_id: 'mal:3', ...change })).toMatchObject({ refused: { code: 'invalid_input' } });
    expect(JSON.stringify(await call(world, 'update_watchlist', { anime_id: 'mal:3', ...change }))).toContain(Object.keys(change)[0] ?? '');
  });
});

describe('idempotency_key', () => {
  const request = { anime_id: 'mal:3', progress_add: 1, idempotency_key: 'k1' };

  it('writes once and gives the same answer again', async () => {
    const world = await createWorld();

    const first = await call(world, 'update_watchlist', request);
    const again = await call(world, 'update_watchlist', request);

    expect(again).toEqual(first);
    expect(await world.storage.list.all('local')).toMatchObject([{ progress: 1 }]);
  });

  it('gives simultaneous repeats one effect and one answer', async () => {
    const world = await createWorld();

    const answers = await Promise.all(Array.from({ length: 5 }, () => call(world, 'update_watchlist', request)));

    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    expect(await world.storage.list.all('local')).toMatchObject([{ progress: 1 }]);
  });

  it('refuses another request with the same key', async () => {
    const world = await createWorld();
    await call(world, 'update_watchlist', request);

    expect(await call(world, 'update_watchlist', { ...request, progress_add: 2 })).toMatchObject({ refused: { code: 'conflict' } });
  });

  it('is free again after a refusal', async () => {
    const world = await createWorld();

    await call(world, 'update_watchlist', { anime_id: 'mal:404', score: 5, idempotency_key: 'k1' });

    expect(await call(world, 'update_watchlist', { anime_id: 'mal:3', score: 5, idempotency_key: 'k1' })).toMatchObject({ success: true });
  });

  it('belongs to a profile', async () => {
    const world = await createWorld();
    await call(world, 'update_watchlist', request);

    expect(await call(world, 'update_watchlist', { ...request, user_id: 'mika' })).toMatchObject({ success: true, before: null });
  });

  it('covers a batch, what failed in it too', async () => {
    const world = await createWorld();
    const batch = { updates: [{ anime_id: 'mal:3', progress_add: 1 }, { anime_id: 'mal:404', score: 5 }, { anime_id: 'mal:4', progress_add: 2 }], idempotency_key: 'k1' };

    const first = await call(world, 'update_watchlist', batch);
    const again = await call(world, 'update_watchlist', batch);

    expect(again).toEqual(first);
    expect((await world.storage.list.all('local')).map(({ progress }) => progress).sort()).toEqual([1, 2]);
  });
});
