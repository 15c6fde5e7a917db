/** "Episode 30 of Attack on Titan", whose first season has 25: which season that is, counted on. Pure. */
import type { Anime } from '../../../src/domain/anime.ts';
import type { Change, ToolRequest } from '../state.ts';

export type Redirect =
  /** What to write instead: the seasons before as completed, the one meant with its own episode. */
  | { readonly kind: 'redirect'; readonly call: ToolRequest }
  /** No season has it. @param episodes of all of them together */
  | { readonly kind: 'too_far'; readonly anime: Anime; readonly episodes: number };

/** Null when the episode is one of the title's own, or when nothing says how many it has. */
export const redirectSeason = (anime: Anime, change: Change, seasonsFrom: (anime: Anime) => readonly Anime[]): Redirect | null => {
  const { progress } = change;
  if (typeof progress !== 'number' || anime.episodes === null || progress <= anime.episodes) return null;
  let left = progress;
  const seen: Anime[] = [];
  for (const season of seasonsFrom(anime)) {
    if (season.episodes === null || left <= season.episodes) {
      // An unknown length after a known one can hold it only when it has begun.
      if (season.status === 'UPCOMING') break;
      const updates = [...seen.map(({ anime_id }) => ({ anime_id, status: 'completed' })), { anime_id: season.anime_id, ...change, progress: left }];
      return { kind: 'redirect', call: { name: 'update_watchlist', arguments: { updates } } };
    }
    left -= season.episodes;
    seen.push(season);
  }
  return { kind: 'too_far', anime, episodes: progress - left };
};
