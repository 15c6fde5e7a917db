/** Tables: ours, and those of spreadsheets and other trackers, whose columns are found by their names. */
import { AppError } from '../../errors.ts';
import type { Steps } from '../../retrieval/steps.ts';
import { readRecords, writeCell, type CsvRecord } from './csv-records.ts';
import { collectRows, mostRows, tooManyRows } from './collect-rows.ts';
import type { ExportedEntry, ListFormat, ParsedList, WrittenList } from './list-format.ts';
import { readRow, refuseRow, type RawRow, type ScoreScale } from './read-row.ts';

/** Names of columns without case and punctuation, the surest first. `id` alone may be anybody's, so it counts only when it says whose it is. */
const columnNames = {
  anime_id: ['animeid', 'id', 'url', 'link', 'malurl', 'anilisturl'],
  mal: ['malid', 'idmal', 'seriesanimedbid', 'myanimelistid', 'myanimelist', 'mal'],
  anilist: ['anilistid', 'idanilist', 'anilist'],
  kitsu: ['kitsuid', 'kitsu'],
  anidb: ['anidbid', 'anidb'],
  media_id: ['mediaid'],
  source: ['source'],
  media_type: ['mediatype'],
  title: ['title', 'animetitle', 'seriestitle', 'titleromaji', 'romaji', 'name', 'animename', 'anime', 'series', 'show'],
  title_english: ['titleenglish', 'englishtitle', 'english', 'englishname'],
  title_native: ['titlenative', 'titlejapanese', 'japanesetitle', 'japanese', 'native'],
  year: ['year', 'seasonyear', 'releaseyear', 'startyear'],
  status: ['status', 'mystatus', 'liststatus', 'watchstatus', 'watchingstatus', 'userstatus', 'state', 'list'],
  score: ['score', 'myscore', 'userscore', 'rating', 'myrating', 'userrating', 'personalrating'],
  progress: ['progress', 'mywatchedepisodes', 'watchedepisodes', 'episodeswatched', 'numepisodeswatched', 'numwatchedepisodes', 'episodesseen', 'epswatched', 'watched', 'currentepisode'],
  started_at: ['startedat', 'mystartdate', 'startdate', 'datestarted', 'started', 'start'],
  finished_at: ['finishedat', 'myfinishdate', 'finishdate', 'completedat', 'enddate', 'datefinished', 'datecompleted', 'finished', 'completed', 'end'],
  rewatches: ['rewatches', 'mytimeswatched', 'repeat', 'repeats', 'rewatchcount', 'timesrewatched', 'numtimesrewatched', 'rewatched', 'timeswatched'],
  notes: ['notes', 'mycomments', 'comments', 'comment', 'note'],
  updated_at: ['updatedat', 'lastupdated', 'mylastupdated', 'modified'],
} as const;
type Column = keyof typeof columnNames;

const ours = ['anime_id', 'title', 'status', 'score', 'progress', 'episodes', 'started_at', 'finished_at', 'rewatches', 'notes', 'updated_at', 'mal_id', 'anilist_id'];

function* parse(text: string): Steps<ParsedList> {
  const [header, ...records] = yield* readRecords(text, mostRows + 2);
  if (records.length > mostRows) throw tooManyRows();
  const columns = columnsOf(header?.cells ?? []);
  const cell = (record: CsvRecord, column: Column): string | undefined => {
    const at = columns.get(column);
    return at === undefined ? undefined : unguarded(record.cells[at] ?? '');
  };
  const warnings: string[] = [];
  const scale = scaleOf(records.map((record) => cell(record, 'score') ?? ''), warnings);
  const { rows, refused, add } = collectRows();
  const width = header?.cells.length ?? 0;
  const endsOpen = !text.endsWith('\n') && !text.endsWith('\r');
  let truncated = false;
  for (const [at, record] of records.entries()) {
    yield;
    const { line, cells, broken } = record;
    const isCut = at === records.length - 1 && endsOpen && (broken === 'open' || (broken === null && cells.length < width && width === columnsAllFilled(records)));
    if (isCut) truncated = true;
    const reason = isCut ? 'The file ends in the middle of it.' : broken !== null ? brokenWords[broken] : cells.slice(width).some((extra) => extra.trim() !== '') ? `It has ${cells.length} cells, the header has ${width}.` : notAnime(record, cell);
    add(reason === null ? readRow(rawOf(record, cell), scale) : refuseRow(line, cell(record, 'title'), reason));
  }
  return { rows, refused, warnings, truncated };
}

const brokenWords: Record<NonNullable<CsvRecord['broken']>, string> = { open: 'A quotation mark is opened and never closed.', long: 'It is longer than a row of a list can be.' };

/** As many cells as every record but the last has; -1 when they differ. */
const columnsAllFilled = (records: readonly CsvRecord[]): number => {
  const width = records[0]?.cells.length ?? -1;
  return records.length > 1 && records.slice(0, -1).every(({ cells }) => cells.length === width) ? width : -1;
};

/** @throws AppError invalid_input without a column that says which anime is meant */
const columnsOf = (header: readonly string[]): Map<Column, number> => {
  const plain = header.map((name) => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''));
  const columns = new Map<Column, number>();
  const taken = new Set<number>();
  // keys of a literal
  for (const [column, names] of Object.entries(columnNames) as [Column, readonly string[]][]) {
    const at = names.map((name) => plain.findIndex((given, index) => given === name && !taken.has(index))).find((index) => index >= 0);
    if (at === undefined) continue;
    columns.set(column, at);
    taken.add(at);
  }
  if ((['anime_id', 'mal', 'anilist', 'kitsu', 'anidb', 'media_id', 'title'] as const).some((column) => columns.has(column))) return columns;
  throw new AppError('invalid_input', 'No column says which anime is meant.', { hint: `The first line names the columns: ${ours.join(', ')}. One of anime_id, mal_id, anilist_id and title is needed.` });
};

type Cell = (record: CsvRecord, column: Column) => string | undefined;

const rawOf = (record: CsvRecord, cell: Cell): RawRow => {
  const of = (column: Column): string | undefined => cell(record, column);
  const id = of('anime_id')?.trim() ?? '';
  const source = of('source')?.trim().toLowerCase();
  const numbered = (provider: string, text: string | undefined): string => (/^[1-9]\d*$/.test(text?.trim() ?? '') ? `${provider}:${text?.trim() ?? ''}` : '');
  return {
    line: record.line,
    refs: [
      id.includes(':') || id.includes('/') ? id : '',
      numbered('mal', of('mal')), numbered('anilist', of('anilist')), numbered('kitsu', of('kitsu')), numbered('anidb', of('anidb')),
      source === undefined ? '' : numbered(source === 'myanimelist' ? 'mal' : source, of('media_id')),
    ],
    titles: [of('title'), of('title_english'), of('title_native')],
    year: of('year'), status: of('status'), score: of('score'), progress: of('progress'), started_at: of('started_at'), finished_at: of('finished_at'),
    rewatches: of('rewatches'), notes: of('notes'), updated_at: of('updated_at'),
  };
};

/** Trackers of everything write films and books into the same table. */
const notAnime = (record: CsvRecord, cell: Cell): string | null => {
  const kind = cell(record, 'media_type')?.trim().toLowerCase() ?? '';
  const others = cell(record, 'source') === undefined ? ['manga', 'book', 'game'] : ['manga', 'book', 'game', 'comic', 'tv', 'season', 'episode', 'movie', 'boardgame'];
  return others.includes(kind) ? `It is of the kind ${kind}; the list is for anime.` : null;
};

const scaleOf = (scores: readonly string[], warnings: string[]): ScoreScale => {
  const numbers = scores.map((text) => Number(text.trim().replace(',', '.')));
  if (!numbers.some((score) => score > 10 && score <= 100)) return { points: 1 };
  warnings.push('Some scores are above 10, so they were read as points of 100.');
  return { points: 10 };
};

/** A spreadsheet takes a cell that begins like this for a formula, so it gets an apostrophe, and loses one when it is read. */
const formula = /^'*[=+\-@\t]/;
const guarded = (text: string): string => (formula.test(text) ? `'${text}` : text);
const unguarded = (text: string): string => (text.startsWith("'") && formula.test(text) ? text.slice(1) : text);

function* write(entries: readonly ExportedEntry[]): Steps<WrittenList> {
  const lines = [ours.join(',')];
  for (const [at, { stored, anime }] of entries.entries()) {
    if (at % 64 === 63) yield;
    const ids = [stored.anime_id, ...(anime?.aliases ?? [])];
    const numberOf = (provider: string): string => ids.find((id) => id.startsWith(`${provider}:`))?.slice(provider.length + 1) ?? '';
    const { status, score, progress, started_at, finished_at, rewatches, notes, updated_at } = stored;
    const texts = [anime?.anime_id ?? stored.anime_id, guarded(anime?.title ?? stored.title), status, score, progress, anime?.episodes ?? null, started_at, finished_at, rewatches, guarded(notes ?? ''), updated_at, numberOf('mal'), numberOf('anilist')];
    lines.push(texts.map((value) => writeCell(value === null ? '' : String(value))).join(','));
  }
  // with the mark spreadsheets take it for UTF-8
  return { text: `\uFEFF${lines.join('\r\n')}\r\n`, written: entries.length, left_out: [], warnings: [] };
}

export const csv: ListFormat = { extension: 'csv', mime_type: 'text/csv', parse, write };
