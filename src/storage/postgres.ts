/** Storage in a PostgreSQL database, which several processes may share. */
import { Kysely, sql } from 'kysely';
import pg from 'pg';
import { AppError } from '../errors.ts';
import type { Log } from '../log.ts';
import { createAdvisoryLocks } from './advisory-locks.ts';
import { createPostgresDialect } from './postgres-dialect.ts';
import { toStorageError } from './postgres-errors.ts';
import { wholeReplies, type ReplyCodec } from './reply-codec.ts';
import { migrate, pendingMigrations } from './sql/migrate.ts';
import type { ColumnKinds } from './sql/migrations/migration.ts';
import type { Db, Schema } from './sql/schema.ts';
import { createSqlStorage } from './sql/sql-storage.ts';
import type { Storage } from './storage.ts';

const kinds: ColumnKinds = { rowNumber: { type: 'bigserial', build: (column) => column.primaryKey() }, bytes: 'bytea' };
const connectTimeoutMs = 5_000;
const mostConnections = 10;

type PostgresOptions = {
  /** `postgres://user:password@host:port/database`; `?options=-c search_path=name` puts the tables into a schema. */
  url: string;
  log?: Log;
  now?: () => Date;
  /** How replies are stored with their messages. */
  compact?: ReplyCodec;
  /** How long a turn waits for another process's turn on the same thread. */
  lockWaitMs?: number;
};

/** @throws AppError unavailable when the database cannot be reached or used, or was written by a newer version (left untouched) */
export const createPostgresStorage = async ({ compact = wholeReplies, lockWaitMs, now = () => new Date(), ...options }: PostgresOptions): Promise<Storage> => {
  const { db, close } = await openPostgres({ ...options, now });
  const session = poolOf(options, { max: 1, idleTimeoutMillis: 0 });
  const locks = createAdvisoryLocks(session, { waitMs: lockWaitMs });
  let closing: Promise<void> | null = null;
  return createSqlStorage({
    db, engine: 'postgres', codec: compact, now,
    changedElsewhere: () => true,
    lockUser: (transaction, user_id) => lock(transaction, `user ${user_id}`),
    orderThread: (thread_id) => locks.take(thread_id),
    close: () => (closing ??= Promise.all([session.end(), close()]).then(() => undefined)),
  });
};

/** The database brought to this program's schema. @throws AppError unavailable */
export const openPostgres = async ({ now = () => new Date(), ...options }: Omit<PostgresOptions, 'compact' | 'lockWaitMs'>): Promise<{ db: Db; close(): Promise<void> }> => {
  const pool = poolOf(options, { max: mostConnections });
  const db = new Kysely<Schema>({ dialect: createPostgresDialect(pool) });
  try {
    const pending = await pendingMigrations(db);
    const migrated = pending.length === 0 ? [] : await migrate(db, { kinds, now, alone: (transaction) => lock(transaction, 'schema') });
    if (migrated.length > 0) options.log?.info({ migrated }, 'database migrated');
  } catch (thrown) {
    await pool.end();
    throw toStorageError(thrown);
  }
  return { db, close: () => pool.end() };
};

const poolOf = ({ url, log }: Pick<PostgresOptions, 'url' | 'log'>, options: pg.PoolConfig): pg.Pool => {
  const pool = new pg.Pool({ ...settingsOf(url), ...options });
  pool.on('error', (error) => log?.warn({ err: error }, 'a database connection was lost'));
  return pool;
};

/** Until the transaction ends. */
const lock = async (transaction: Db, name: string): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`animetrackr ${name}`}, 0))`.execute(transaction);
};

const int8 = 20;
const settingsOf = (url: string): pg.ClientConfig & { database?: string } => {
  const address = URL.canParse(url) ? new URL(url) : null;
  if (address === null) throw new AppError('invalid_input', 'DATABASE_URL is not a URL.', { hint: 'It looks like postgres://user:password@host:5432/database.' });
  return {
    connectionString: url,
    connectionTimeoutMillis: connectTimeoutMs,
    application_name: 'animetrackr',
    keepAlive: true,
    // Row numbers stay far below 2^53.
    types: { getTypeParser: (oid: number, format?: 'text' | 'binary') => (oid === int8 ? Number : (pg.types.getTypeParser(oid, format) as (text: string) => unknown)) },
  };
};
