/** Copies what users own from one database to another of the same schema: everything or nothing. The database it comes from stays as it is. */
import type { Kysely } from 'kysely';
import { AppError } from '../errors.ts';
import type { Db, Schema } from './sql/schema.ts';

type Table = Exclude<keyof Schema, 'schema_migrations'>;
/** `thread_id`: belongs to whoever owns the thread. `numbered`: its `n` is given anew, in the same order. */
type Kind = { readonly owner: 'user_id' | 'thread_id'; readonly numbered?: true; /** What is unique with the owner: the order of pages. */ readonly key?: readonly string[] };

/** Every table there is, parents first: a new one that is missing here does not compile. */
const tables: Record<Table, Kind> = {
  threads: { owner: 'user_id', key: ['thread_id'] },
  messages: { owner: 'thread_id', numbered: true },
  list_entries: { owner: 'user_id', key: ['anime_id'] },
  list_changes: { owner: 'user_id', numbered: true },
  checkpoints: { owner: 'thread_id', key: ['checkpoint_ns', 'checkpoint_id'] },
  checkpoint_writes: { owner: 'thread_id', key: ['checkpoint_ns', 'checkpoint_id', 'task_id', 'idx'] },
  preferences: { owner: 'user_id' },
  recommendations_shown: { owner: 'user_id', key: ['anime_id'] },
  feedback: { owner: 'user_id', key: ['anime_id'] },
  idempotency: { owner: 'user_id', key: ['key'] },
};

/** Tables by name, where the name is a variable. */
type AnyDb = Kysely<Record<string, Record<string, unknown>>>;
const untyped = (db: Db): AnyDb => db as unknown as AnyDb; // the same object; Kysely's type parameter is invariant

const rowsAtOnce = 200;

export type MovedTable = { readonly table: string; readonly rows: number };

/**
 * @returns rows per table, those without any left out
 * @throws AppError conflict when the target already knows one of the users or threads, unavailable
 */
export const moveProfiles = async ({ from, to }: { from: Db; to: Db }): Promise<MovedTable[]> =>
  // Both in a transaction: nobody writes to the source meanwhile, and nobody sees half of it in the target.
  untyped(from).transaction().execute((source) =>
    untyped(to).transaction().execute(async (target) => {
      await refuseKnown(source, target);
      const moved: MovedTable[] = [];
      for (const [table, kind] of Object.entries(tables)) {
        const rows = await copy(source, target, table, kind);
        if (rows > 0) moved.push({ table, rows });
      }
      return moved;
    }),
  );

const refuseKnown = async (source: AnyDb, target: AnyDb): Promise<void> => {
  for (const [table, { owner }] of Object.entries(tables)) {
    const owners = await source.selectFrom(table).select(owner).distinct().execute();
    for (const some of portions(owners.map((row) => row[owner]))) {
      const known = await target.selectFrom(table).select(owner).where(owner, 'in', some).limit(1).executeTakeFirst();
      if (known === undefined) continue;
      const whose = owner === 'user_id' ? `the profile ${JSON.stringify(known[owner])}` : `the conversation ${JSON.stringify(known[owner])}`;
      throw new AppError('conflict', `The target database already has data of ${whose}.`, { hint: 'Choose an empty database, or one that does not know this profile. Nothing was copied.' });
    }
  }
};

const copy = async (source: AnyDb, target: AnyDb, table: string, { owner, key = [], numbered }: Kind): Promise<number> => {
  let done = 0;
  for (let last = 0; ; ) {
    const page = numbered === true
      ? await source.selectFrom(table).selectAll().where('n', '>', last).orderBy('n').limit(rowsAtOnce).execute()
      : await source.selectFrom(table).selectAll().orderBy([owner, ...key]).limit(rowsAtOnce).offset(done).execute();
    if (page.length === 0) return done;
    last = Number(page.at(-1)?.['n'] ?? 0);
    await target.insertInto(table).values(page.map((row) => Object.fromEntries(Object.entries(row).flatMap(([column, value]) => (numbered === true && column === 'n' ? [] : [[column, bindable(value)]]))))).execute();
    done += page.length;
  }
};

/** SQLite's driver hands bytes out as an ArrayBuffer, which PostgreSQL's would store as its JSON. */
const bindable = (value: unknown): unknown => (value instanceof ArrayBuffer ? new Uint8Array(value) : value);

function* portions<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let at = 0; at < items.length; at += rowsAtOnce) yield items.slice(at, at + rowsAtOnce);
}
