/** Kysely on one SQLite connection: statements prepared once, one caller at a time, writers take the lock before they read. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Mutex } from 'async-mutex';
import type Database from 'better-sqlite3';
import { CompiledQuery, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler, type DatabaseConnection, type Dialect, type QueryResult } from 'kysely';
import { AppError } from '../errors.ts';
import type { RunNow } from './sql/prepared.ts';
import { sqliteCode, toStorageError } from './sqlite-errors.ts';
import type { FileSync } from './file-sync.ts';

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

/**
 * @param lockWaitMs how long a query waits for its turn and for other processes
 * @param log the database's write-ahead log; its sync is waited for when the connection is free again, so that the disk holds up only who wrote
 */
export const createSqliteDialect = (database: Database.Database, { log, lockWaitMs = 5_000 }: { readonly log: FileSync; readonly lockWaitMs?: number | undefined }): SqliteDialect => {
  const mutex = new Mutex();
  const statements = new Map<string, Statement>();
  let closed = false;
  let unsynced = false;

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
    const { changes } = statement.run(parameters.map(bindable));
    unsynced = true;
    return { rows: [], numAffectedRows: BigInt(changes) };
  };

  const runNow: RunNow = (text, parameters, inTransaction) => {
    if (closed || (!inTransaction && (mutex.isLocked() || !prepare(text).reads))) return undefined;
    try {
      return run(text, parameters);
    } catch (thrown) {
      if (sqliteCode(thrown).startsWith('SQLITE_BUSY')) return undefined; // the patient way tries again
      throw toStorageError(thrown);
    }
  };

  /** Tries again while another process holds the file, without holding up this one. The time in our own queue counts too. */
  const connect = (deadline: number): DatabaseConnection => {
    const executeQuery = async <Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> => {
      for (;;) {
        try {
          return run<Row>(sql, parameters);
        } catch (thrown) {
          if (!sqliteCode(thrown).startsWith('SQLITE_BUSY') || performance.now() >= deadline) throw toStorageError(thrown);
        }
        await sleep(lockRetryMs);
      }
    };
    const streamQuery = async function* <Row>(query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
      yield await executeQuery<Row>(query);
    };
    return { executeQuery, streamQuery };
  };

  let versionSeen = -1;

  return {
    createAdapter: () => Object.assign(new SqliteAdapter(), { runNow }),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createDriver: () => ({
      init: async () => {},
      acquireConnection: async () => {
        const deadline = performance.now() + lockWaitMs;
        await mutex.acquire();
        if (!closed) return connect(deadline);
        mutex.release();
        throw closedError();
      },
      releaseConnection: async () => {
        const wrote = unsynced;
        unsynced = false;
        mutex.release();
        if (wrote) await log.synced().catch((thrown: unknown) => { throw toStorageError(thrown); });
      },
      beginTransaction: async (connection) => {
        await connection.executeQuery(begin);
      },
      commitTransaction: async (connection) => {
        await connection.executeQuery(commit);
      },
      // A full disk ends the transaction by itself; a second end would hide why.
      rollbackTransaction: async (connection) => {
        if (database.inTransaction) await connection.executeQuery(rollback);
      },
      destroy: async () => {},
    }),
    changedElsewhere: () => {
      try {
        const version = run<{ data_version: number }>('pragma data_version').rows[0]?.data_version ?? -1;
        const changed = version !== versionSeen;
        versionSeen = version;
        return changed;
      } catch {
        return true; // the read that follows says what is wrong
      }
    },
    close: () =>
      mutex.runExclusive(async () => {
        if (closed) return;
        closed = true;
        await log.close();
        try {
          // Prepared statements keep the file open until they are collected, so the log is folded in by hand.
          run('pragma wal_checkpoint(truncate)');
        } catch {
          // Then the log stays beside the file and is folded in at the next start.
        }
        statements.clear();
        database.close();
      }),
  };
};

/** IMMEDIATE: a transaction that read before it wrote could fail half-way when another process wrote in between. */
const begin = CompiledQuery.raw('begin immediate');
const commit = CompiledQuery.raw('commit');
const rollback = CompiledQuery.raw('rollback');

const closedError = (): AppError => new AppError('unavailable', 'The database is closed.', { hint: 'The program is stopping; start it again.' });

/** The driver aborts the whole process on a boolean, and cuts a text at its first NUL. */
const bindable = (value: unknown): unknown => {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;
};
