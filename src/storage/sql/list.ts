/** The list of a user and its change log, straight or inside a turn's unit of work. */
import type { Door, TurnUnit } from '../../domain/caller.ts';
import type { StoredListEntry } from '../../domain/list-entry.ts';
import type { AppliedChange, ChangeFilter, ChangeRecord, ListMutation, ListStore } from '../storage.ts';
import { rememberReply } from './idempotency.ts';
import { heldUnder, newestFirst, planChanges } from './list-plan.ts';
import { allRows, maxIds, rowsUnder, selectChanges, writePlan } from './list-rows.ts';
import type { Db } from './schema.ts';
import { ownUnit, type OpenUnit, type StagedList, type Units } from './units.ts';
import type { UserCache } from './user-cache.ts';

type Parts = { db: Db; units: Units; cache: UserCache<readonly StoredListEntry[]>; newChangeId: () => string; now: () => Date; lockUser?: ((transaction: Db, user_id: string) => Promise<void>) | undefined };

export const createListStore = ({ db, units, cache, newChangeId, now, lockUser }: Parts): ListStore => {
  const stored = (user_id: string): Promise<readonly StoredListEntry[]> => cache.read(user_id, async () => (await allRows(db, { user_id })).rows.map((row) => Object.freeze(row)));

  /** What is staged later stands on what was staged before, however long that takes. */
  const stage = (user_id: string, mutations: readonly ListMutation[], door: Door, unit: TurnUnit): Promise<AppliedChange[]> => {
    const open = ownUnit(units, unit, user_id);
    const staged = open.list.last.then(() => stageNext(open, mutations, door));
    open.list.last = staged.catch(() => undefined);
    return staged;
  };
  const stageNext = async ({ list, user_id, unit: { turn_id } }: OpenUnit, mutations: readonly ListMutation[], door: Door): Promise<AppliedChange[]> => {
    const before = withStaged(await rowsOf(db, user_id, mutations), list);
    const named = mutations.map((mutation) => ({ mutation, door, change_id: newChangeId() }));
    const plan = await planChanges(before, named, newChangeId);
    const created_at = now().toISOString();
    const done = new Set(plan.applied.map(({ change_id }) => change_id));
    for (const one of named) if (done.has(one.change_id)) list.mutations.push(one);
    for (const [id, row] of plan.rows) list.rows.set(id, row);
    for (const change of plan.logged) list.changes.push({ ...change, door, turn_id, created_at });
    return plan.applied;
  };

  return {
    all: async (user_id, unit) => {
      const rows = await stored(user_id);
      return unit === undefined ? [...rows] : withStaged(rows, ownUnit(units, unit, user_id).list);
    },
    find: async (user_id, aliases, unit) => {
      const rows = await rowsUnder(db, user_id, aliases);
      const seen = unit === undefined ? rows : withStaged(rows, ownUnit(units, unit, user_id).list);
      return heldUnder(new Map(seen.map((row) => [row.anime_id, row])), aliases)[0] ?? null;
    },
    apply: async (user_id, mutations, { door, unit, group = null, idempotency }) => {
      if (unit !== undefined) return stage(user_id, mutations, door, unit);
      const at = now().toISOString();
      const applied = await db.transaction().execute(async (transaction) => {
        await lockUser?.(transaction, user_id);
        const plan = await planChanges(await rowsOf(transaction, user_id, mutations), mutations.map((mutation) => ({ mutation, change_id: newChangeId() })), newChangeId);
        await writePlan(transaction, user_id, plan, () => ({ door, turn_id: group, created_at: at }));
        if (idempotency !== undefined) await rememberReply(transaction, user_id, idempotency, { write: idempotency.reply(plan.applied) }, now());
        return plan.applied;
      });
      cache.forget(user_id);
      return applied;
    },
    changes: async (user_id, { before, limit, ...filter }, unit) => {
      const { changes: staged } = unit === undefined ? { changes: [] } : ownUnit(units, unit, user_id).list;
      const at = before === undefined ? staged.length : staged.findIndex((change) => change.change_id === before);
      // What is staged is newer than everything stored, so a page that begins among it goes on with all that is stored.
      const found = staged.slice(0, Math.max(0, at)).toReversed().filter(fits(filter)).slice(0, limit);
      if (found.length === limit) return found;
      return [...found, ...(await selectChanges(db, user_id, { ...filter, limit: limit - found.length, ...(at < 0 && before !== undefined && { before }) }))];
    },
  };
};

/** What a unit staged, run again on the newest rows, inside the turn's transaction. */
export const commitStagedList = async (db: Db, { list, user_id, unit }: OpenUnit, newChangeId: () => string, at: string): Promise<void> => {
  if (list.mutations.length === 0) return;
  const plan = await planChanges(await rowsOf(db, user_id, list.mutations.map(({ mutation }) => mutation)), list.mutations, newChangeId);
  const doors = new Map(list.mutations.map(({ change_id, door }) => [change_id, door]));
  await writePlan(db, user_id, plan, ({ change_id }) => ({ door: doors.get(change_id) ?? 'chat', turn_id: unit.turn_id, created_at: at }));
};

/** What the mutations may meet. For very many the whole list is read without collecting their ids. */
const rowsOf = (db: Db, user_id: string, mutations: readonly ListMutation[]): Promise<readonly StoredListEntry[]> =>
  mutations.length > maxIds ? allRows(db, { user_id }).then(({ rows }) => rows) : rowsUnder(db, user_id, [...new Set(mutations.flatMap(({ anime_id, aliases }) => [anime_id, ...aliases]))]);

const withStaged = (rows: readonly StoredListEntry[], { rows: staged }: StagedList): StoredListEntry[] => {
  if (staged.size === 0) return [...rows];
  const merged = new Map(rows.map((row) => [row.anime_id, row]));
  for (const [id, row] of staged) {
    if (row === null) merged.delete(id);
    else merged.set(id, row);
  }
  return [...merged.values()].sort(newestFirst);
};

const fits = ({ since, anime_ids, change_id }: ChangeFilter) => (change: ChangeRecord): boolean =>
  (since ?? '') <= change.created_at && (anime_ids === undefined || anime_ids.includes(change.anime_id)) && (change_id ?? change.change_id) === change.change_id;
