/** Hard constraints as exact sets of rows: posting lists per word, bit sets to combine them. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Anime } from '../domain/anime.ts';
import type { Filters } from '../domain/filters.ts';
import { wordKey } from '../domain/vocabulary.ts';
import { AppError } from '../errors.ts';
import { similarity } from './edit-distance.ts';

export type CompiledFilters = {
  /** Ascending; null = every row of the catalogue. */
  readonly rows: Uint32Array | null;
  readonly count: number;
  test(row: number): boolean;
};
export type FilterIndex = {
  /**
   * Genre and tag words match in either column and in any spelling ("sci fi" = "Sci-Fi"); a studio also by a part of its name.
   * @param options.adult lets adult entries in
   * @throws AppError invalid_input for a word that no entry has, with the nearest known words as hint
   */
  compile(filters: Filters, options?: { adult?: boolean }): CompiledFilters;
  /** Is this a genre or tag of some entry? */
  knowsTag(word: string): boolean;
  knowsStudio(word: string): boolean;
};

type Postings = ReadonlyMap<string, { readonly name: string; readonly rows: readonly number[] }>;

export const createFilterIndex = ({ entries }: Catalogue): FilterIndex => {
  const tags = postings(entries, (anime) => [...anime.genres, ...anime.tags]);
  const spoilers = postings(entries, (anime) => anime.spoiler_tags);
  const studios = postings(entries, (anime) => anime.studios);
  const everyone = Uint32Array.from(entries.keys());
  const decent = everyone.filter((row) => entries[row]?.adult === false);

  const tagRows = (word: string): readonly number[] => lookUp(tags, word)?.rows ?? unknown('genre or tag', word, tags);
  // A tag that gives the plot away cannot be asked for, but one may well ask to be spared it.
  const unwantedRows = (word: string): readonly number[] => {
    const found = [lookUp(tags, word), lookUp(spoilers, word)].filter((posting) => posting !== undefined);
    return found.length > 0 ? found.flatMap(({ rows }) => [...rows]) : unknown('genre or tag', word, tags);
  };
  const studioRows = (word: string): readonly number[] => {
    const exact = studios.get(wordKey(word));
    if (exact !== undefined) return exact.rows;
    const key = studioKey(word);
    const partial = key.length < 3 ? [] : [...studios].filter(([, { name }]) => studioKey(name) === key || tokensOf(name).join(' ').includes(tokensOf(word).join(' ')));
    return partial.length > 0 ? partial.flatMap(([, { rows }]) => [...rows]) : unknown('studio', word, studios);
  };

  const compile = (filters: Filters, { adult = false }: { adult?: boolean } = {}): CompiledFilters => {
    const base = adult ? everyone : decent;
    const sets: ((row: number) => boolean)[] = [];
    for (const word of [...(filters.genres ?? []), ...(filters.tags ?? [])]) sets.push(bitSet(entries.length, tagRows(word)));
    for (const word of [...(filters.exclude_genres ?? []), ...(filters.exclude_tags ?? [])]) {
      const unwanted = bitSet(entries.length, unwantedRows(word));
      sets.push((row) => !unwanted(row));
    }
    if (filters.studios !== undefined && filters.studios.length > 0) sets.push(bitSet(entries.length, filters.studios.flatMap((word) => [...studioRows(word)])));
    const fits = factTest(filters);
    const isBase = base.length === everyone.length;
    if (sets.length === 0 && fits === null) {
      return { rows: isBase ? null : base, count: base.length, test: (row) => entries[row] !== undefined && (adult || entries[row]?.adult === false) };
    }
    const rows = base.filter((row) => sets.every((has) => has(row)) && (fits === null || fits(entries[row])));
    return { rows, count: rows.length, test: bitSet(entries.length, rows) };
  };
  const studioKeys = new Set([...studios.values()].map(({ name }) => studioKey(name)).filter((key) => key.length > 2));
  return { compile, knowsTag: (word) => lookUp(tags, word) !== undefined, knowsStudio: (word) => studios.has(wordKey(word)) || studioKeys.has(studioKey(word)) };
};

/** The bounds on facts, or null when there is none. An unknown value satisfies no bound. */
const factTest = (filters: Filters): ((anime: Anime | undefined) => boolean) | null => {
  const { types, year, year_from, year_to, season, min_score, min_episodes, max_episodes, max_duration_minutes, status } = filters;
  const wanted = types === undefined || types.length === 0 ? undefined : new Set(types);
  const bounds = [wanted, year, year_from, year_to, season, min_score, min_episodes, max_episodes, max_duration_minutes, status];
  if (bounds.every((bound) => bound === undefined)) return null;
  const within = (value: number | null, low: number | undefined, high: number | undefined): boolean =>
    (low === undefined && high === undefined) || (value !== null && value >= (low ?? -Infinity) && value <= (high ?? Infinity));
  return (anime) =>
    anime !== undefined &&
    (wanted === undefined || wanted.has(anime.type)) &&
    within(anime.year, year, year) &&
    within(anime.year, year_from, year_to) &&
    (season === undefined || anime.season === season) &&
    within(anime.score, min_score, undefined) &&
    within(anime.episodes, min_episodes, max_episodes) &&
    within(anime.duration_minutes, undefined, max_duration_minutes) &&
    (status === undefined || anime.status === status);
};

const postings = (entries: readonly Anime[], wordsOf: (anime: Anime) => readonly string[]): Postings => {
  const map = new Map<string, { name: string; rows: number[] }>();
  entries.forEach((anime, row) => {
    for (const word of new Set(wordsOf(anime))) {
      const key = wordKey(word);
      if (key === '') continue;
      const posting = map.get(key);
      if (posting === undefined) map.set(key, { name: word, rows: [row] });
      else if (posting.rows.at(-1) !== row) posting.rows.push(row);
    }
  });
  return map;
};

/** In any spelling, singular or plural. */
const lookUp = (index: Postings, word: string) => {
  const key = wordKey(word);
  return index.get(key) ?? (key === '' ? undefined : index.get(`${key}s`)) ?? (key.length > 4 && key.endsWith('s') ? index.get(key.slice(0, -1)) : undefined);
};

const bitSet = (size: number, rows: ArrayLike<number>): ((row: number) => boolean) => {
  const bits = new Uint32Array((size + 31) >> 5);
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? 0;
    bits[row >> 5] = (bits[row >> 5] ?? 0) | (1 << (row & 31));
  }
  return (row) => ((bits[row >> 5] ?? 0) & (1 << (row & 31))) !== 0;
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
