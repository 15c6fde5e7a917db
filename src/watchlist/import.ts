/** Brings a list file into a user's list: the use case behind `import_watchlist`. */
import { randomUUID } from 'node:crypto';
import type { Caller } from '../domain/caller.ts';
import type { StoredListEntry } from '../domain/list-entry.ts';
import { finishInTurns, type Steps } from '../retrieval/steps.ts';
import type { IdempotencyClaim, ListStore } from '../storage/storage.ts';
import { listFormats, looksLike, type ListFormatName } from './formats/all.ts';
import { importReport, type ImportReport, type Outcome } from './import-report.ts';
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
    const total = parsed.rows.length;
    const matching = await finishInTurns(matchRows(parsed.rows, current(), (done) => {
      signal?.throwIfAborted();
      if (done % rowsPerReport === 0 || done === total) progress?.(done, total);
    }));
    const at = now();
    const import_id = `import_${randomUUID()}`;
    const { matched } = matching;
    // A mutation may run twice; what it remarked the last time is what was written.
    const remarks: (readonly string[])[] = [];
    const merge = (index: number, { row, target }: MatchedRow, before: StoredListEntry | null): StoredListEntry => {
      const merged = mergeRow(before, row, target, at);
      remarks[index] = merged.remarks;
      return merged.after;
    };
    const report = (changes: readonly Omit<Outcome, 'remarks'>[]): ImportReport =>
      importReport({ dry_run, format, import_id, parsed, matching }, changes.map(({ before, after }, index) => ({ before, after, remarks: remarks[index] ?? [] })));
    if (dry_run) return report(await finishInTurns(preview(await list.all(user_id, unit), matched, merge)));
    return report(await list.apply(
      user_id,
      matched.map((row, index) => ({ anime_id: row.target.anime_id, aliases: row.target.aliases, mutate: (before) => merge(index, row, before) })),
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
function* preview(stored: readonly StoredListEntry[], matched: readonly MatchedRow[], merge: (index: number, row: MatchedRow, before: StoredListEntry | null) => StoredListEntry): Steps<Omit<Outcome, 'remarks'>[]> {
  const byId = new Map(stored.map((entry) => [entry.anime_id, entry]));
  const outcomes: Omit<Outcome, 'remarks'>[] = [];
  for (const [index, row] of matched.entries()) {
    if (index % 64 === 63) yield;
    const { anime_id, aliases } = row.target;
    const [before = null] = [anime_id, ...aliases].flatMap((id) => byId.get(id) ?? []).sort((a, b) => (a.updated_at < b.updated_at ? 1 : -1));
    outcomes.push({ before, after: merge(index, row, before) });
  }
  return outcomes;
}
