/** What must not be recommended, and why: on the list already, for adults, or a later part of something not begun. Pure. */
import type { Anime } from '../domain/anime.ts';
import type { StoredListEntry } from '../domain/list-entry.ts';
import { continuesTitle, titleMarkers } from '../domain/title-match.ts';
import type { Generation } from '../retrieval/generation.ts';

/** `seen`: begun, finished or dropped; `planned`: on the list to be watched; `sequel`: its first part was not begun; `adult`: marked so. */
export type HiddenReason = 'seen' | 'planned' | 'sequel' | 'adult';

/** @returns the reason for a row to stay hidden, or null */
export const hideRule = ({ catalogue, franchises }: Pick<Generation, 'catalogue' | 'franchises'>, list: readonly StoredListEntry[], { include_seen }: { include_seen: boolean }) => {
  const listed = new Map<number, StoredListEntry['status']>();
  for (const { anime_id, status } of list) {
    const row = catalogue.rowOf(catalogue.byId(anime_id)?.anime_id ?? '');
    if (row !== undefined) listed.set(row, status);
  }
  const begun = (row: number): boolean => {
    const status = listed.get(row);
    return status !== undefined && status !== 'plan_to_watch' && status !== 'dropped';
  };
  return (row: number): HiddenReason | null => {
    const status = listed.get(row);
    if (!include_seen && status !== undefined) return status === 'plan_to_watch' ? 'planned' : 'seen';
    const anime = catalogue.entries[row];
    if (anime?.adult === true) return 'adult';
    if (anime === undefined || status !== undefined) return null;
    const isLater = isLaterPart(anime);
    const earlier = franchises.members(row).filter((other) => {
      const before = catalogue.entries[other];
      return other !== row && before !== undefined && ((isLater && comesBefore(before, anime)) || continuesTitle(anime, before));
    });
    return earlier.length > 0 && !earlier.some(begun) ? 'sequel' : null;
  };
};

const isLaterPart = (anime: Anime): boolean => {
  const { season, part, final } = titleMarkers(anime);
  return (season ?? 1) > 1 || (part ?? 1) > 1 || final;
};

const comesBefore = (other: Anime, anime: Anime): boolean => other.year !== null && anime.year !== null && other.year <= anime.year && !isLaterPart(other);
