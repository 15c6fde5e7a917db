/** The values of a row as files write them, whatever the format. One place says what a status, score, count or date may look like. */
import { parseAnimeRef } from '../../domain/ids.ts';
import { parseListStatus, type ListStatus } from '../../domain/list-entry.ts';
import type { ListRow, RefusedRow } from './list-format.ts';

/** A row as found: texts, blank or absent where there is nothing. */
export type RawRow = {
  readonly line: number;
  readonly refs?: readonly Text[];
  readonly titles?: readonly Text[];
  readonly year?: Text;
  readonly status?: Text;
  readonly score?: Text;
  readonly progress?: Text;
  readonly started_at?: Text;
  readonly finished_at?: Text;
  readonly rewatches?: Text;
  readonly notes?: Text;
  readonly updated_at?: Text;
  readonly remarks?: readonly string[];
};
type Text = string | null | undefined;

/** `points`: how many of the file's make one of our ten; `step`: between two neighbouring scores, on our scale. */
export type ScoreScale = { readonly points: number; readonly step?: number };

type Read<Value> = { readonly value?: Value; readonly remark?: string } | { readonly problem: string };

/** Longer ones are cut; AniList allows 6,000 characters, and two notes may become one. */
export const longestNotes = 12_000;
const longestTitle = 500;
/** Longer ones are no word, number or date: nothing more is looked for in them. */
const longestValue = 200;
const mostEpisodes = 100_000;

export const readRow = (raw: RawRow, scale: ScoreScale): ListRow | RefusedRow => {
  const { line } = raw;
  const titles = [...new Set((raw.titles ?? []).map((title) => cleanTitle(title ?? '')).filter(Boolean))];
  const refs = [...new Set((raw.refs ?? []).flatMap((ref) => parseAnimeRef(ref ?? '') ?? []))];
  const refused = (reason: string): RefusedRow => refuseRow(line, titles[0], reason);
  if (refs.length === 0 && titles.length === 0) return refused('There is neither an id nor a title.');

  const remarks = [...(raw.remarks ?? [])];
  const problems: string[] = [];
  const take = <Name extends string, Value>(name: Name, read: Read<Value>): { [Key in Name]?: Value } => {
    if ('problem' in read) problems.push(read.problem);
    else if (read.remark !== undefined) remarks.push(read.remark);
    return 'value' in read && read.value !== undefined ? ({ [name]: read.value } as { [Key in Name]?: Value }) : {}; // a computed key loses its literal type
  };
  const row = {
    ...take('year', readYear(raw.year)),
    ...take('status', readStatus(raw.status)),
    ...take('score', readScore(raw.score, scale)),
    ...take('progress', readCount(raw.progress, 'progress')),
    ...take('started_at', readDate(raw.started_at, 'start date')),
    ...take('finished_at', readDate(raw.finished_at, 'finish date')),
    ...take('rewatches', readCount(raw.rewatches, 'number of rewatches')),
    ...take('notes', readNotes(raw.notes)),
    ...take('updated_at', readTime(raw.updated_at)),
  };
  const [problem] = problems;
  if (problem !== undefined) return refused(problem);
  return { line, refs, titles, ...row, ...(scale.step !== undefined && { score_step: scale.step }), remarks };
};

export const refuseRow = (line: number, title: Text, reason: string): RefusedRow => ({ line, title: cleanTitle(title ?? '') || null, reason });

export const isRefused = (row: ListRow | RefusedRow): row is RefusedRow => 'reason' in row;

/** One line without control characters. What a list cannot store is taken out here, once. */
const cleanTitle = (text: string): string => wellFormed(text.slice(0, 2 * longestTitle)).replace(/[\u0000-\u001F\u007F-\u009F\s]+/g, ' ').trim().slice(0, longestTitle);

/** Text as it can be stored and written by every format: line feeds, no other control characters, no half surrogates. */
export const cleanText = (text: string): string =>
  wellFormed(text).replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF]/g, '').trim();

const wellFormed = (text: string): string => text.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, '');

const quoted = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
const nothings: ReadonlySet<string> = new Set(['', '-', 'n/a', 'null', 'none']);
/** A word, number or date without the space around it; null where there is none. */
const valueOf = (text: Text): string | null => {
  const value = (text ?? '').trim();
  if (value.length > longestValue) return `${value.slice(0, longestValue)}…`;
  return nothings.has(value.toLowerCase()) ? null : value;
};

const readNotes = (text: Text): Read<string> => {
  const notes = cleanText((text ?? '').slice(0, 2 * longestNotes));
  if (notes === '') return {};
  return notes.length > longestNotes ? { value: notes.slice(0, longestNotes), remark: `The notes were cut to ${longestNotes} characters.` } : { value: notes };
};

/** MyAnimeList's numbers of old. */
const numbered: ReadonlyMap<string, ListStatus> = new Map([['1', 'watching'], ['2', 'completed'], ['3', 'on_hold'], ['4', 'dropped'], ['6', 'plan_to_watch']]);

const readStatus = (given: Text): Read<ListStatus> => {
  const text = valueOf(given);
  if (text === null) return {};
  const status = parseListStatus(text.replaceAll('_', ' ')) ?? parseListStatus(text) ?? numbered.get(text);
  if (status === undefined) return { problem: `The status ${quoted(text)} is not known.` };
  return /^re-?(?:watching|peating)/i.test(text) ? { value: status, remark: 'It is being watched again, which the list keeps as watching.' } : { value: status };
};

const readCount = (given: Text, what: string): Read<number> => {
  const text = valueOf(given);
  if (text === null) return {};
  // "12 / 24" is the twelfth of 24
  const found = /^(\d{1,9})(?:[.,]0+)?\s*(?:\/\s*(?:\d+|\?|-))?$/.exec(text)?.[1];
  if (found === undefined || Number(found) > mostEpisodes) return { problem: `The ${what} ${quoted(text)} is not a number of episodes or times.` };
  return { value: Number(found) };
};

/** 0 means "not rated" wherever lists are kept. */
const readScore = (given: Text, { points }: ScoreScale): Read<number> => {
  const text = valueOf(given);
  if (text === null) return {};
  const found = /^(\d{1,3}(?:[.,]\d{1,6})?)\s*(?:\/\s*(5|10|100))?$/.exec(text);
  if (found?.[1] === undefined) return { problem: `The score ${quoted(text)} is not a number.` };
  const written = Number(found[1].replace(',', '.'));
  const ten = written / (found[2] === undefined ? points : Number(found[2]) / 10);
  if (ten > 10) return { problem: `The score ${quoted(text)} is out of range.` };
  if (ten === 0) return {};
  const value = Math.max(1, Math.round(ten * 2) / 2);
  return Math.abs(value - ten) < 1e-9 ? { value } : { value, remark: `Scores go in halves, so ${written} became ${value}.` };
};

const readYear = (text: Text): Read<number> => {
  const year = /^(?:19|20)\d\d/.exec(valueOf(text) ?? '')?.[0];
  return year === undefined ? {} : { value: Number(year) };
};

/** `2017-10-03`, `2017/10/3`, `20171003`, `03.10.2017`, an ISO time; `0000-00-00` is none, parts of 00 are unknown. */
const readDate = (given: Text, what: string): Read<string> => {
  const text = valueOf(given);
  if (text === null) return {};
  const [, year, month, day] = /^(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?(?:[T ].*)?$/.exec(text) ?? /^(\d{4})(\d\d)(\d\d)$/.exec(text) ?? dayFirst(text) ?? [];
  if (year === undefined) return { problem: `The ${what} ${quoted(text)} is not a date such as 2020-04-30.` };
  if (Number(year) === 0) return {};
  const two = (part: string): string => part.padStart(2, '0');
  const date = [year, ...(month === undefined || Number(month) === 0 ? [] : [two(month), ...(day === undefined || Number(day) === 0 ? [] : [two(day)])])].join('-');
  return isCalendarDate(date) ? { value: date } : { problem: `The ${what} ${quoted(text)} does not exist.` };
};

/** Day first where it is clear: with dots, or where no month has that number. */
const dayFirst = (text: string): string[] | undefined => {
  const [, first = '', mark, second = '', year = ''] = /^(\d{1,2})([./-])(\d{1,2})\2(\d{4})$/.exec(text) ?? [];
  if (mark === undefined) return undefined;
  if (mark === '.' || Number(first) > 12) return ['', year, second, first];
  return Number(second) > 12 ? ['', year, first, second] : undefined;
};

const isCalendarDate = (date: string): boolean => {
  const year = Number(date.slice(0, 4));
  if (year < 1900 || year > 2200) return false;
  const whole = `${date}${'-01'.repeat(2 - (date.length - 4) / 3)}`;
  const parsed = new Date(`${whole}T00:00:00.000Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(whole);
};

/** A time of change, in ISO form or in seconds; one that cannot be read says nothing. */
const readTime = (given: Text): Read<string> => {
  const text = valueOf(given);
  if (text === null) return {};
  const time = /^\d{9,10}$/.test(text) ? Number(text) * 1000 : /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? {} : { value: new Date(time).toISOString() };
};
