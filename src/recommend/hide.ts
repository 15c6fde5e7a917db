/** What must not be recommended, and why: on the list already, for adults, not wanted, or a later part of something not begun. Pure. */
import type { StoredListEntry } from '../domain/list-entry.ts';
import type { Generation } from '../retrieval/generation.ts';
import { beginningsOf } from '../retrieval/parts.ts';
import { nothingUnwanted, type Unwanted, type UnwantedReason } from '../retrieval/unwanted.ts';

/** `seen`: begun, finished or dropped, or said to be; `planned`: on the list to be watched; `sequel`: its first part was not begun; `adult`: marked so. */
export type HiddenReason = 'planned' | 'sequel' | 'adult' | UnwantedReason;

/** @returns the reason for a row to stay hidden, or null */
export const hideRule = (shelf: Pick<Generation, 'catalogue' | 'franchises'>, list: readonly StoredListEntry[], { include_seen, unwanted = nothingUnwanted }: { include_seen: boolean; unwanted?: Unwanted }) => {
  const { catalogue } = shelf;
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
    if (anime?.adult === true && !unwanted.adult) return 'adult';
    const reason = unwanted.reasonFor(row);
    if (reason !== null && !(include_seen && reason === 'seen')) return reason;
    if (anime === undefined || status !== undefined) return null;
    const earlier = beginningsOf(row, shelf);
    return earlier.length > 0 && !earlier.some(begun) ? 'sequel' : null;
  };
};
