/** Search in stages: a named title, exact filters, then rankings by words, tags and meaning, each with the prior in it, fused. */
import type { Anime } from '../domain/anime.ts';
import type { Filters, Sort } from '../domain/filters.ts';
import type { CompiledFilters } from './filters.ts';
import type { Generation } from './generation.ts';
import { readGems } from './hidden-gems.ts';
import { findNamed, type Named } from './named-title.ts';
import { rankQuery, type Asked, type EmbedQuery } from './rank-query.ts';
import { createReasons } from './search-reasons.ts';
import { isIdleText, withoutFiller } from './terms.ts';
import { countWithout } from './spare-filters.ts';
import { takePage } from './take-page.ts';
import { nextTurn } from './turns.ts';
import { nothingUnwanted, type HiddenCounts, type Unwanted } from './unwanted.ts';

export type { EmbedQuery } from './rank-query.ts';

export type SearchRequest = {
  readonly query: string;
  readonly filters: Filters;
  readonly limit: number;
  readonly offset: number;
  /** Well liked and little known first; "underrated" and the like in the query say the same. */
  readonly hidden_gems?: boolean;
  /** By a fact instead of by fit: with words, of what fits them best. */
  readonly sort?: Sort;
  /** Left out, and counted. */
  readonly unwanted?: Unwanted;
  readonly signal?: AbortSignal;
};
export type SearchHit = { readonly anime: Anime; readonly score_detail: Record<string, number>; readonly reasons: string[] };
/** `total`: entries that satisfy the filters and, in a search without filters, have something to do with the query. `notes`: what did not go as usual, in sentences. */
export type SearchAnswer = { readonly hits: SearchHit[]; readonly total: number; readonly notes: string[]; /** When nothing satisfies all filters: how many entries would without one of them. */ readonly without: Record<string, number>; /** What would be on this page or before it, but is not wanted, by reason. */ readonly hidden: HiddenCounts };
export type Search = {
  /**
   * No hit ever breaks a filter; with filters there are `limit` hits whenever so many satisfy them. Paging by offset is stable.
   * @throws AppError invalid_input for unknown filter words; AbortError when the signal is aborted
   */
  search(request: SearchRequest): Promise<SearchAnswer>;
};
/** Longer queries are cut, not refused. */
const maxQuery = 500;

export const createSearch = ({ current, embedQuery }: { current: () => Generation; embedQuery: EmbedQuery }): Search => ({
  search: async ({ query, filters, limit, offset, hidden_gems = false, sort, unwanted = nothingUnwanted, signal }) => {
    await nextTurn();
    signal?.throwIfAborted();
    const generation = current();
    const allowed = generation.filters.compile(filters, { adult: unwanted.adult });
    const whole = query.trim().slice(0, maxQuery);
    const asTitle = findNamed(whole, generation);
    const gems = readGems(whole);
    const [text, named] = asTitle === null && gems.wanted ? [gems.rest, findNamed(gems.rest, generation)] : [whole, asTitle];
    const prior = hidden_gems || (asTitle === null && gems.wanted) ? generation.gems : generation.prior;
    const asked = named === null && isIdleText(text) ? null : await rankQuery({ text, named, allowed, prior, generation, embedQuery, signal });
    const { rows, total, hidden } = takePage({ sort, named, asked, allowed, prior, generation, unwanted }, offset, limit);
    const detailOf = createDetails(rows, named, asked, generation);
    const reasonsFor = createReasons({ words: wordsOf(text), named, asked, filters }, generation);
    const hits = rows.flatMap((row): SearchHit[] => {
      const anime = generation.catalogue.entries[row];
      if (anime === undefined) return [];
      const score_detail = detailOf(row);
      return [{ anime, score_detail, reasons: reasonsFor(row, anime, score_detail) }];
    });
    return { hits, total, hidden, notes: notesFor(named, asked, allowed), without: allowed.count === 0 ? countWithout(filters, generation.filters) : {} };
  },
});

const wordsOf = (text: string): string[] => [...new Set(withoutFiller(text).toLowerCase().match(/[\p{L}\p{N}'’-]+/gu) ?? [])];

/** What the rank of a row is made of, four digits after the point. */
const createDetails = (rows: readonly number[], named: Named | null, asked: Asked | null, { prior }: Generation): ((row: number) => Record<string, number>) => {
  const details = new Map(rows.map((row): [number, Record<string, number>] => [row, {}]));
  const note = (row: number, name: string, value: number): void => {
    const detail = details.get(row);
    if (detail !== undefined) detail[name] = Math.round(value * 10_000) / 10_000;
  };
  for (const [row, confidence] of named?.confidence ?? []) note(row, 'title', confidence);
  if (asked !== null) for (const { row, score } of asked.fused) note(row, 'relevance', score / asked.best);
  for (const { name, found } of asked?.lists ?? []) for (const { row, score } of found) note(row, name, score);
  for (const row of rows) note(row, 'prior', prior.popularity(row));
  return (row) => details.get(row) ?? {};
};

const notesFor = (named: Named | null, asked: Asked | null, allowed: CompiledFilters): string[] => {
  const notes: string[] = [];
  const [title] = named?.rows ?? [];
  if (named !== null && title !== undefined && !allowed.test(title)) notes.push(`${named.title} does not satisfy the filters.`);
  if (asked !== null && named === null && !asked.hasMeaning) notes.push('Ranked by words and tags alone: there are no vectors for meaning.');
  if (asked !== null && named === null && !asked.isLiteral) notes.push('No entry has these words.');
  return notes;
};
