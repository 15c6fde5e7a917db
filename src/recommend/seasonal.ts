/** A season's entries, ranked for the user when their list says something, else by what the crowd knows and likes. */
import type { Anime } from '../domain/anime.ts';
import type { Filters } from '../domain/filters.ts';
import type { StoredListEntry } from '../domain/list-entry.ts';
import type { Season } from '../domain/season.ts';
import type { Generation } from '../retrieval/generation.ts';
import { worth } from '../retrieval/prior.ts';
import { tasteSeeds } from './taste-seeds.ts';

export type SeasonalRequest = { readonly year: number; readonly season: Season; readonly filters: Filters; readonly limit: number; readonly list: readonly StoredListEntry[] };
export type SeasonalHit = { readonly anime: Anime; readonly reasons: string[] };
/** `total`: all entries of the season that satisfy the filters. */
export type Seasonal = { seasonal(request: SeasonalRequest): { hits: SeasonalHit[]; total: number } };

/** Share of the order that the user's taste decides. */
const tasteShare = 0.5;

export const createSeasonal = ({ current }: { current: () => Generation }): Seasonal => ({
  seasonal: ({ year, season, filters, limit, list }) => {
    const { catalogue, filters: index, tags } = current();
    const { rows } = index.compile({ ...filters, year, season });
    const seeds = tasteSeeds(catalogue, [], list);
    const profile = new Map<number, number>();
    for (const seed of seeds) for (const [id, value] of tags.profileOf(seed.row)) profile.set(id, (profile.get(id) ?? 0) + seed.weight * value);
    const affinity = seeds.length === 0 ? null : tags.likeness(profile);
    const ranked = Array.from(rows ?? [], (row) => {
      const anime = catalogue.entries[row];
      return { row, anime, value: anime === undefined ? 0 : worth(anime) / 10 + (affinity === null ? 0 : tasteShare * (affinity[row] ?? 0)) };
    }).sort((a, b) => b.value - a.value || a.row - b.row);
    const hits = ranked.slice(0, limit).flatMap(({ row, anime }) => {
      if (anime === undefined) return [];
      const closest = seeds.map((seed) => ({ seed, shared: tags.shared(seed.row, row) })).sort((a, b) => b.shared.length - a.shared.length)[0];
      const taste = closest !== undefined && closest.shared.length > 0 ? [`like ${closest.seed.anime.title_english ?? closest.seed.anime.title}, which you liked: ${closest.shared.slice(0, 3).map((word) => word.toLowerCase()).join(', ')}`] : [];
      const words = [...anime.genres, ...anime.tags].slice(0, 3).map((word) => word.toLowerCase());
      return [{ anime, reasons: taste.length > 0 ? taste : words.length > 0 ? [words.join(', ')] : [] }];
    });
    return { hits, total: ranked.length };
  },
});
