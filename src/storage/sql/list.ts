/** The list of a user and its change log, straight or inside a turn's unit of work. */
import { setImmediate as nextTick } from 'node:timers/promises';
import type { Door, TurnUnit } from '../../domain/caller.ts';
import type { StoredListEntry } from '../../domain/list-entry.ts';
import type { AppliedChange, ChangeFilter, ChangeRecord, ListMutation, ListStore } from '../storage.ts';
import { rememberReply } from './idempotency.ts';
import { heldUnder, newestFirst, planChanges, startPlan } from './list-plan.ts';
import { allRows, maxIds, rowsUnder, selectChanges, writePlan } from './list-rows.ts';
import type { Db } from './schema.ts';
import { ownUnit, type OpenUnit, type StagedList, type Units } from './units.ts';
import type { UserCache } from './user-cache.ts';

/** A long import leaves the event loop air. */
const mutationsPerTick = 200;

type Parts = { db: Db; units: Units; cache: UserCache<readonly StoredListEntry[]>; newChangeId: () => string; now: () => Date; lockUser?: ((transaction: Db, user_id: string) => Promise<void>) | undefined };

export const createListStore = ({ db, units, cache, newChangeId, now, lockUser }: Parts): ListStore => {
  const stored = (user_id: string): Promise<readonly StoredListEntry[]> => cache.read(user_id, async () => (await allRows(db, { user_id })).rows.map((row) => Object.freeze(row)));

  const stage = async (user_id: string, mutations: readonly ListMutation[], door: Door, unit: TurnUnit): Promise<AppliedChange[]> => {
    const { list, unit: { turn_id } } = ownUnit(units, unit, user_id);
    const before = withStaged(await rowsOf(db, user_id, mutations), list);
    const named = mutations.map((mutation) => ({ mutation, door, change_id: newChangeId() }));
    const plan = planChanges(before, named, newChangeId);
    list.mutations.push(...named.filter(({ change_id }) => plan.applied.some((change) => change.change_id === change_id)));
    for (const [id, row] of plan.rows) list.rows.set(id, row);
    list.changes.push(...plan.logged.map((change) => ({ ...change, door, turn_id, created_at: now().toISOString() })));
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
        const { plan, add } = startPlan(await rowsOf(transaction, user_id, mutations), newChangeId);
        for (const [at, mutation] of mutations.entries()) {
          add({ mutation, change_id: newChangeId() });
          if (at % mutationsPerTick === mutationsPerTick - 1) await nextTick();
        }
        await writePlan(transaction, user_id, plan, () => ({ door, turn_id: group, created_at: at }));
        if (idempotency !== undefined) await rememberReply(transaction, user_id, idempotency, { write: idempotency.reply(plan.applied) }, now());
        return plan.applied;
      });
      cache.forget(user_id);
      return applied;
    },
    changes: async (user_id, options, unit) => {
      const staged = unit === undefined ? [] : stagedChanges(ownUnit(units, unit, user_id).list, options);
      return [...staged, ...(await selectChanges(db, user_id, options))].slice(0, options.limit);
    },
  };
};

/** What a unit staged, run again on the newest rows, inside the turn's transaction. */
export const commitStagedList = async (db: Db, { list, user_id, unit }: OpenUnit, newChangeId: () => string, at: string): Promise<void> => {
  if (list.mutations.length === 0) return;
  const plan = planChanges(await rowsOf(db, user_id, list.mutations.map(({ mutation }) => mutation)), list.mutations, newChangeId);
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

/** What is staged is newer than everything stored. */
const stagedChanges = ({ changes }: StagedList, { since, anime_id, change_id, before }: ChangeFilter): ChangeRecord[] => {
  const end = before === undefined ? changes.length : Math.max(0, changes.findIndex((change) => change.change_id === before));
  return changes.slice(0, end).filter((change) => (since ?? '') <= change.created_at && (anime_id ?? change.anime_id) === change.anime_id && (change_id ?? change.change_id) === change.change_id).toReversed();
};
