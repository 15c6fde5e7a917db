/** A season's entries. Type surface first; the implementation follows. */
import type { Anime } from '../domain/anime.ts';
import type { Filters } from '../domain/filters.ts';
import type { StoredListEntry } from '../domain/list-entry.ts';
import type { Season } from '../domain/season.ts';
import type { Generation } from '../retrieval/generation.ts';

export type SeasonalRequest = { readonly year: number; readonly season: Season; readonly filters: Filters; readonly limit: number; readonly list: readonly StoredListEntry[] };
export type SeasonalHit = { readonly anime: Anime; readonly reasons: string[] };
export type Seasonal = { seasonal(request: SeasonalRequest): { hits: SeasonalHit[]; total: number } };
export declare const createSeasonal: (parts: { current: () => Generation }) => Seasonal;
