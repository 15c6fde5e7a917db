/** Search. Type surface first; the implementation follows. */
import type { Anime } from '../domain/anime.ts';
import type { Filters } from '../domain/filters.ts';
import type { Generation } from './generation.ts';

export type SearchRequest = { readonly query: string; readonly filters: Filters; readonly limit: number; readonly offset: number; readonly signal?: AbortSignal };
export type SearchHit = { readonly anime: Anime; readonly score_detail: Record<string, number>; readonly reasons: string[] };
export type SearchAnswer = { readonly hits: SearchHit[]; readonly total: number; readonly notes: string[] };
export type Search = { search(request: SearchRequest): Promise<SearchAnswer> };
/** Text to a unit vector of the catalogue's encoder; null when there is no encoder. */
export type EmbedQuery = (text: string, signal?: AbortSignal) => Promise<Float32Array | null>;
export declare const createSearch: (parts: { current: () => Generation; embedQuery: EmbedQuery }) => Search;
