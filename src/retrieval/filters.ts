/** Hard constraints as exact sets of rows: posting lists per word, columns of facts, one mask for what is left. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Anime } from '../domain/anime.ts';
import type { Filters } from '../domain/filters.ts';
import { wordKey } from '../domain/vocabulary.ts';
import { AppError } from '../errors.ts';
import { similarity } from './edit-distance.ts';
import { buildFacts, type Facts } from './facts.ts';
import { each, finish, type Steps } from './steps.ts';

export type CompiledFilters = {
  /** Ascending; null = every row of the catalogue. */
  readonly rows: Uint32Array | null;
  readonly count: number;
  /** 1 for every allowed row. */
  readonly mask: Uint8Array;
  /** Is there any constraint besides the ban on adult entries? */
  readonly isNarrowed: boolean;
  test(row: number): boolean;
};
export type FilterIndex = {
  /**
   * Genre and tag words match in either column and in any spelling ("sci fi" = "Sci-Fi"); a studio also by a part of its name.
   * @param options.adult lets adult entries in
   * @throws AppError invalid_input for a word that no entry has, with the nearest known words as hint
   */
  compile(filters: Filters, options?: { adult?: boolean }): CompiledFilters;
  /** Entries that have a genre or tag, one that gives the plot away too; none for an unknown word. */
  rowsWith(word: string): readonly number[];
  /** Is this a genre or tag of some entry? */
  knowsTag(word: string): boolean;
  knowsStudio(word: string): boolean;
};

type Postings = ReadonlyMap<string, { readonly name: string; readonly rows: readonly number[] }>;

/** Sets of rows that are kept, since a conversation asks for the same ones again and again. */
const remembered = 64;

/** @returns the rows of a title or id and of all that belongs to it. @throws AppError not_found */
export type FamilyOf = (title: string) => readonly number[];

export const createFilterIndex = (catalogue: Catalogue, familyOf: FamilyOf): FilterIndex => finish(filterIndexSteps(catalogue, buildFacts(catalogue), familyOf));

export function* filterIndexSteps({ entries }: Catalogue, facts: Facts, familyOf: FamilyOf): Steps<FilterIndex> {
  const tags = yield* postings(entries, (anime) => [...anime.genres, ...anime.tags]);
  const spoilers = yield* postings(entries, (anime) => anime.spoiler_tags);
  const studios = yield* postings(entries, (anime) => anime.studios);
  const everyone = new Uint8Array(entries.length).fill(1);
  const decent = Uint8Array.from(entries, ({ adult }) => (adult ? 0 : 1));
  const hasAdult = decent.includes(0);

  const tagRows = (word: string): readonly number[] => lookUp(tags, word)?.rows ?? unknown('genre or tag', word, tags);
  // A tag that gives the plot away cannot be asked for, but one may well ask to be spared it.
  const rowsWith = (word: string): readonly number[] => [lookUp(tags, word), lookUp(spoilers, word)].flatMap((posting) => [...(posting?.rows ?? [])]);
  const unwantedRows = (word: string): readonly number[] => {
    const rows = rowsWith(word);
    return rows.length > 0 ? rows : unknown('genre or tag', word, tags);
  };
  const studioRows = (word: string): readonly number[] => {
    const exact = studios.get(wordKey(word));
    if (exact !== undefined) return exact.rows;
    const key = studioKey(word);
    const partial = key.length < 3 ? [] : [...studios].filter(([, { name }]) => studioKey(name) === key || tokensOf(name).join(' ').includes(tokensOf(word).join(' ')));
    return partial.length > 0 ? partial.flatMap(([, { rows }]) => [...rows]) : unknown('studio', word, studios);
  };

  const maskOf = (filters: Filters, base: Uint8Array): Uint8Array => {
    let mask = base.slice();
    const keepOnly = (rows: readonly number[]): void => {
      const kept = new Uint8Array(mask.length);
      for (const row of rows) kept[row] = mask[row] ?? 0;
      mask = kept;
    };
    for (const word of [...(filters.genres ?? []), ...(filters.tags ?? [])]) keepOnly(tagRows(word));
    const leaveOut = (rows: readonly number[]): void => {
      for (const row of rows) mask[row] = 0;
    };
    for (const word of [...(filters.exclude_genres ?? []), ...(filters.exclude_tags ?? [])]) leaveOut(unwantedRows(word));
    for (const word of filters.exclude_studios ?? []) leaveOut(studioRows(word));
    for (const title of filters.exclude_titles ?? []) leaveOut(familyOf(title));
    if (filters.studios !== undefined && filters.studios.length > 0) keepOnly(filters.studios.flatMap((word) => [...studioRows(word)]));
    for (const bound of boundsOf(filters, facts)) for (let row = 0; row < mask.length; row++) if (mask[row] === 1 && !bound(row)) mask[row] = 0;
    return mask;
  };
  const make = (filters: Filters, adult: boolean): CompiledFilters => {
    const isNarrowed = Object.values(filters).some((value) => value !== undefined && !(Array.isArray(value) && value.length === 0));
    const mask = maskOf(filters, adult ? everyone : decent);
    const test = (row: number): boolean => mask[row] === 1;
    if (!isNarrowed && (adult || !hasAdult)) return { rows: null, count: entries.length, mask, isNarrowed, test };
    const rows = rowsOf(mask);
    return { rows, count: rows.length, mask, isNarrowed, test };
  };

  const made = new Map<string, CompiledFilters>();
  const compile: FilterIndex['compile'] = (filters, { adult = false } = {}) => {
    const key = JSON.stringify([adult, filters]);
    const compiled = made.get(key) ?? make(filters, adult);
    // The one asked for last goes last; the first is the one to forget.
    made.delete(key);
    made.set(key, compiled);
    for (const oldest of made.keys()) {
      if (made.size <= remembered) break;
      made.delete(oldest);
    }
    return compiled;
  };
  const studioKeys = new Set([...studios.values()].map(({ name }) => studioKey(name)).filter((key) => key.length > 2));
  return { compile, rowsWith, knowsTag: (word) => lookUp(tags, word) !== undefined, knowsStudio: (word) => studios.has(wordKey(word)) || studioKeys.has(studioKey(word)) };
}

const rowsOf = (mask: Uint8Array): Uint32Array => {
  const rows = new Uint32Array(mask.length);
  let count = 0;
  for (let row = 0; row < mask.length; row++) if (mask[row] === 1) rows[count++] = row;
  return rows.slice(0, count);
};

/** One test per bound on facts. An unknown value satisfies none: NaN is neither above nor below anything. */
const boundsOf = (filters: Filters, facts: Facts): ((row: number) => boolean)[] => {
  const { types, year, year_from, year_to, exclude_years = [], season, min_score, min_episodes, max_episodes, min_duration_minutes, max_duration_minutes, min_total_minutes, max_total_minutes, status } = filters;
  const bounds: ((row: number) => boolean)[] = [];
  const within = (values: Float64Array, low = -Infinity, high = Infinity): void => {
    if (low !== -Infinity || high !== Infinity) bounds.push((row) => (values[row] ?? Number.NaN) >= low && (values[row] ?? Number.NaN) <= high);
  };
  if (types !== undefined && types.length > 0) bounds.push((row) => types.some((type) => type === facts.types[row]));
  within(facts.years, year, year);
  within(facts.years, year_from, year_to);
  if (exclude_years.length > 0) bounds.push((row) => !exclude_years.includes(facts.years[row] ?? 0));
  if (season !== undefined) bounds.push((row) => facts.seasons[row] === season);
  within(facts.scores, min_score);
  within(facts.episodes, min_episodes, max_episodes);
  within(facts.durations, min_duration_minutes, max_duration_minutes);
  within(facts.totals, min_total_minutes, max_total_minutes);
  if (status !== undefined) bounds.push((row) => facts.statuses[row] === status);
  return bounds;
};

function* postings(entries: readonly Anime[], wordsOf: (anime: Anime) => readonly string[]): Steps<Postings> {
  const map = new Map<string, { name: string; rows: number[] }>();
  yield* each(entries.length, (row) => {
    const anime = entries[row];
    for (const word of anime === undefined ? [] : wordsOf(anime)) {
      const key = wordKey(word);
      if (key === '') continue;
      const posting = map.get(key);
      if (posting === undefined) map.set(key, { name: word, rows: [row] });
      else if (posting.rows.at(-1) !== row) posting.rows.push(row);
    }
  });
  return map;
}

/** In any spelling, singular or plural. */
const lookUp = (index: Postings, word: string) => {
  const key = wordKey(word);
  return index.get(key) ?? (key === '' ? undefined : index.get(`${key}s`)) ?? (key.length > 4 && key.endsWith('s') ? index.get(key.slice(0, -1)) : undefined);
};

const tokensOf = (name: string): string[] => name.normalize('NFKC').toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
/** "Ghibli" and "Studio Ghibli" are one house. */
const studioKey = (name: string): string => tokensOf(name).filter((token) => !/^(?:studio|animation|productions?|inc|co|ltd)$/.test(token)).join('');

const unknown = (what: string, word: string, index: Postings): never => {
  const key = wordKey(word);
  const nearest = [...index]
    .map(([other, { name, rows }]) => ({ name, rows: rows.length, close: Math.max(similarity(key, other, 0.4), key.length > 3 && other.includes(key) ? 0.7 : 0) }))
    .filter(({ close }) => close > 0)
    .sort((a, b) => b.close - a.close || b.rows - a.rows)
    .slice(0, 5)
    .map(({ name }) => name);
  throw new AppError('invalid_input', `No anime here has the ${what} ${JSON.stringify(word.slice(0, 80))}.`, {
    hint: nearest.length > 0 ? `Did you mean ${nearest.join(', ')}?` : `Leave it out, or put it into the query in plain words.`,
    data: { unknown: word.slice(0, 80), nearest },
  });
};
