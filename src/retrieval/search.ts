/** Search in stages: a named title, exact filters, then rankings by words, tags and meaning, each with the prior in it, fused. */
import type { Anime } from '../domain/anime.ts';
import type { Filters } from '../domain/filters.ts';
import { collapseFranchises } from './collapse.ts';
import type { CompiledFilters } from './filters.ts';
import { bestPossible, fuse, type Ranking } from './fusion.ts';
import type { Generation } from './generation.ts';
import { likenessTo } from './likeness.ts';
import { findNamed, likenessAsked, type Named } from './named-title.ts';
import { byWords, byTags, byMeaning, tagsAsked, type Scored } from './rankings.ts';
import { rankAlike } from './similar.ts';
import { isIdleText, withoutFiller } from './terms.ts';
import { reasonsFor } from './search-reasons.ts';

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
/** Text to a unit vector of the catalogue's encoder; null when there is no encoder. */
export type EmbedQuery = (text: string, signal?: AbortSignal) => Promise<Float32Array | null>;

/** Longer queries are cut, not refused. */
const maxQuery = 500;
const weights = { words: 1, tags: 0.7, meaning: 0.5, like: 1 };
/** A ranking's places below this decide nothing any more. */
const depth = 1000;

export const createSearch = ({ current, embedQuery }: { current: () => Generation; embedQuery: EmbedQuery }): Search => ({
  search: async ({ query, filters, limit, offset, signal }) => {
    signal?.throwIfAborted();
    const generation = current();
    const allowed = generation.filters.compile(filters);
    const text = query.trim().slice(0, maxQuery);
    const named = findNamed(text, generation);
    const asked = named === null && isIdleText(text) ? null : await rank(withoutFiller(text), named, allowed, generation, embedQuery, signal);
    const ordered = inOrder(named, asked, allowed, filters, generation);
    const words = withoutFiller(text);
    const hits = ordered.slice(offset, offset + limit).flatMap((row): SearchHit[] => {
      const anime = generation.catalogue.entries[row];
      if (anime === undefined) return [];
      return [{ anime, score_detail: scoreDetail(row, named, asked, generation), reasons: reasonsFor({ row, anime, words, named, asked, filters }, generation) }];
    });
    return { hits, total: ordered.length, notes: notesFor(named, asked, allowed) };
  },
});

/** What a query with words found. `scores`: per ranking, the score of a row in it. */
export type Asked = {
  readonly fused: readonly { readonly row: number; readonly score: number }[];
  readonly best: number;
  readonly scores: Readonly<Record<string, ReadonlyMap<number, number>>>;
  /** Rows that have something to do with the query, those beyond the rankings' depth included. */
  readonly matched: ReadonlySet<number>;
  readonly tags: readonly number[];
  /** The entry that hits should be like, as in "something like Mushishi". */
  readonly like: number | null;
  readonly hasMeaning: boolean;
};

const rank = async (text: string, named: Named | null, allowed: CompiledFilters, generation: Generation, embedQuery: EmbedQuery, signal: AbortSignal | undefined): Promise<Asked> => {
  const like = named === null ? likenessAsked(text, generation) : null;
  const words = like === null ? text : like.rest;
  const tags = tagsAsked(words, generation);
  const lists: { name: keyof typeof weights; found: readonly Scored[] }[] = [
    { name: 'words', found: byWords(words, allowed, generation) },
    { name: 'tags', found: byTags(tags, allowed, generation) },
  ];
  const seed = named?.rows[0] ?? like?.row;
  if (seed !== undefined) {
    const scores = likenessTo(seed, generation);
    lists.push({ name: 'like', found: rankAlike(seed, scores, allowed, generation).slice(0, 200).map((row) => ({ row, score: scores[row] ?? 0 })) });
  }
  // What a title sounds like says nothing about the show.
  const vector = named !== null || words === '' || generation.index === null ? null : await embedQuery(words, signal);
  signal?.throwIfAborted();
  if (vector !== null) lists.push({ name: 'meaning', found: await byMeaning(vector, allowed, generation, signal) });
  const rankings: Ranking[] = lists.map(({ name, found }) => ({ name, weight: weights[name], rows: found.slice(0, depth).map(({ row }) => row) }));
  const own = like === null ? null : generation.franchises.of(like.row);
  const isWanted = ({ row }: { row: number }): boolean => own === null || generation.franchises.of(row) !== own;
  return {
    fused: fuse(rankings).filter(isWanted),
    best: bestPossible(rankings),
    scores: Object.fromEntries(lists.map(({ name, found }) => [name, new Map(found.map(({ row, score }) => [row, score]))])),
    matched: new Set(lists.flatMap(({ found }) => found.filter(isWanted).map(({ row }) => row))),
    tags,
    like: like?.row ?? null,
    hasMeaning: vector !== null,
  };
};

/** All rows of the answer, best first: named titles, what was found, and with filters whatever else satisfies them. */
const inOrder = (named: Named | null, asked: Asked | null, allowed: CompiledFilters, filters: Filters, { catalogue, franchises, prior }: Generation): number[] => {
  const rows = new Set<number>(named === null ? [] : [...named.rows, ...named.family].filter((row) => allowed.test(row)));
  if (asked !== null) {
    const rest = asked.fused.map(({ row }) => row).filter((row) => !rows.has(row));
    for (const row of collapseFranchises(rest, franchises, catalogue.entries)) rows.add(row);
    for (const row of prior.order) if (asked.matched.has(row)) rows.add(row);
  }
  const isNarrowed = Object.values(filters).some((value) => value !== undefined);
  if (asked === null || isNarrowed) {
    const rest = Array.from(prior.order).filter((row) => allowed.test(row) && !rows.has(row));
    for (const row of collapseFranchises(rest, franchises, catalogue.entries)) rows.add(row);
  }
  return [...rows];
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
  const literal = asked === null ? 1 : (asked.scores.words?.size ?? 0) + (asked.scores.tags?.size ?? 0) + (asked.scores.like?.size ?? 0);
  if (literal === 0) notes.push('No entry has these words.');
  return notes;
};
