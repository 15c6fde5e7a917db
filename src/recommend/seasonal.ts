/** A season's entries, ranked for the user when their list says something, else by what the crowd knows and likes. */
import type { Anime } from '../domain/anime.ts';
import type { Filters } from '../domain/filters.ts';
import type { StoredListEntry } from '../domain/list-entry.ts';
import type { Season } from '../domain/season.ts';
import type { Generation } from '../retrieval/generation.ts';
import { worth } from '../retrieval/prior.ts';
import { countReasons, type HiddenCounts } from '../retrieval/unwanted.ts';
import { anybody, type Audience } from './audience.ts';
import { likedReason } from './reasons.ts';
import { tasteOf } from './taste.ts';
import { listSeeds } from './taste-seeds.ts';

export type SeasonalRequest = { readonly year: number; readonly season: Season; readonly filters: Filters; readonly limit: number; readonly list: readonly StoredListEntry[]; readonly viewer?: Audience };
export type SeasonalHit = { readonly anime: Anime; readonly reasons: string[] };
/** `total`: all entries of the season that satisfy the filters and may come up; `hidden`: those that may not, by reason. */
export type Seasonal = { seasonal(request: SeasonalRequest): { hits: SeasonalHit[]; total: number; hidden: HiddenCounts } };

/** Share of the order that the user's taste decides. */
const tasteShare = 0.5;

export const createSeasonal = ({ current }: { current: () => Generation }): Seasonal => ({
  seasonal: ({ year, season, filters, limit, list, viewer = anybody }) => {
    const generation = current();
    const { catalogue, filters: index } = generation;
    const { rows } = index.compile({ ...filters, year, season }, { adult: viewer.unwanted.adult });
    const seeds = listSeeds(catalogue, list, viewer.feedback);
    const taste = seeds.length === 0 ? null : tasteOf(generation, seeds, null);
    const reasons = Array.from(rows ?? [], (row) => viewer.unwanted.reasonFor(row));
    const ranked = Array.from(rows ?? []).filter((_, at) => reasons[at] === null).map((row) => {
      const anime = catalogue.entries[row];
      return { row, anime, value: anime === undefined ? 0 : worth(anime) / 10 + tasteShare * (taste?.words(row) ?? 0) };
    }).sort((a, b) => b.value - a.value || a.row - b.row);
    const hits = ranked.slice(0, limit).flatMap(({ row, anime }) => {
      if (anime === undefined) return [];
      const words = [...anime.genres, ...anime.tags].slice(0, 3).map((word) => word.toLowerCase());
      const reason = likedReason(row, generation, seeds, null, viewer.nameOf) ?? words.join(', ');
      return [{ anime, reasons: reason === '' ? [] : [reason] }];
    });
    return { hits, total: ranked.length, hidden: countReasons(reasons.filter((reason) => reason !== null)) };
  },
});
