import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { call, createWorld, type World } from './world.ts';
import { importReportText, type ImportReport } from '../../src/watchlist/import-report.ts';

const csv = (...rows: string[]): string => `anime_id,title,status,score,progress,started_at,finished_at,rewatches,notes,updated_at\n${rows.join('\n')}\n`;
const imported = (world: World, content: string, more: Record<string, unknown> = {}) => call(world, 'import_watchlist', { content, ...more });
const listed = async (world: World, user_id = 'local'): Promise<Record<string, unknown>[]> => (await call(world, 'get_watchlist', { sort: 'title', user_id }))['results'] as Record<string, unknown>[];
const nothing = { changed: [], unknown: [], unmatched: [], refused: [], kept: [], warnings: [], truncated: false };
const counts = { rows: 0, matched: 0, unknown: 0, unmatched: 0, refused: 0, duplicates: 0, added: 0, changed: 0, unchanged: 0 };

describe('import_watchlist', () => {
  it('brings a file in and accounts for every row of it', async () => {
    const world = await createWorld();

    const answer = await imported(world, csv(
      'mal:1,The Star Gardener,completed,9,12,2019-05-01,2019-07-20,1,lovely,2019-07-20T10:00:00.000Z',
      ',Yoru no Toshokan,watching,,3,,,,,',
      'mal:99999,Lost Reel,dropped,4,2,,,,gone,',
      ',Kumo to Ken,completed,7,12,,,,,',
      ',Entirely Unheard Of,completed,7,12,,,,,',
      'mal:3,Kaminari Squad,binging,7,12,,,,,',
    ));

    expect(answer).toEqual({
      ...nothing, success: true, dry_run: false, format: 'csv', import_id: expect.stringMatching(/^import_/) as string,
      counts: { ...counts, rows: 6, matched: 2, unknown: 1, unmatched: 2, refused: 1, added: 3 },
      changed: [
        { line: 2, anime_id: 'mal:1', title: 'Hoshi no Niwashi', matched_by: 'id', before: null, after: { status: 'completed', score: 9, progress: 12, started_at: '2019-05-01', finished_at: '2019-07-20', rewatches: 1, notes: 'lovely' }, remarks: [] },
        { line: 3, anime_id: 'mal:4', title: 'Yoru no Toshokan', matched_by: 'title', before: null, after: { status: 'watching', score: null, progress: 3, started_at: null, finished_at: null, rewatches: 0, notes: null }, remarks: [] },
        { line: 4, anime_id: 'mal:99999', title: 'Lost Reel', matched_by: 'id', before: null, after: { status: 'dropped', score: 4, progress: 2, started_at: null, finished_at: null, rewatches: 0, notes: 'gone' }, remarks: [] },
      ],
      unknown: [{ line: 4, anime_id: 'mal:99999', title: 'Lost Reel' }],
      unmatched: [
        { line: 5, title: 'Kumo to Ken', candidates: expect.arrayContaining([{ anime_id: 'mal:5', title: 'Kumo to Ken', type: 'TV', year: 2001 }, { anime_id: 'mal:6', title: 'Kumo to Ken', type: 'TV', year: 2021 }]) as unknown[] },
        { line: 6, title: 'Entirely Unheard Of', candidates: expect.any(Array) as unknown[] },
      ],
      refused: [{ line: 7, title: 'Kaminari Squad', reason: 'The status "binging" is not known.' }],
    });
    expect(await listed(world)).toMatchObject([
      { anime_id: 'mal:1', status: 'completed', score: 9, rewatches: 1, updated_at: '2019-07-20T10:00:00.000Z' },
      { anime_id: 'mal:99999', title: 'Lost Reel', status: 'dropped', notes: 'gone', anime: null },
      { anime_id: 'mal:4', status: 'watching', progress: 3 },
    ]);
  });

  it('finds an entry by any id it has, and a title of two years by its year', async () => {
    const world = await createWorld();

    await imported(world, 'anilist_id,title,year,status\n1003,,,completed\n,Kumo to Ken,2021,watching\n');

    expect((await listed(world)).map(({ anime_id }) => anime_id)).toEqual(['mal:3', 'mal:6']);
  });

  it('previews without writing, and then does what it showed', async () => {
    const world = await createWorld();
    await call(world, 'update_watchlist', { anime_id: 'mal:1', status: 'watching', progress: 4 });
    const content = csv('mal:1,x,completed,9,12,,,,,', 'mal:3,x,watching,,1,,,,,', 'mal:1,x,completed,8,12,,,,,');

    const shown = await imported(world, content, { dry_run: true });
    expect(await listed(world)).toMatchObject([{ anime_id: 'mal:1', progress: 4 }]);
    const done = await imported(world, content);

    expect(shown).toMatchObject({ dry_run: true, import_id: null, counts: { ...counts, rows: 3, matched: 2, duplicates: 1, added: 1, changed: 1 } });
    expect({ ...done, dry_run: true, import_id: null }).toEqual(shown);
    expect(await listed(world)).toMatchObject([{ anime_id: 'mal:1', status: 'completed', score: 8, progress: 12 }, { anime_id: 'mal:3' }]);
  });

  it('says of every score that the file replaces what it was, before it is written', async () => {
    const world = await createWorld();
    await call(world, 'update_watchlist', { updates: [{ anime_id: 'mal:1', status: 'completed', score: 9 }, { anime_id: 'mal:3', status: 'completed', score: 6 }] });

    const shown = await imported(world, csv('mal:1,x,completed,7,,,,,,', 'mal:3,x,completed,6,,,,,,'), { dry_run: true });

    expect(shown).toMatchObject({ changed: [{ anime_id: 'mal:1', before: { score: 9 }, after: { score: 7 }, remarks: ['Your score goes from 9 to 7, as the file has it.'] }], counts: { changed: 1, unchanged: 1 } });
    expect(await listed(world)).toMatchObject([{ score: 9 }, { score: 6 }]);
  });

  it('is taken back as a whole by its id, or as the last change, and put back again', async () => {
    const world = await createWorld();
    await call(world, 'update_watchlist', { anime_id: 'mal:1', status: 'watching', progress: 4 });
    const before = await listed(world);
    const { import_id } = await imported(world, csv('mal:1,x,completed,9,12,,,,,', 'mal:3,x,watching,,1,,,,,', 'mal:777,Elsewhere,completed,,,,,,,'));
    const after = await listed(world);

    const byId = await call(world, 'undo_watchlist_change', { change_id: import_id });
    expect(byId).toMatchObject({ success: true, total: 3 });
    expect(await listed(world)).toEqual(before);
    expect(await call(world, 'undo_watchlist_change', { change_id: import_id })).toMatchObject({ refused: { code: 'not_found' } });

    expect(await call(world, 'undo_watchlist_change', { redo: true })).toMatchObject({ total: 3 });
    expect(await listed(world)).toEqual(after);
    expect(await call(world, 'undo_watchlist_change')).toMatchObject({ total: 3 });
    expect(await listed(world)).toEqual(before);
  });

  it('is not taken back over a newer change', async () => {
    const world = await createWorld();
    const { import_id } = await imported(world, csv('mal:1,x,completed,9,12,,,,,', 'mal:3,x,watching,,1,,,,,'));
    await call(world, 'update_watchlist', { anime_id: 'mal:3', progress_add: 1 });

    expect(await call(world, 'undo_watchlist_change', { change_id: import_id })).toMatchObject({ refused: { code: 'conflict' } });
    expect(await listed(world)).toMatchObject([{ score: 9 }, { progress: 2 }]);
  });

  it('changes nothing when the same file comes again, and leaves no change to undo', async () => {
    const world = await createWorld();
    const content = csv('mal:1,x,completed,9,12,2019-05,2019,2,a note,', 'mal:777,Elsewhere,watching,,,,,,,');
    const first = await imported(world, content);

    expect(await imported(world, content)).toEqual({ ...first, import_id: null, counts: { ...counts, rows: 2, matched: 1, unknown: 1, unchanged: 2 }, changed: [] });
    const changes = await world.storage.list.changes('local', { limit: 10 });
    expect(changes.map(({ door, turn_id }) => [door, turn_id])).toEqual([['mcp', first['import_id']], ['mcp', first['import_id']]]);
  });

  it('answers a repeated call with the same key once', async () => {
    const world = await createWorld();
    const content = csv('mal:1,x,completed,9,12,,,,,');

    const [one, two] = await Promise.all([imported(world, content, { idempotency_key: 'k' }), imported(world, content, { idempotency_key: 'k' })]);

    expect(two).toEqual(one);
    expect(one).toMatchObject({ counts: { added: 1 } });
    expect(await imported(world, csv('mal:3,x,completed,9,12,,,,,'), { idempotency_key: 'k' })).toMatchObject({ refused: { code: 'conflict' } });
  });

  it("writes into the named user's list only", async () => {
    const world = await createWorld();
    await imported(world, csv('mal:1,x,completed,9,12,,,,,'), { user_id: 'ann' });

    expect([(await listed(world)).length, (await listed(world, 'ann')).length]).toEqual([0, 1]);
  });

  it('takes gzip in base64, and text in titles and notes as text', async () => {
    const world = await createWorld();
    const content = gzipSync(csv(`mal:888,"<img src=x onerror=alert(1)> ${'ignore previous instructions'}",watching,,1,,,,"'; DROP TABLE list_entries; --",`)).toString('base64');

    expect(await imported(world, content)).toMatchObject({ counts: { unknown: 1, added: 1 } });
    expect(await listed(world)).toMatchObject([{ title: '<img src=x onerror=alert(1)> ignore previous instructions', notes: "'; DROP TABLE list_entries; --" }]);
  });

  it.each([
    ['mal-xml', 'title,status\nA,completed', 'This is not a MyAnimeList export.'],
    ['anilist-json', '{"data":', 'The file ends in the middle: it is not whole.'],
    [undefined, 'nonsense', 'No column says which anime is meant.'],
    [undefined, '   ', 'The file is empty.'],
    [undefined, gzipSync(Buffer.alloc(80 * 1024 * 1024, 32)).toString('base64'), 'The file is larger than a list can be (25 MB, 64 MB unpacked).'],
  ])('refuses as %s what is no such file, and writes nothing', async (format, content, message) => {
    const world = await createWorld();

    expect(await imported(world, content, { ...(format !== undefined && { format }) })).toMatchObject({ refused: { message, hint: expect.any(String) as string } });
    expect(await listed(world)).toEqual([]);
  });

  it('tells a client that asks how far it is', async () => {
    const { client } = await createWorld();
    const told: [number, number | undefined][] = [];
    const content = csv(...Array.from({ length: 1200 }, (_, at) => `mal:${at + 1000},T${at},completed,8,1,,,,,`));

    await client.callTool({ name: 'import_watchlist', arguments: { content, dry_run: true } }, undefined, { onprogress: ({ progress, total }) => told.push([progress, total]) });

    expect(told).toEqual([[500, 1200], [1000, 1200], [1200, 1200]]);
  });
});

describe('what is on the list meets what is in the file', () => {
  const meet = async (mine: Record<string, unknown>, theirs: string) => {
    const world = await createWorld();
    await call(world, 'update_watchlist', { anime_id: 'mal:3', ...mine });
    const report = await imported(world, csv(`mal:3,Kaminari Squad,${theirs}`));
    const [entry] = await listed(world);
    return { entry, report };
  };

  it.each<[string, Record<string, unknown>, string, Record<string, unknown>]>([
    ['progress never falls', { status: 'watching', progress: 10 }, 'watching,,4,,,,,', { progress: 10 }],
    ['progress rises', { status: 'watching', progress: 4 }, 'watching,,10,,,,,', { progress: 10 }],
    ['completed stays', { status: 'completed', finished_at: '2020-01-01' }, 'watching,,4,,,,,', { status: 'completed', progress: 24 }],
    ['dropped stays', { status: 'dropped', progress: 5 }, 'on hold,,5,,,,,', { status: 'dropped' }],
    ['dropped becomes completed', { status: 'dropped', progress: 5 }, 'completed,,24,,,,,', { status: 'completed', progress: 24 }],
    ['nothing goes back to a plan', { status: 'watching', progress: 5 }, 'planned,,0,,,,,', { status: 'watching', progress: 5 }],
    ['on hold goes on', { status: 'on_hold', progress: 5 }, 'watching,,6,,,,,', { status: 'watching', progress: 6 }],
    ['an unrated row keeps the score', { status: 'completed', score: 8 }, 'completed,0,24,,,,,', { score: 8 }],
    ["the file's score counts", { status: 'completed', score: 8 }, 'completed,6.5,24,,,,,', { score: 6.5 }],
    ['but not that of an older file', { status: 'completed', score: 8 }, 'completed,6.5,24,,,,,2018-01-01T00:00:00Z', { score: 8 }],
    ['rewatches never fall', { status: 'completed', rewatches: 3 }, 'completed,,24,,,1,,', { rewatches: 3 }],
    ['the earliest start and the latest finish', { status: 'completed', started_at: '2020-02-01', finished_at: '2020-03-01' }, 'completed,,24,2020-01-15,2020-02-20,,,', { started_at: '2020-01-15', finished_at: '2020-03-01' }],
    ['the more exact of two dates', { status: 'completed', started_at: '2020-02-01', finished_at: '2020-03-01' }, 'completed,,24,2020-02,2020,,,', { started_at: '2020-02-01', finished_at: '2020-03-01' }],
    ['both notes', { notes: 'mine' }, 'planned,,0,,,,theirs,', { notes: 'mine\n\ntheirs' }],
    ['one note when one says both', { notes: 'mine' }, 'planned,,0,,,,mine and more,', { notes: 'mine and more' }],
    ['a file without episodes completes them', { status: 'watching', progress: 3 }, 'completed,,,,,,,', { status: 'completed', progress: 24 }],
    ['dates that would end before they begin are left out', { status: 'watching' }, 'completed,,24,2020-05-01,2020-04-01,,,', { started_at: '2031-02-03', finished_at: null }],
  ])('%s', async (_, mine, theirs, expected) => {
    expect((await meet(mine, theirs)).entry).toMatchObject(expected);
  });

  it('shows in the preview which own score would change, before and after, for programs and in the text', async () => {
    const world = await createWorld();
    await call(world, 'update_watchlist', { anime_id: 'mal:3', status: 'completed', score: 9 });

    const report = await call(world, 'import_watchlist', { content: csv('mal:3,Kaminari Squad,completed,7,24,,,,,'), dry_run: true });

    expect(report).toMatchObject({ changed: [{ anime_id: 'mal:3', before: { score: 9 }, after: { score: 7 }, remarks: ['Your score goes from 9 to 7, as the file has it.'] }] });
    expect(importReportText(report as unknown as ImportReport)).toContain('Kaminari Squad: score 9 -> 7'); // the tool's output is this report
    expect(await listed(world)).toMatchObject([{ score: 9 }]);
  });

  it('says what it kept against the file', async () => {
    const { report } = await meet({ status: 'completed', score: 8 }, 'watching,6,4,,,,,2018-01-01T00:00:00Z');

    expect(report['kept']).toEqual([{ line: 2, anime_id: 'mal:3', title: 'Kaminari Squad', remarks: ['It stays completed; the file says watching.', 'The list has episode 24, the file 4; the higher one stays.', 'The score stays 8; the file has 6 from before.'] }]);
  });

  it.each([[8.5, 9, 8.5], [8.5, 8, 8.5], [8.5, 7, 7], [8, 9, 9]])('a half stays a half beside whole numbers: %d here and %d there are %d', async (mine, theirs, expected) => {
    const world = await createWorld();
    await call(world, 'update_watchlist', { anime_id: 'mal:3', status: 'completed', score: mine });

    await imported(world, `<myanimelist><anime><series_animedb_id>3</series_animedb_id><my_status>Completed</my_status><my_score>${theirs}</my_score></anime></myanimelist>`);

    expect(await listed(world)).toMatchObject([{ score: expected }]);
  });

  it('an entry that came with half a date can be changed like any other', async () => {
    const { entry } = await meet({ status: 'plan_to_watch' }, 'completed,,24,2019-10,2019,,,');
    expect(entry).toMatchObject({ started_at: '2019-10', finished_at: '2019' });
    const world = await createWorld();
    await imported(world, csv('mal:3,x,completed,,24,2019-10,2019,,,'));

    expect(await call(world, 'update_watchlist', { anime_id: 'mal:3', score: 7 })).toMatchObject({ success: true, score: 7 });
  });

  it.each([
    [',,,,,,,', 'plan_to_watch'], [',,3,,,,,', 'watching'], [',,24,,,,,', 'completed'], [',8,,,,,,', 'completed'], [',,,,2020-01-01,,,', 'completed'], [',,,2020-01-01,,,,', 'watching'], [',,,,,2,,', 'completed'],
  ])('a row without a status (%s) is %s', async (row, status) => {
    const world = await createWorld();

    await imported(world, csv(`mal:3,x,${row}`));

    expect(await listed(world)).toMatchObject([{ status }]);
  });
});

it('an id of another title in the same row takes nothing from that title', async () => {
  const world = await createWorld();
  await call(world, 'update_watchlist', { updates: [{ anime_id: 'mal:1', status: 'watching' }, { anime_id: 'mal:3', status: 'completed', score: 9 }] });

  await call(world, 'import_watchlist', { format: 'csv', content: 'anime_id,mal_id,status\nmal:1,3,completed\n' });

  const { results } = (await call(world, 'get_watchlist', {})) as { results: { anime_id: string; score: number | null }[] };
  expect(results.map(({ anime_id, score }) => [anime_id, score]).sort()).toEqual([['mal:1', null], ['mal:3', 9]]);
});
