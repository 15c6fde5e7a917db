/** What mutations do to a list, as data: run once on what a turn sees, and again on the newest rows when it commits. */
import { setImmediate as nextTick } from 'node:timers/promises';
import type { StoredListEntry } from '../../domain/list-entry.ts';
import type { AppliedChange, ListMutation } from '../storage.ts';

/** A mutation with the id its change is logged under. */
export type NamedMutation = { readonly mutation: ListMutation; readonly change_id: string };
export type LoggedChange = AppliedChange & { readonly change_id: string; readonly undoes: string | null };

export type ListPlan = {
  /** One per mutation, in order. */
  readonly applied: AppliedChange[];
  readonly logged: LoggedChange[];
  /** Rows to write by id; null = delete. */
  readonly rows: Map<string, StoredListEntry | null>;
};

/** A long import leaves the event loop air. */
const mutationsPerTick = 200;

/**
 * With few mutations it is done before anybody else comes to run.
 * @param stored rows at least under every alias of every mutation; others are ignored
 * @param newChangeId names what a mutation changes besides: rows of the same anime under other ids
 */
export const planChanges = async (stored: Iterable<StoredListEntry>, mutations: readonly NamedMutation[], newChangeId: () => string): Promise<ListPlan> => {
  const view = new Map<string, StoredListEntry>();
  for (const row of stored) view.set(row.anime_id, row);
  const plan: ListPlan = { applied: [], logged: [], rows: new Map() };
  for (const [at, { mutation, change_id }] of mutations.entries()) {
    if (at % mutationsPerTick === mutationsPerTick - 1) await nextTick();
    const { anime_id, aliases } = mutation;
    const [before = null, ...others] = heldUnder(view, [anime_id, ...aliases]);
    const result = mutation.mutate(before);
    if (result === before || sameEntry(before, result)) {
      plan.applied.push({ change_id: null, anime_id, before, after: before });
      continue;
    }
    const after = result === null ? null : { ...result, anime_id };
    for (const row of before === null ? others : [before, ...others]) {
      view.delete(row.anime_id);
      plan.rows.set(row.anime_id, null);
    }
    if (after !== null) {
      view.set(anime_id, after);
      plan.rows.set(anime_id, after);
    }
    // Entries that a catalogue update joined fold into one row; the log keeps the rest.
    for (const row of others) plan.logged.push({ change_id: newChangeId(), anime_id: row.anime_id, before: row, after: null, undoes: null });
    plan.logged.push({ change_id, anime_id, before, after, undoes: mutation.undoes ?? null });
    plan.applied.push({ change_id, anime_id, before, after });
  }
  return plan;
};

/** Rows under any of the ids, newest first. */
export const heldUnder = (rows: ReadonlyMap<string, StoredListEntry>, ids: readonly string[]): StoredListEntry[] =>
  [...new Set(ids)]
    .flatMap((id) => rows.get(id) ?? [])
    .sort(newestFirst);

/** The order of a list: newest change first. */
export const newestFirst = (a: StoredListEntry, b: StoredListEntry): number => {
  if (a.updated_at !== b.updated_at) return a.updated_at < b.updated_at ? 1 : -1;
  return a.anime_id < b.anime_id ? -1 : 1;
};

/** Equal in what the user recorded: a new time or another id of the same anime alone is no change. */
const sameEntry = (a: StoredListEntry | null, b: StoredListEntry | null): boolean =>
  a === null || b === null ? a === b : recorded.every((field) => a[field] === b[field]);

const recorded = ['title', 'status', 'score', 'progress', 'started_at', 'finished_at', 'rewatches', 'notes'] as const satisfies readonly (keyof StoredListEntry)[];
