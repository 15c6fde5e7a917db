import { toEntry, type Anime } from '../domain/anime.ts';
import type { ListEntry, StoredListEntry } from '../domain/list-entry.ts';

/** A list entry as every door shows it. Without an anime (it has left the catalogue) the stored id and title stand. */
export const showEntry = (stored: StoredListEntry, anime: Anime | undefined): ListEntry => {
  const { status, score, progress, started_at, finished_at, rewatches, notes, updated_at } = stored;
  return {
    anime_id: anime?.anime_id ?? stored.anime_id,
    title: anime?.title ?? stored.title,
    status, score, progress,
    episodes: anime?.episodes ?? null,
    started_at, finished_at, rewatches, notes, updated_at,
    anime: anime === undefined ? null : toEntry(anime),
  };
};
