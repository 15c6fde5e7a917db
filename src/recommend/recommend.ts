/** Recommendations. Type surface first; the implementation follows. */
import type { Anime } from '../domain/anime.ts';
import type { Filters } from '../domain/filters.ts';
import type { StoredListEntry } from '../domain/list-entry.ts';
import type { Generation } from '../retrieval/generation.ts';
import type { EmbedQuery } from '../retrieval/search.ts';

export type RecommendRequest = {
  readonly context?: string;
  readonly limit: number;
  readonly preferred_genres: readonly string[];
  readonly similar_to: readonly Anime[];
  readonly filters: Filters;
  readonly include_seen: boolean;
  /** 0 (best fits only) to 1 (as different as possible). */
  readonly diversity: number;
  readonly list: readonly StoredListEntry[];
  readonly signal?: AbortSignal;
};
export type RecommendHit = { readonly anime: Anime; readonly similarity_score: number; readonly reasons: string[] };
/** `hidden`: how many were left out, by reason. */
export type Recommendations = { readonly hits: RecommendHit[]; readonly hidden: Record<string, number> };
export type Recommend = { recommend(request: RecommendRequest): Promise<Recommendations> };
export declare const createRecommend: (parts: { current: () => Generation; embedQuery: EmbedQuery }) => Recommend;
