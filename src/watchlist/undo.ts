/** Takes changes of a user's list back: the use case behind `undo_watchlist_change`. */
import { randomUUID } from 'node:crypto';
import type { Anime } from '../domain/anime.ts';
import type { Caller, TurnUnit } from '../domain/caller.ts';
import type { ListEntry, StoredListEntry } from '../domain/list-entry.ts';
import { AppError } from '../errors.ts';
import { nextTurn } from '../retrieval/turns.ts';
import type { AppliedChange, ChangeRecord, IdempotencyClaim, ListMutation, ListStore } from '../storage/storage.ts';
import { showEntry } from './show-entry.ts';

/** Groups of thousands are shown by their first. */
const mostShown = 100;

/** `before` and `after` of the change that took `undid` back. */
export type Undone = { readonly undid: string; readonly change_id: string | null; readonly anime_id: string; readonly title: string; readonly before: ListEntry | null; readonly after: ListEntry | null };

export type UndoWatchlist = {
  /**
   * Without `change_id` the last change that still stands, with all that the same message of a conversation or the same import changed: called again, the one before it.
   * `change_id` may name all that one import (`import_id`) or one message (`turn_id`) changed.
   * `of`: the last change of this anime. `redo`: the last taking back is taken back.
   * @throws AppError not_found when there is no such change; conflict when it was taken back already or a newer change of the entry would be lost
   */
  undo(request: { readonly caller: Pick<Caller, 'user_id' | 'door' | 'unit'>; readonly change_id?: string | undefined; readonly of?: Anime | undefined; readonly redo?: boolean | undefined; readonly idempotency?: IdempotencyClaim | undefined }): Promise<{ restored: Undone[]; total: number }>;
};

const page = 200;

/** @param byId the catalogue's record by any id it ever had */
export const createUndoWatchlist = ({ list, byId }: { list: Pick<ListStore, 'apply' | 'changes'>; byId(ref: string): Anime | undefined }): UndoWatchlist => ({
  undo: async ({ caller: { user_id, door, unit }, change_id, of, redo = false, idempotency }) => {
    const targets = change_id === undefined ? await lastStanding(list, user_id, unit, { of, redo }) : isGroup(change_id) ? await lastStanding(list, user_id, unit, { group: change_id, redo: false }) : [await standing(list, user_id, change_id, unit)];
    const restored = (changes: readonly AppliedChange[]): Undone[] =>
      changes.slice(0, mostShown).flatMap(({ before, after, change_id: own }, at): Undone[] => {
        const undid = targets[at];
        const stored = after ?? before;
        if (undid === undefined || stored === null) return [];
        const anime = byId(stored.anime_id);
        const show = (entry: StoredListEntry | null): ListEntry | null => entry && showEntry(entry, anime);
        return [{ undid: undid.change_id, change_id: own, anime_id: anime?.anime_id ?? stored.anime_id, title: anime?.title ?? stored.title, before: show(before), after: show(after) }];
      });
    const changes = await list.apply(user_id, targets.map(takingBack), {
      door,
      // what was taken back together is put back together
      ...(targets.length > 1 && { group: `undo_${randomUUID()}` }),
      ...(unit === undefined ? {} : { unit }),
      ...(idempotency === undefined || unit !== undefined ? {} : { idempotency: { ...idempotency, reply: (applied) => ({ restored: restored(applied), total: applied.length }) } }),
    });
    return { restored: restored(changes), total: changes.length };
  },
});

/** The newest change that is neither taken back nor itself a taking back (with `redo`: that is one, and no putting back), and its companions; newest first. */
const lastStanding = async (list: Pick<ListStore, 'changes'>, user_id: string, unit: TurnUnit | undefined, { of, group, redo }: { of?: Anime | undefined; group?: string; redo: boolean }): Promise<ChangeRecord[]> => {
  const gone = new Set<string>();
  const found: ChangeRecord[] = [];
  const isMeant = ({ before, after, turn_id }: ChangeRecord): boolean => group !== undefined ? turn_id === group : of === undefined || [before?.anime_id, after?.anime_id].some((id) => id !== undefined && of.aliases.includes(id));
  for (let before: string | undefined; ; ) {
    const changes = await list.changes(user_id, { limit: page, ...(before !== undefined && { before }) }, unit);
    for (const change of changes) {
      const stands = !gone.has(change.change_id);
      // A taking back that was itself taken back counts no more.
      if (change.undoes !== null && stands) gone.add(change.undoes);
      if (!stands || (change.undoes !== null) !== redo || !isMeant(change)) continue;
      // Putting back is a taking back of a taking back: done again, "redo" goes on to the next one.
      if (change.undoes !== null && (await isTakingBack(list, user_id, change.undoes, unit))) continue;
      const [last] = found;
      if (last !== undefined && (of !== undefined || last.turn_id === null || last.turn_id !== change.turn_id)) return found;
      found.push(change);
    }
    before = changes.at(-1)?.change_id;
    if (changes.length === page) {
      await nextTurn();
      continue;
    }
    if (found.length > 0) return found;
    if (group !== undefined) throw new AppError('not_found', 'There is no such change on this list, or it was taken back already.', { hint: 'import_watchlist answers with the import_id of what it wrote, a chat reply with its turn_id.' });
    throw new AppError('not_found', redo ? 'Nothing that was taken back is left to put back.' : `There is no change${of === undefined ? '' : ` of ${of.title}`} to take back.`, { hint: redo ? 'What was taken back is on the list again, or nothing ever was.' : 'Nothing on this list was changed, or everything was taken back already.' });
  }
};

const isTakingBack = async (list: Pick<ListStore, 'changes'>, user_id: string, change_id: string, unit: TurnUnit | undefined): Promise<boolean> => {
  const [change] = await list.changes(user_id, { limit: 1, change_id }, unit);
  return change !== undefined && change.undoes !== null;
};

/** An import and a turn are named where a change is; everything else in the log has an id of its own. */
const isGroup = (id: string): boolean => /^(?:import|turn)_/.test(id);

const standing = async (list: Pick<ListStore, 'changes'>, user_id: string, change_id: string, unit: TurnUnit | undefined): Promise<ChangeRecord> => {
  const [target] = await list.changes(user_id, { limit: 1, change_id }, unit);
  if (target === undefined) throw new AppError('not_found', 'There is no such change on this list.', { hint: 'update_watchlist answers with the change_id of what it wrote.' });
  const ids = [target.before?.anime_id, target.after?.anime_id].filter((id) => id !== undefined);
  const newer = await list.changes(user_id, { limit: page, anime_ids: ids, since: target.created_at }, unit);
  const at = newer.findIndex((change) => change.change_id === change_id);
  const since = at < 0 ? newer : newer.slice(0, at);
  const gone = new Set(since.flatMap(({ undoes }) => undoes ?? []));
  if (gone.has(change_id) && !since.some((change) => change.undoes === change_id && gone.has(change.change_id))) throw new AppError('conflict', 'That change was taken back already.', { hint: 'To have it again, take that back: its change_id is the newest of the entry.', data: { changes: since.filter(({ undoes }) => undoes === change_id).map(brief) } });
  const lost = since.filter((change) => change.undoes === null && !gone.has(change.change_id));
  if (lost.length > 0) throw wouldLose(lost);
  return target;
};

const takingBack = ({ change_id, before, after }: ChangeRecord): ListMutation => ({
  anime_id: before?.anime_id ?? after?.anime_id ?? '',
  // Exactly the rows of the change: one that was folded in at a later time stays by itself.
  aliases: after === null ? [] : [after.anime_id],
  undoes: change_id,
  mutate: (row) => {
    if (!sameRecord(row, after)) throw wouldLose([]);
    return before;
  },
});

const sameRecord = (row: StoredListEntry | null, other: StoredListEntry | null): boolean =>
  row === null || other === null ? row === other : fields.every((field) => row[field] === other[field]);
const fields = ['status', 'score', 'progress', 'started_at', 'finished_at', 'rewatches', 'notes'] as const satisfies readonly (keyof StoredListEntry)[];

const brief = ({ change_id, created_at, before, after }: ChangeRecord) => ({ change_id, created_at, title: (after ?? before)?.title ?? '', status: after?.status ?? null, score: after?.score ?? null });

const wouldLose = (newer: readonly ChangeRecord[]): AppError =>
  new AppError('conflict', `The entry has changed since${newer.length === 0 ? '' : `, ${newer.length === 1 ? 'once' : `${newer.length} times`}`}; taking this back would lose that.`, {
    hint: 'Take the newer changes back first, the newest one before the others.',
    ...(newer.length > 0 && { data: { newer: newer.slice(0, 10).map(brief) } }),
  });
