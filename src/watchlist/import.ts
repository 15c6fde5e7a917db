/** Brings a list file into a user's list: the use case behind `import_watchlist`. */
import { randomUUID } from 'node:crypto';
import type { Caller } from '../domain/caller.ts';
import type { StoredListEntry } from '../domain/list-entry.ts';
import { AppError } from '../errors.ts';
import { finishInTurns } from '../retrieval/steps.ts';
import type { IdempotencyClaim, ListStore } from '../storage/storage.ts';
import { listFormats, looksLike, type ListFormatName } from './formats/all.ts';
import { mostRows } from './formats/list-format.ts';
import { importReport, type ImportReport } from './import-report.ts';
import { matchRows, type MatchedRow, type Shelf } from './match-rows.ts';
import { mergeRow } from './merge.ts';
import { readListFile } from './read-list-file.ts';

export type ImportRequest = {
  readonly caller: Pick<Caller, 'user_id' | 'door' | 'unit' | 'signal' | 'progress'>;
  /** As `readListFile` takes it. */
  readonly content: string;
  /** Left out: told from the content. */
  readonly format?: ListFormatName | undefined;
  readonly dry_run?: boolean;
  readonly idempotency?: IdempotencyClaim | undefined;
};

export type ImportWatchlist = {
  /** One transaction: all of it or nothing. The report is the remembered reply. @throws AppError invalid_input, payload_too_large, cancelled */
  importFile(request: ImportRequest): Promise<ImportReport>;
};

const rowsPerReport = 500;

export const createImportWatchlist = ({ list, current, now }: { list: Pick<ListStore, 'apply' | 'all'>; current: () => Shelf; now: () => Date }): ImportWatchlist => ({
  importFile: async ({ caller: { user_id, door, unit, signal, progress }, content, format: asked, dry_run = false, idempotency }) => {
    const file = await readListFile(content);
    const format = asked ?? looksLike(file.text);
    const read = await finishInTurns(listFormats[format].parse(file.text));
    const parsed = { ...read, warnings: [...file.warnings, ...read.warnings], truncated: file.truncated || read.truncated };
    if (parsed.rows.length > mostRows) throw new AppError('payload_too_large', `The file has more than ${mostRows} rows.`, { hint: 'Split it and import the parts one after the other.' });
    const total = parsed.rows.length;
    const matching = await finishInTurns(matchRows(parsed.rows, current(), (done) => {
      signal?.throwIfAborted();
      if (done % rowsPerReport === 0 || done === total) progress?.(done, total);
    }));
    const at = now();
    const import_id = `import_${randomUUID()}`;
    const report = (changes: Parameters<typeof importReport>[1]): ImportReport => importReport({ dry_run, format, import_id, parsed, matching, at }, changes);
    if (dry_run) return report(preview(await list.all(user_id, unit), matching.matched, at));
    return report(await list.apply(
      user_id,
      matching.matched.map(({ row, target }) => ({ anime_id: target.anime_id, aliases: target.aliases, mutate: (before) => mergeRow(before, row, target, at).after })),
      {
        door,
        group: import_id,
        ...(unit === undefined ? {} : { unit }),
        ...(idempotency === undefined || unit !== undefined ? {} : { idempotency: { ...idempotency, reply: report } }),
      },
    ));
  },
});

/** What `apply` would find: of several rows of one anime, the newest. */
const preview = (stored: readonly StoredListEntry[], matched: readonly MatchedRow[], at: Date) => {
  const byId = new Map(stored.map((entry) => [entry.anime_id, entry]));
  return matched.map(({ row, target }) => {
    const [before = null] = [target.anime_id, ...target.aliases].flatMap((id) => byId.get(id) ?? []).sort((a, b) => (a.updated_at < b.updated_at ? 1 : -1));
    return { before, after: mergeRow(before, row, target, at).after };
  });
};
