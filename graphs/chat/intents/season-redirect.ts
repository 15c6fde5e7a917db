/** "Episode 30 of Attack on Titan", whose first season has 25: which season that is, counted on. Pure. */
import type { Anime } from '../../../src/domain/anime.ts';
import type { Change, ToolRequest } from '../state.ts';

export type Redirect =
  /** What to write instead: the seasons before as completed, the one meant with its own episode. */
  | { readonly kind: 'redirect'; readonly call: ToolRequest }
  /** "episode 40" of 26: a slip, or another season that nobody here knows. `episodes` of all seasons together. */
  | { readonly kind: 'past_the_end'; readonly anime: Anime; readonly asked: number; readonly episodes: number };

/** Null when the episode is one of the title's own, or when nothing says how many it has. */
export const redirectSeason = (anime: Anime, change: Change, seasonsFrom: (anime: Anime) => readonly Anime[]): Redirect | null => {
  const { progress_add, status, ...rest } = change;
  // More than it has in all counts what was seen, not what was seen since.
  const progress = typeof progress_add === 'number' && anime.episodes !== null && progress_add > anime.episodes ? progress_add : rest['progress'];
  if (typeof progress !== 'number' || anime.episodes === null || progress <= anime.episodes || status === 'completed') return null;
  let left = progress;
  const seen: Anime[] = [];
  for (const season of seasonsFrom(anime)) {
    if (season.episodes === null || left <= season.episodes) {
      // An unknown length after a known one can hold it only when it has begun.
      if (season.status === 'UPCOMING') break;
      const updates = [...seen.map(({ anime_id }) => ({ anime_id, status: 'completed' })), { anime_id: season.anime_id, ...rest, ...(status !== undefined && { status }), progress: left }];
      return { kind: 'redirect', call: { name: 'update_watchlist', arguments: { updates } } };
    }
    left -= season.episodes;
    seen.push(season);
  }
  // What is still airing may have more than the catalogue knows.
  return anime.status === 'FINISHED' ? { kind: 'past_the_end', anime, asked: progress, episodes: progress - left } : null;
};
