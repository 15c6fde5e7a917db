/** How well rows go with titles that are named in a request, and with its words. */
import type { Filters } from '../domain/filters.ts';
import type { Generation } from '../retrieval/generation.ts';
import { readGems } from '../retrieval/hidden-gems.ts';
import { likenessTo, wishOf } from '../retrieval/likeness.ts';
import { readRefusals } from '../retrieval/refusals.ts';
import type { Search } from '../retrieval/search.ts';
import type { CoLiked } from './co-liked.ts';
import type { Seed } from './taste-seeds.ts';

/** About 0 for any row, 3 and more for one that fits. */
export type Affinity = (row: number) => number;

/** Weighed on pairs that people recommend together. */
const likedTogether = 5;
/** What people like who like X says nothing about "but shorter and sadder". */
const likedBesideWish = 2.5;
const contextDepth = 200;
const context = { first: 4, last: 2 };

/**
 * Named titles are compared one by one: what is like one of two is wanted, not what lies between them.
 * @param wishes what should be different, in plain words: "darker, no mecha"
 */
export const likeNamed = (generation: Generation, seeds: readonly Seed[], together: CoLiked | null, wishes: string): Affinity => {
  const { wanted, refused } = readRefusals(readGems(wishes).rest);
  const wish = wishOf(wanted.trim(), refused, null, generation);
  const scores = seeds.map(({ row }) => likenessTo(row, generation, wish));
  return (row) => {
    const own = scores.map((score) => score[row] ?? 0);
    const alike = (0.6 * Math.max(...own) + (0.4 * own.reduce((sum, score) => sum + score, 0)) / own.length) / 2;
    return alike + (wish === null ? likedTogether : likedBesideWish) * Math.sqrt(Math.max(0, together?.scoreOf(row) ?? 0));
  };
};

/** From the place in a search for the words: 4 for the first, 2 for the 200th, 0 for what it did not find. */
export const fitsWords = async (search: Search, words: string, filters: Filters, generation: Generation, signal: AbortSignal | undefined): Promise<Affinity> => {
  if (words.trim() === '') return () => 0;
  const { hits } = await search.search({ query: words, filters, limit: contextDepth, offset: 0, ...(signal && { signal }) });
  const found = hits.filter(({ score_detail }) => score_detail.relevance !== undefined || score_detail.title !== undefined);
  const places = new Map(found.map(({ anime }, place) => [generation.catalogue.rowOf(anime.anime_id), place]));
  return (row) => {
    const place = places.get(row);
    return place === undefined ? 0 : context.first - ((context.first - context.last) * place) / contextDepth;
  };
};
