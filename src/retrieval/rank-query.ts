/** One query with words: its rankings, fused. Here the rankings and their weights are chosen. */
import type { CompiledFilters } from './filters.ts';
import { bestPossible, fuse, type Ranking } from './fusion.ts';
import type { Generation } from './generation.ts';
import { likenessTo } from './likeness.ts';
import { likenessAsked, type Named } from './named-title.ts';
import { byMeaning, byTags, byWords, tagsAsked, type Scored } from './rankings.ts';
import { rankAlike } from './similar.ts';
import { withoutFiller } from './terms.ts';

/** Text to a unit vector of the catalogue's encoder; null when there is no encoder. */
export type EmbedQuery = (text: string, signal?: AbortSignal) => Promise<Float32Array | null>;

const weights = { words: 1, tags: 0.7, meaning: 0.5, like: 1 };
const alikeDepth = 200;

/** What a query with words found. `scores`: per ranking, the score of a row in it. */
export type Asked = {
  readonly fused: readonly { readonly row: number; readonly score: number }[];
  readonly best: number;
  readonly scores: Readonly<Record<string, ReadonlyMap<number, number>>>;
  /** 1 for every row that has something to do with the query, those beyond the rankings' depth included. */
  readonly matched: Uint8Array;
  readonly tags: readonly number[];
  /** The entry that hits should be like, as in "something like Mushishi". */
  readonly like: number | null;
  /** Does any entry have its words? */
  readonly isLiteral: boolean;
  readonly hasMeaning: boolean;
};

type Parts = { text: string; named: Named | null; allowed: CompiledFilters; generation: Generation; embedQuery: EmbedQuery; signal: AbortSignal | undefined };

export const rankQuery = async ({ text, named, allowed, generation, embedQuery, signal }: Parts): Promise<Asked> => {
  const like = named === null ? likenessAsked(text, generation) : null;
  const words = like === null ? withoutFiller(text) : like.rest;
  const tags = tagsAsked(words, generation);
  const scope = { allowed, matched: new Uint8Array(generation.catalogue.entries.length) };
  const lists: { name: keyof typeof weights; found: readonly Scored[] }[] = [
    { name: 'words', found: byWords(words, generation, scope) },
    { name: 'tags', found: byTags(tags, generation, scope) },
  ];
  const literal = lists.some(({ found }) => found.length > 0);
  const seed = named?.rows[0] ?? like?.row;
  if (seed !== undefined) lists.push({ name: 'like', found: byLikeness(seed, generation, scope) });
  // What a title sounds like says nothing about the show.
  const vector = named !== null || words === '' || generation.index === null ? null : await embedQuery(words, signal);
  signal?.throwIfAborted();
  if (vector !== null) lists.push({ name: 'meaning', found: await byMeaning(vector, generation, scope, signal) });
  const rankings: Ranking[] = lists.map(({ name, found }) => ({ name, weight: weights[name], rows: found.map(({ row }) => row) }));
  if (like !== null) for (const row of generation.franchises.members(like.row)) scope.matched[row] = 0;
  return {
    fused: fuse(rankings).filter(({ row }) => scope.matched[row] === 1),
    best: bestPossible(rankings),
    scores: Object.fromEntries(lists.map(({ name, found }) => [name, new Map(found.map(({ row, score }) => [row, score]))])),
    matched: scope.matched,
    tags,
    like: like?.row ?? null,
    isLiteral: literal,
    hasMeaning: vector !== null,
  };
};

const byLikeness = (seed: number, generation: Generation, { allowed, matched }: { allowed: CompiledFilters; matched: Uint8Array }): Scored[] => {
  const scores = likenessTo(seed, generation);
  return rankAlike(seed, scores, allowed, generation).slice(0, alikeDepth).map((row) => {
    matched[row] = 1;
    return { row, score: scores[row] ?? 0 };
  });
};
