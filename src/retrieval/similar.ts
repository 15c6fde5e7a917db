/** Similar titles. Type surface first; the implementation follows. */
import type { Anime } from '../domain/anime.ts';
import type { Filters } from '../domain/filters.ts';
import type { Generation } from './generation.ts';

export type SimilarHit = { readonly anime: Anime; readonly similarity_score: number; readonly shared: string[] };
export type Similar = {
  similar(request: { anime: Anime; filters: Filters; limit: number; signal?: AbortSignal }): Promise<{ hits: SimilarHit[] }>;
};
export declare const createSimilar: (parts: { current: () => Generation }) => Similar;
