/** Queries on list entries and their change log. */
import { setImmediate as nextTick } from 'node:timers/promises';
import { storedListEntrySchema, type StoredListEntry } from '../../domain/list-entry.ts';
import type { ChangeFilter, ChangeRecord } from '../storage.ts';
import type { ListPlan, LoggedChange } from './list-plan.ts';
import { prepare } from './prepared.ts';
import type { Db, Schema } from './schema.ts';

/** More ids than this and the whole list is read: one query text instead of a long one. */
export const maxIds = 200;
/** Many rows go in one query, so that an import does not ask a server ten thousand times; fewer are spared the building of its text. */
const manyRows = 100;

const entryColumns = ['anime_id', 'title', 'status', 'score', 'progress', 'started_at', 'finished_at', 'rewatches', 'notes', 'updated_at'] as const;

export const allRows = prepare<{ user_id: string }>()((db, p) =>
  db.selectFrom('list_entries').select(entryColumns).where('user_id', '=', p.user_id).orderBy('updated_at', 'desc').orderBy('anime_id'));

/** More ids than any entry has; one with fewer repeats its first. */
const slots = Array.from({ length: 16 }, (_, at) => `id${at}`);
const fewRows = prepare<Record<string, string>>()((db, p) =>
  db.selectFrom('list_entries').select(entryColumns).where('user_id', '=', p['user_id'] ?? '').where('anime_id', 'in', slots.map((slot) => p[slot] ?? '')));

/** Rows under any of the ids; possibly others of the user too. */
export const rowsUnder = async (db: Db, user_id: string, ids: readonly string[]): Promise<StoredListEntry[]> => {
  if (ids.length > maxIds) return (await allRows(db, { user_id })).rows;
  const [first] = ids;
  if (first === undefined) return [];
  if (ids.length <= slots.length) return (await fewRows(db, { user_id, ...Object.fromEntries(slots.map((slot, at) => [slot, ids[at] ?? first])) })).rows;
  return db.selectFrom('list_entries').select(entryColumns).where('user_id', '=', user_id).where('anime_id', 'in', ids).execute();
};

/** Writes a plan's rows and its log. A long import leaves the event loop air between portions. */
export const writePlan = async (db: Db, user_id: string, plan: ListPlan, origin: (change: LoggedChange) => Omit<ChangeRecord, keyof LoggedChange>): Promise<void> => {
  const gone = [...plan.rows].flatMap(([anime_id, row]) => (row === null ? [anime_id] : []));
  const kept = [...plan.rows.values()].flatMap((row) => (row === null ? [] : [{ ...row, user_id }]));
  await inPortions(gone, (anime_id) => deleteRow(db, { user_id, anime_id }), (anime_ids) => db.deleteFrom('list_entries').where('user_id', '=', user_id).where('anime_id', 'in', anime_ids).execute());
  await inPortions(kept, (row) => upsertRow(db, row), (rows) => upsertRows(db, rows));
  const toRow = (change: LoggedChange): NewChange => {
    const { change_id, anime_id, before, after, undoes } = change;
    return { change_id, user_id, anime_id, before: toJson(before), after: toJson(after), undoes, ...origin(change) };
  };
  await inPortions(plan.logged, (change) => insertChange(db, toRow(change)), (changes) => db.insertInto('list_changes').values(changes.map(toRow)).execute());
};

const inPortions = async <Item>(items: readonly Item[], one: (item: Item) => Promise<unknown>, many: (portion: Item[]) => Promise<unknown>): Promise<void> => {
  let at = 0;
  for (; items.length - at >= manyRows; at += manyRows) {
    await many(items.slice(at, at + manyRows));
    await nextTick();
  }
  for (const item of items.slice(at)) await one(item);
};

/** Newest first. */
export const selectChanges = async (db: Db, user_id: string, { limit, since, anime_ids, change_id, before }: ChangeFilter & { limit: number }): Promise<ChangeRecord[]> => {
  let query = db.selectFrom('list_changes').selectAll().where('user_id', '=', user_id).orderBy('n', 'desc').limit(limit);
  if (since !== undefined) query = query.where('created_at', '>=', since);
  if (anime_ids !== undefined) query = query.where('anime_id', 'in', anime_ids);
  if (change_id !== undefined) query = query.where('change_id', '=', change_id);
  if (before !== undefined) query = query.where('n', '<', (sub) => sub.selectFrom('list_changes').select('n').where('change_id', '=', before));
  return (await query.execute()).map(toChange);
};

const toChange = ({ change_id, anime_id, before, after, door, turn_id, created_at, undoes }: NewChange): ChangeRecord => ({
  change_id, anime_id, before: fromJson(before), after: fromJson(after), door, turn_id, created_at, undoes,
});

const toJson = (entry: StoredListEntry | null): string | null => (entry === null ? null : JSON.stringify(entry));
const fromJson = (text: string | null): StoredListEntry | null => (text === null ? null : storedListEntrySchema.parse(JSON.parse(text)));

const upsertRow = prepare<StoredListEntry & { user_id: string }>()((db, p) => {
  const { title, status, score, progress, started_at, finished_at, rewatches, notes, updated_at } = p;
  const values = { title, status, score, progress, started_at, finished_at, rewatches, notes, updated_at };
  return db.insertInto('list_entries').values({ user_id: p.user_id, anime_id: p.anime_id, ...values }).onConflict((conflict) =>
    conflict.columns(['user_id', 'anime_id']).doUpdateSet(values));
});

const upsertRows = (db: Db, rows: readonly (StoredListEntry & { user_id: string })[]): Promise<unknown> =>
  db.insertInto('list_entries')
    .values(rows.map(({ user_id, anime_id, title, status, score, progress, started_at, finished_at, rewatches, notes, updated_at }) => ({ user_id, anime_id, title, status, score, progress, started_at, finished_at, rewatches, notes, updated_at })))
    .onConflict((conflict) => conflict.columns(['user_id', 'anime_id']).doUpdateSet(({ ref }) => ({
      title: ref('excluded.title'), status: ref('excluded.status'), score: ref('excluded.score'), progress: ref('excluded.progress'), started_at: ref('excluded.started_at'), finished_at: ref('excluded.finished_at'),
      rewatches: ref('excluded.rewatches'), notes: ref('excluded.notes'), updated_at: ref('excluded.updated_at'),
    })))
    .execute();

const deleteRow = prepare<{ user_id: string; anime_id: string }>()((db, p) =>
  db.deleteFrom('list_entries').where('user_id', '=', p.user_id).where('anime_id', '=', p.anime_id));

type NewChange = Omit<Schema['list_changes'], 'n'>;
const insertChange = prepare<NewChange>()((db, { change_id, user_id, anime_id, before, after, door, turn_id, created_at, undoes }) =>
  db.insertInto('list_changes').values({ change_id, user_id, anime_id, before, after, door, turn_id, created_at, undoes }));
