/** What an import did, or would do: for programs as data, for people as text. */
import type { StoredListEntry } from '../domain/list-entry.ts';
import type { AppliedChange } from '../storage/storage.ts';
import type { ListFormatName } from './formats/all.ts';
import type { ParsedList } from './formats/list-format.ts';
import type { Matching } from './match-rows.ts';

type Recorded = Pick<StoredListEntry, 'status' | 'score' | 'progress' | 'started_at' | 'finished_at' | 'rewatches' | 'notes'>;
export type ImportedChange = { line: number; anime_id: string; title: string; matched_by: 'id' | 'title'; before: Recorded | null; after: Recorded; remarks: string[] };

export type ImportReport = {
  success: true;
  dry_run: boolean;
  format: ListFormatName;
  /** Takes the whole import back by `undo_watchlist_change`; null when nothing was written. */
  import_id: string | null;
  /** Complete, where the lists below are cut. */
  counts: { rows: number; matched: number; unknown: number; unmatched: number; refused: number; duplicates: number; added: number; changed: number; unchanged: number };
  changed: ImportedChange[];
  /** The catalogue does not know their id; they are kept under it. */
  unknown: { line: number; anime_id: string; title: string }[];
  unmatched: { line: number; title: string; candidates: { anime_id: string; title: string; type: string; year: number | null }[] }[];
  refused: { line: number; title: string | null; reason: string }[];
  /** Rows whose entry is as it was although the file says something else. */
  kept: { line: number; anime_id: string; title: string; remarks: string[] }[];
  warnings: string[];
  truncated: boolean;
};

/** What was lost in one import is listed whole up to this; what worked needs no such list. */
const mostProblems = 5_000;
const mostChanges = 200;

type Facts = { readonly dry_run: boolean; readonly format: ListFormatName; readonly import_id: string; readonly parsed: ParsedList; readonly matching: Matching };
export type Outcome = Pick<AppliedChange, 'before' | 'after'> & { readonly remarks: readonly string[] };

/** @param outcomes one per matched row, in order */
export const importReport = ({ dry_run, format, import_id, parsed, matching }: Facts, outcomes: readonly Outcome[]): ImportReport => {
  const { matched, unmatched, duplicates } = matching;
  const counts = { rows: parsed.rows.length + parsed.refused.length, matched: 0, unknown: 0, unmatched: unmatched.length, refused: parsed.refused.length, duplicates, added: 0, changed: 0, unchanged: 0 };
  const changed: ImportedChange[] = [];
  const kept: ImportReport['kept'] = [];
  for (const [index, { row, by, anime, target }] of matched.entries()) {
    const { before, after, remarks } = outcomes[index] ?? { before: null, after: null, remarks: [] };
    if (anime === null) counts.unknown += 1;
    else counts.matched += 1;
    if (after === null) continue;
    const isSame = before !== null && sameRecord(before, after);
    counts[isSame ? 'unchanged' : before === null ? 'added' : 'changed'] += 1;
    if (isSame ? kept.length >= mostChanges : changed.length >= mostChanges) continue;
    if (!isSame) changed.push({ line: row.line, anime_id: target.anime_id, title: target.title, matched_by: by, before: before && recordOf(before), after: recordOf(after), remarks: [...remarks] });
    else if (remarks.length > row.remarks.length) kept.push({ line: row.line, anime_id: target.anime_id, title: target.title, remarks: [...remarks] });
  }
  return {
    success: true, dry_run, format,
    import_id: dry_run || counts.added + counts.changed === 0 ? null : import_id,
    counts, changed,
    unknown: matched.filter(({ anime }) => anime === null).slice(0, mostProblems).map(({ row, target }) => ({ line: row.line, anime_id: target.anime_id, title: target.title })),
    unmatched: unmatched.slice(0, mostProblems).map(({ row, candidates }) => ({ line: row.line, title: row.titles[0] ?? '', candidates: candidates.map(({ anime_id, title, type, year }) => ({ anime_id, title, type, year })) })),
    refused: parsed.refused.slice(0, mostProblems),
    kept,
    warnings: [...parsed.warnings, ...(matching.searchedAll ? [] : ['Very many titles of the file are not those of the catalogue; the later ones were looked for as they stand, not for misspellings. Import the rows that were not found as a file of their own.']), ...(parsed.truncated ? ['The file ends in the middle: what came before was read. Download it again to have the rest.'] : [])],
    truncated: parsed.truncated,
  };
};

const recorded = ['status', 'score', 'progress', 'started_at', 'finished_at', 'rewatches', 'notes'] as const satisfies readonly (keyof StoredListEntry)[];
const sameRecord = (a: StoredListEntry, b: StoredListEntry): boolean => recorded.every((field) => a[field] === b[field]);
const recordOf = ({ status, score, progress, started_at, finished_at, rewatches, notes }: StoredListEntry): Recorded => ({ status, score, progress, started_at, finished_at, rewatches, notes });

/** "status watching -> completed, score 9 -> 7" */
const differences = (before: Recorded | null, after: Recorded): string =>
  recorded.flatMap((field) => (before === null || before[field] === after[field] ? [] : [`${words[field]} ${told(before[field])} -> ${told(after[field])}`])).join(', ');
const words: Readonly<Record<(typeof recorded)[number], string>> = { status: 'status', score: 'score', progress: 'episodes', started_at: 'started', finished_at: 'finished', rewatches: 'rewatches', notes: 'notes' };
const told = (value: string | number | null): string => (value === null ? 'none' : String(value).replaceAll('_', ' ').slice(0, 60));

const shownInText = 20;

/** For a terminal. */
export const importReportText = ({ dry_run, format, import_id, counts, changed, unknown, unmatched, refused, kept, warnings }: ImportReport): string => {
  const { rows, added, changed: different, unchanged } = counts;
  const section = <Item>(head: string, total: number, items: readonly Item[], line: (item: Item) => string): string[] =>
    total === 0 ? [] : ['', `${head} (${total}):`, ...items.slice(0, shownInText).map((item) => `  ${line(item)}`), ...(total > shownInText ? [`  and ${total - shownInText} more`] : [])];
  const remarked = changed.filter(({ remarks }) => remarks.length > 0);
  const byTitle = changed.filter(({ matched_by }) => matched_by === 'title');
  return [
    `${rows} rows of ${format}: ${added} ${dry_run ? 'would be ' : ''}added, ${different} changed, ${unchanged} already so.`,
    ...warnings,
    ...section('Refused', counts.refused, refused, ({ line, title, reason }) => `line ${line}${title === null ? '' : `, ${title}`}: ${reason}`),
    ...section('Not found in the catalogue, so not on the list', counts.unmatched, unmatched, ({ line, title, candidates }) => `line ${line}, ${title}${candidates.length === 0 ? '' : ` (${candidates.map((near) => `${near.title}: ${near.anime_id}`).join(', ')})`}`),
    ...section('Unknown to the catalogue, kept under their id', counts.unknown, unknown, ({ line, anime_id, title }) => `line ${line}, ${title} (${anime_id})`),
    ...section(dry_run ? 'Would change' : 'Changed', different, changed.filter(({ before }) => before !== null), ({ line, title, before, after }) => `line ${line}, ${title}: ${differences(before, after)}`),
    ...section('Found by title', byTitle.length, byTitle, ({ line, title, anime_id }) => `line ${line}: ${title} (${anime_id})`),
    ...section('Worth a look', remarked.length, remarked, ({ line, title, remarks }) => `line ${line}, ${title}: ${remarks.join(' ')}`),
    ...section('Kept as it was', kept.length, kept, ({ line, title, remarks }) => `line ${line}, ${title}: ${remarks.join(' ')}`),
    ...(dry_run ? ['', 'This was a preview: nothing was changed.'] : import_id === null ? [] : ['', `To take all of it back: npm run list -- undo ${import_id}`]),
    '',
  ].join('\n');
};
