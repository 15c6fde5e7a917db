/** Titles side by side. Type surface first; the implementation follows. */
import type { Anime } from '../domain/anime.ts';

/** `values[i]` belongs to the i-th title; null = unknown. */
export type FactRow = { readonly fact: string; readonly values: readonly (string | number | null)[] };
export type Comparison = {
  readonly facts: FactRow[];
  readonly shared_tags: string[];
  readonly unique_tags: { readonly anime_id: string; readonly title: string; readonly tags: string[] }[];
  readonly suits: { readonly anime_id: string; readonly title: string; readonly sentence: string }[];
};
export declare const compare: (animes: readonly Anime[]) => Comparison;
