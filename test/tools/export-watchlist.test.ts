import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { listStatuses, type StoredListEntry } from '../../src/domain/list-entry.ts';
import { buildGeneration } from '../../src/retrieval/generation.ts';
import { createSqliteStorage } from '../../src/storage/sqlite.ts';
import { createExportWatchlist } from '../../src/watchlist/export.ts';
import { createImportWatchlist } from '../../src/watchlist/import.ts';
import { madeUpCatalogue } from './catalogue.ts';
import { call, createWorld } from './world.ts';

describe('export_watchlist', () => {
  it('gives the list as a file, all of it or one status', async () => {
    const world = await createWorld();
    await call(world, 'update_watchlist', { anime_id: 'mal:1', status: 'completed', score: 8.5 });
    await call(world, 'update_watchlist', { anime_id: 'mal:3', status: 'watching', progress: 3, notes: 'fun, so far' });

    const all = await call(world, 'export_watchlist', { format: 'csv' });
    const some = await call(world, 'export_watchlist', { format: 'mal-xml', status: 'completed' });

    expect(all).toEqual({
      format: 'csv', file_name: 'animetrackr-list-2031-02-03.csv', mime_type: 'text/csv', entries: 2, left_out: [], warnings: [],
      content: [
        '\uFEFFanime_id,title,status,score,progress,episodes,started_at,finished_at,rewatches,notes,updated_at,mal_id,anilist_id',
        'mal:1,Hoshi no Niwashi,completed,8.5,12,12,,2031-02-03,0,,2031-02-03T12:00:00.000Z,1,1001',
        'mal:3,Kaminari Squad,watching,,3,24,2031-02-03,,0,"fun, so far",2031-02-03T12:00:00.000Z,3,1003',
        '',
      ].join('\r\n'),
    });
    expect(some).toMatchObject({ file_name: 'animetrackr-completed-2031-02-03.xml', mime_type: 'application/xml', entries: 1, warnings: ['1 score was rounded: MyAnimeList has whole numbers only.'] });
  });

  it('is an empty file of an empty list', async () => {
    const world = await createWorld();

    for (const format of ['csv', 'mal-xml', 'anilist-json']) expect(await call(world, 'export_watchlist', { format })).toMatchObject({ entries: 0 });
  });

  it('refuses a format it does not know', async () => {
    const world = await createWorld();

    expect(await call(world, 'export_watchlist', { format: 'pdf' })).toMatchObject({ refused: { code: 'invalid_input' } });
  });
});

/** What goes out comes in again, whatever people write into their lists. */
describe('a list that goes out and comes in again', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'round-trip-'));
  const generation = buildGeneration({ catalogue: madeUpCatalogue(), index: null });
  const now = () => new Date('2031-02-03T12:00:00Z');
  let storage: Awaited<ReturnType<typeof createSqliteStorage>>;
  beforeAll(async () => {
    storage = await createSqliteStorage({ file: path.join(folder, 'test.sqlite'), now });
  });
  afterAll(async () => {
    await storage.close();
    rmSync(folder, { recursive: true });
  });

  const hostile = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.array(fc.constantFrom(']]>', '<![CDATA[', '&amp;', '&lol;', '<', '>', '"', "'", '""', ',', ';', '\t', '\n', '\r\n', '=1+1', '-', '+', '@', "'=", '\u0000', '\u200B', '\uFEFF', '星', '💥', '\uD800', 'Tags: a, b', '\n\nTags: x', '{"a":1}', '<!DOCTYPE a>', ' '), { maxLength: 8 }).map((parts) => parts.join('')),
  );
  const date = fc.option(fc.constantFrom('2019', '2019-10', '2019-10-31', '2020-02-29'), { nil: null });
  const entry = fc.record({
    status: fc.constantFrom(...listStatuses), score: fc.option(fc.integer({ min: 2, max: 20 }).map((half) => half / 2), { nil: null }), progress: fc.nat(30), started_at: fc.constantFrom(null, '2018', '2018-04', '2018-04-05'), finished_at: date, rewatches: fc.nat(5), notes: fc.option(hostile, { nil: null }), title: hostile,
  });
  const ids = ['mal:1', 'mal:3', 'mal:4', 'mal:777', 'anilist:888', 'kitsu:999'];
  let user = 0;

  const apply = (user_id: string, entries: readonly StoredListEntry[]) => storage.list.apply(user_id, entries.map((row) => ({ anime_id: row.anime_id, aliases: [row.anime_id], mutate: () => row })), { door: 'http' });
  const record = async (user_id: string, times: boolean) => (await storage.list.all(user_id)).map(({ updated_at, title: _, ...rest }) => ({ ...rest, ...(times && { updated_at }) })).sort((a, b) => (a.anime_id < b.anime_id ? -1 : 1));

  it.each([['csv', 200], ['anilist-json', 200], ['mal-xml', 200]] as const)('as %s loses nothing that the format can hold (%d lists)', async (format, numRuns) => {
    const exporter = createExportWatchlist({ list: storage.list, byId: generation.catalogue.byId, now });
    const importer = createImportWatchlist({ list: storage.list, current: () => generation, now });
    await fc.assert(fc.asyncProperty(fc.array(entry, { minLength: 1, maxLength: ids.length }), async (made) => {
      const [written, read] = [`out-${(user += 1)}`, `in-${user}`];
      // notes as the update tool leaves them: text that a database can store, without space around it
      const list = made.map((row, at): StoredListEntry => ({
        ...row, anime_id: ids[at]!, title: whole(row.title).replaceAll(/[\u0000-\u001F]/g, ' ').trim() || 'Untitled', notes: tidy(row.notes), updated_at: new Date(1_600_000_000_000 + at * 1000).toISOString(),
        progress: row.status === 'completed' && row.progress === 0 ? 12 : row.progress,
      }));
      await apply(written, list);

      const file = await exporter.exportFile({ caller: { user_id: written }, format });
      const report = await importer.importFile({ caller: { user_id: read, door: 'http' }, content: `data:;base64,${Buffer.from(file.content).toString('base64')}`, format });

      const expected = (await record(written, format !== 'mal-xml'))
        .filter(({ anime_id }) => format !== 'mal-xml' || anime_id.startsWith('mal:'))
        .map((row) => ({ ...row, score: format === 'mal-xml' && row.score !== null ? Math.round(row.score) : row.score }));
      expect([report.refused, report.unmatched, report.truncated]).toEqual([[], [], false]);
      expect(await record(read, format !== 'mal-xml')).toEqual(expected);

      // and into the list it came from: nothing changes, halves of scores included
      const again = await importer.importFile({ caller: { user_id: written, door: 'http' }, content: file.content, format });
      expect(again.counts).toMatchObject({ added: 0, changed: 0, unchanged: expected.length });
    }), { numRuns });
  }, 60_000);
});

/** Half characters cannot be stored. */
const whole = (text: string): string => text.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '');
const tidy = (notes: string | null): string | null => (notes && whole(notes).replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF]/g, '').trim()) || null;
