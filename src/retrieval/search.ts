/** Search in stages: a named title, exact filters, then rankings by words, tags and meaning, each with the prior in it, fused. */
import type { Anime } from '../domain/anime.ts';
import type { Filters } from '../domain/filters.ts';
import { collapseFranchises } from './collapse.ts';
import type { CompiledFilters } from './filters.ts';
import type { Generation } from './generation.ts';
import { findNamed, type Named } from './named-title.ts';
import { rankQuery, type Asked, type EmbedQuery } from './rank-query.ts';
import { reasonsFor } from './search-reasons.ts';
import { isIdleText, withoutFiller } from './terms.ts';

export type { EmbedQuery } from './rank-query.ts';

export type SearchRequest = { readonly query: string; readonly filters: Filters; readonly limit: number; readonly offset: number; readonly signal?: AbortSignal };
export type SearchHit = { readonly anime: Anime; readonly score_detail: Record<string, number>; readonly reasons: string[] };
/** `total`: entries that satisfy the filters and, in a search without filters, have something to do with the query. `notes`: what did not go as usual, in sentences. */
export type SearchAnswer = { readonly hits: SearchHit[]; readonly total: number; readonly notes: string[] };
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
  search: async ({ query, filters, limit, offset, signal }) => {
    signal?.throwIfAborted();
    const generation = current();
    const allowed = generation.filters.compile(filters);
    const text = query.trim().slice(0, maxQuery);
    const named = findNamed(text, generation);
    const asked = named === null && isIdleText(text) ? null : await rankQuery({ text, named, allowed, generation, embedQuery, signal });
    const ordered = inOrder(named, asked, allowed, filters, generation);
    const words = withoutFiller(text).toLowerCase().split(/\s+/);
    const hits = ordered.slice(offset, offset + limit).flatMap((row): SearchHit[] => {
      const anime = generation.catalogue.entries[row];
      if (anime === undefined) return [];
      return [{ anime, score_detail: scoreDetail(row, named, asked, generation), reasons: reasonsFor({ row, anime, words, named, asked, filters }, generation) }];
    });
    return { hits, total: ordered.length, notes: notesFor(named, asked, allowed) };
  },
});

/** The rows of the answer, best first: named titles, what was found, and with filters whatever else satisfies them. */
const inOrder = (named: Named | null, asked: Asked | null, allowed: CompiledFilters, filters: Filters, generation: Generation): number[] => {
  const { catalogue, franchises, prior } = generation;
  const taken = new Uint8Array(catalogue.entries.length);
  const rows: number[] = [];
  const take = (more: readonly number[]): void => {
    for (const row of more) {
      if (taken[row] === 1 || !allowed.test(row)) continue;
      taken[row] = 1;
      rows.push(row);
    }
  };
  if (named !== null) take([...named.rows, ...named.family]);
  if (asked !== null) {
    take(collapseFranchises(asked.fused.map(({ row }) => row).filter((row) => taken[row] === 0), franchises));
    take(Array.from(prior.order.filter((row) => asked.matched[row] === 1)));
  }
  const isNarrowed = Object.values(filters).some((value) => value !== undefined);
  if (asked === null && named === null && !isNarrowed) return everything(generation, allowed);
  if (asked === null || isNarrowed) take(collapseFranchises(prior.order.filter((row) => taken[row] === 0 && allowed.test(row)), franchises));
  return rows;
};

const browsed = new WeakMap<Generation, number[]>();
/** The answer to no question at all, the same until the catalogue changes. */
const everything = (generation: Generation, allowed: CompiledFilters): number[] => {
  const known = browsed.get(generation) ?? collapseFranchises(generation.prior.order.filter((row) => allowed.test(row)), generation.franchises);
  browsed.set(generation, known);
  return known;
};

const scoreDetail = (row: number, named: Named | null, asked: Asked | null, { prior }: Generation): Record<string, number> => {
  const detail: Record<string, number> = {};
  const confidence = named?.confidence.get(row);
  if (confidence !== undefined) detail.title = confidence;
  const fused = asked?.fused.find((hit) => hit.row === row);
  if (asked !== null && fused !== undefined) detail.relevance = fused.score / asked.best;
  for (const [name, scores] of Object.entries(asked?.scores ?? {})) {
    const score = scores.get(row);
    if (score !== undefined) detail[name] = score;
  }
  detail.prior = prior.popularity(row);
  return Object.fromEntries(Object.entries(detail).map(([name, value]) => [name, Math.round(value * 10_000) / 10_000]));
};

const notesFor = (named: Named | null, asked: Asked | null, allowed: CompiledFilters): string[] => {
  const notes: string[] = [];
  const [title] = named?.rows ?? [];
  if (named !== null && title !== undefined && !allowed.test(title)) notes.push(`${named.title} does not satisfy the filters.`);
  if (asked !== null && named === null && !asked.hasMeaning) notes.push('Ranked by words and tags alone: there are no vectors for meaning.');
  if (asked !== null && named === null && !asked.isLiteral) notes.push('No entry has these words.');
  return notes;
};
