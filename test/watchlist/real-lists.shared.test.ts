/** Real people's lists as files of each format: nothing is lost on the way in, out and in again. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildGeneration, type Generation } from '../../src/retrieval/generation.ts';
import type { ListStatus, StoredListEntry } from '../../src/domain/list-entry.ts';
import { createSqliteStorage } from '../../src/storage/sqlite.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { createExportWatchlist } from '../../src/watchlist/export.ts';
import type { ListFormatName } from '../../src/watchlist/formats/all.ts';
import { createImportWatchlist } from '../../src/watchlist/import.ts';
import { readShared } from '../eval/shared-csv.ts';
import { projectRoot } from '../support/service.ts';
import { madeUpCatalogue } from '../tools/catalogue.ts';

const rowsPerFile = 5_000;
type Row = { readonly id: string; readonly title: string; readonly score: number; readonly status: ListStatus; readonly progress: number };

let rows: Row[];
let storage: Storage;
let generation: Generation;
const folder = mkdtempSync(path.join(tmpdir(), 'real-lists-'));
beforeAll(async () => {
  const shared = path.resolve(projectRoot, '../shared/data');
  const byId = new Map<string, Row>();
  for (const [, mal = '', score = '', status = '', progress = ''] of await readShared(shared, 'ratings-mal2020-status.csv')) {
    // the people share titles, so some entries get an id that nobody has
    const id = byId.has(mal) ? String(10_000_000 + byId.size) : mal;
    byId.set(id, { id, title: `Title ${id} <&> ]]> "quoted", ${progress}`, score: Number(score), status: status as ListStatus, progress: Number(progress) }); // documented words
  }
  rows = [...byId.values()].slice(0, rowsPerFile);
  expect(rows.length).toBe(rowsPerFile);
  storage = await createSqliteStorage({ file: path.join(folder, 'test.sqlite') });
  generation = buildGeneration({ catalogue: madeUpCatalogue(), index: null });
});
afterAll(async () => {
  await storage?.close();
  rmSync(folder, { recursive: true });
});

const xml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const malStatus = { watching: 'Watching', completed: 'Completed', on_hold: 'On-Hold', dropped: 'Dropped', plan_to_watch: 'Plan to Watch' };
const aniStatus = { watching: 'CURRENT', completed: 'COMPLETED', on_hold: 'PAUSED', dropped: 'DROPPED', plan_to_watch: 'PLANNING' };
/** As other programs write them, not as ours does. */
const files: Record<ListFormatName, () => string> = {
  'mal-xml': () => `<?xml version="1.0" encoding="UTF-8" ?><myanimelist><myinfo><user_export_type>1</user_export_type></myinfo>${rows.map(({ id, title, score, status, progress }, at) => `<anime><series_animedb_id>${id}</series_animedb_id><series_title>${xml(title)}</series_title><my_watched_episodes>${progress}</my_watched_episodes><my_start_date>2019-0${1 + (at % 9)}-00</my_start_date><my_finish_date>0000-00-00</my_finish_date><my_score>${score}</my_score><my_status>${malStatus[status]}</my_status><my_comments>${xml(`note ${at}`)}</my_comments><my_times_watched>${at % 3}</my_times_watched><my_tags>a, b</my_tags></anime>`).join('\n')}</myanimelist>`,
  'anilist-json': () => JSON.stringify({ data: { MediaListCollection: { lists: [{ name: 'All', entries: rows.map(({ id, title, score, status, progress }, at) => ({ id: at + 1, mediaId: 900_000 + at, status: aniStatus[status], score: score * 10, progress, repeat: at % 3, notes: `note ${at}\n\nTags: a, b`, startedAt: { year: 2019, month: 1 + (at % 9), day: null }, media: { id: 900_000 + at, idMal: Number(id), title: { romaji: title } } })) }] } } }),
  csv: () => `MAL ID;Title;Status;Rating;Episodes Watched;Start Date;Repeats;Comments\n${rows.map(({ id, title, score, status, progress }, at) => [id, `"${title.replaceAll('"', '""')}"`, malStatus[status], score, progress, `2019-0${1 + (at % 9)}`, at % 3, `"note ${at}\n\nTags: a, b"`].join(';')).join('\r\n')}`,
};

describe.each(Object.keys(files) as ListFormatName[])('5,000 real entries as %s', (format) => { // keys of a literal
  it('come in, go out and come in again without losing a field', async () => {
    const importer = createImportWatchlist({ list: storage.list, current: () => generation, now: () => new Date() });
    const exporter = createExportWatchlist({ list: storage.list, byId: generation.catalogue.byId, now: () => new Date() });
    const caller = (user_id: string) => ({ user_id: `${user_id}-${format}`, door: 'cli' as const });

    const report = await importer.importFile({ caller: caller('first'), content: files[format](), format });
    const first = await storage.list.all(`first-${format}`);
    const { content, entries } = await exporter.exportFile({ caller: caller('first'), format });
    const again = await importer.importFile({ caller: caller('second'), content, format });
    const second = await storage.list.all(`second-${format}`);

    expect(report.counts).toMatchObject({ rows: rowsPerFile, added: rowsPerFile, refused: 0, unmatched: 0, duplicates: 0 });
    const stored = new Map(first.map((entry) => [entry.anime_id, entry]));
    for (const [at, { id, score, status, progress, title }] of rows.entries()) {
      const entry = stored.get(generation.catalogue.byId(`mal:${id}`)?.anime_id ?? `mal:${id}`);
      expect(entry).toMatchObject({ score, status, rewatches: at % 3, started_at: `2019-0${1 + (at % 9)}`, notes: `note ${at}\n\nTags: a, b` });
      if (progress > 0) expect(entry?.progress).toBe(progress);
      if (generation.catalogue.byId(`mal:${id}`) === undefined) expect(entry?.title).toBe(title);
    }
    expect([entries, again.counts.added]).toEqual([rowsPerFile, rowsPerFile]);
    expect(plain(second)).toEqual(plain(first));
  }, 60_000);
});

const plain = (list: readonly StoredListEntry[]) => list.map(({ updated_at: _, ...entry }) => entry).sort((a, b) => (a.anime_id < b.anime_id ? -1 : 1));
