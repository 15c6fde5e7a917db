/** Kysely on one SQLite connection: statements prepared once, one caller at a time, writers take the lock before they read. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Mutex } from 'async-mutex';
import type Database from 'better-sqlite3';
import { SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, type CompiledQuery, type DatabaseConnection, type Dialect, type QueryResult } from 'kysely';
import { AppError } from '../errors.ts';
import { sqliteCode, toStorageError } from './sqlite-errors.ts';

/** Dynamic queries (lists of ids) make new texts; the oldest statement goes when there are more. */
const maxStatements = 200;
const lockRetryMs = 20;

type Statement = { readonly statement: Database.Statement; readonly reads: boolean };
export type SqliteDialect = Dialect & {
  /** Has another connection changed the file since the last call? Costs about 5 microseconds. */
  changedElsewhere(): boolean;
  /** Waits for the running transaction; every later query is refused. */
  close(): Promise<void>;
};

/** @param lockWaitMs how long a writer waits for another process */
export const createSqliteDialect = (database: Database.Database, { lockWaitMs = 5_000 } = {}): SqliteDialect => {
  const mutex = new Mutex();
  const statements = new Map<string, Statement>();
  let closed = false;

  const prepare = (text: string): Statement => {
    const known = statements.get(text);
    if (known !== undefined) return known;
    const statement = database.prepare(text);
    const prepared = { statement, reads: statement.reader };
    const oldest = statements.size >= maxStatements ? statements.keys().next().value : undefined;
    if (oldest !== undefined) statements.delete(oldest);
    statements.set(text, prepared);
    return prepared;
  };

  const run = <Row>(text: string, parameters: readonly unknown[] = []): QueryResult<Row> => {
    const { statement, reads } = prepare(text);
    // `all` also for one row: the driver's `get` adds a `_metadata` key to it. The query's type says what a row is.
    if (reads) return { rows: statement.all(parameters.map(bindable)) as Row[] };
    return { rows: [], numAffectedRows: BigInt(statement.run(parameters.map(bindable)).changes) };
  };

  /** Tries again while another process holds the file, without holding up this one. */
  const patiently = async <Row>(text: string, parameters?: readonly unknown[]): Promise<QueryResult<Row>> => {
    const deadline = performance.now() + lockWaitMs;
    for (;;) {
      try {
        return run<Row>(text, parameters);
      } catch (thrown) {
        if (!sqliteCode(thrown).startsWith('SQLITE_BUSY') || performance.now() >= deadline) throw toStorageError(thrown);
      }
      await sleep(lockRetryMs);
    }
  };

  const connection: DatabaseConnection = {
    executeQuery: <Row>({ sql, parameters }: CompiledQuery) => patiently<Row>(sql, parameters),
    streamQuery: async function* <Row>({ sql, parameters }: CompiledQuery) {
      yield await patiently<Row>(sql, parameters);
    },
  };

  const changes = { seen: -1 };

  return {
    createAdapter: () => new SqliteAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createDriver: () => ({
      init: async () => {},
      acquireConnection: async () => {
        await mutex.acquire();
        if (!closed) return connection;
        mutex.release();
        throw new AppError('unavailable', 'The database is closed.', { hint: 'The program is stopping; start it again.' });
      },
      releaseConnection: async () => mutex.release(),
      // IMMEDIATE: a transaction that read before it wrote could fail half-way when another process wrote in between.
      beginTransaction: async () => {
        await patiently('begin immediate');
      },
      commitTransaction: async () => {
        await patiently('commit');
      },
      // A full disk ends the transaction by itself; a second end would hide why.
      rollbackTransaction: async () => {
        if (database.inTransaction) await patiently('rollback');
      },
      destroy: async () => {},
    }),
    changedElsewhere: () => {
      const version = run<{ data_version: number }>('pragma data_version').rows[0]?.data_version ?? 0;
      const changed = version !== changes.seen;
      changes.seen = version;
      return changed;
    },
    close: () =>
      mutex.runExclusive(() => {
        if (closed) return;
        closed = true;
        // Prepared statements keep the file open until they are collected, so the log is folded in by hand.
        run('pragma wal_checkpoint(truncate)');
        statements.clear();
        database.close();
      }),
  };
};

/** The driver aborts the whole process on a boolean, and cuts a text at its first NUL. */
const bindable = (value: unknown): unknown => {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;
};
