/** Storage in one SQLite file: write-ahead log, every commit on the disk before it is acknowledged. */
import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { Kysely } from 'kysely';
import { AppError } from '../errors.ts';
import type { Log } from '../log.ts';
import { wholeReplies, type ReplyCodec } from './reply-codec.ts';
import { migrate, pendingMigrations } from './sql/migrate.ts';
import type { ColumnKinds } from './sql/migrations/migration.ts';
import type { Db, Schema } from './sql/schema.ts';
import { createSqlStorage } from './sql/sql-storage.ts';
import { createSqliteDialect } from './sqlite-dialect.ts';
import { toStorageError } from './sqlite-errors.ts';
import { createFileSync } from './file-sync.ts';
import type { Storage } from './storage.ts';

/** "AnTr": tells our files from other programs' databases. */
const applicationId = 0x416e5472;
const lockWaitMs = 5_000;
/** The driver waits in the foreground, so only this long at a time; the dialect goes on waiting without blocking anybody. */
const foregroundWaitMs = 50;
/** Checking reads the whole file: 0.1 s for this many bytes. */
const checkedUpToBytes = 64 * 1024 * 1024;

const kinds: ColumnKinds = { rowNumber: { type: 'integer', build: (column) => column.primaryKey() }, bytes: 'blob' };

type SqliteOptions = {
  /** Made when absent, with its folder. */
  file: string;
  log?: Log;
  now?: () => Date;
  /** How replies are stored with their messages. */
  compact?: ReplyCodec;
};

/** @throws AppError unavailable when the file cannot be used: not readable, damaged, another program's, or a newer version's (left untouched) */
export const createSqliteStorage = async ({ compact = wholeReplies, now = () => new Date(), ...options }: SqliteOptions): Promise<Storage> => {
  const { db, dialect } = await openSqlite({ ...options, now });
  return createSqlStorage({ db, engine: 'sqlite', codec: compact, now, changedElsewhere: dialect.changedElsewhere, close: dialect.close });
};

/** The database brought to this program's schema. @throws AppError unavailable */
export const openSqlite = async ({ file, log, now = () => new Date() }: Omit<SqliteOptions, 'compact'>): Promise<{ db: Db; dialect: ReturnType<typeof createSqliteDialect> }> => {
  const database = open(file);
  const dialect = createSqliteDialect(database, { lockWaitMs, log: createFileSync(`${file}-wal`) });
  const db = new Kysely<Schema>({ dialect });
  try {
    inspect(database, file);
    const pending = await pendingMigrations(db);
    configure(database);
    const migrated = pending.length === 0 ? [] : await migrate(db, { kinds, now });
    if (migrated.length > 0) log?.info({ file: path.basename(file), migrated }, 'database migrated');
  } catch (thrown) {
    database.close();
    throw toStorageError(thrown);
  }
  return { db, dialect };
};

const open = (file: string): Database.Database => {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    return new Database(file, { timeout: lockWaitMs });
  } catch (thrown) {
    throw new AppError('unavailable', `The database file ${path.basename(file)} cannot be opened.`, {
      hint: 'Check that the data folder exists and that you may read and write in it.',
      cause: thrown,
    });
  }
};

/** Reads only: a file that is not ours stays as it is. */
const inspect = (database: Database.Database, file: string): void => {
  const name = path.basename(file);
  const tables = value(database, 'select count(*) as value from sqlite_master');
  if (tables === 0) return;
  if (value(database, 'select application_id as value from pragma_application_id') !== applicationId) {
    throw new AppError('unavailable', `The database file ${name} belongs to another program.`, { hint: 'Choose another data folder. Nothing was changed.' });
  }
  if (statSync(file).size > checkedUpToBytes) return;
  if (value(database, 'select quick_check as value from pragma_quick_check(1)') === 'ok') return;
  throw new AppError('unavailable', `The database file ${name} is damaged.`, {
    hint: 'Put a backup in its place, or move it away to begin with an empty one. Nothing was changed.',
  });
};

const configure = (database: Database.Database): void => {
  database.pragma(`application_id = ${applicationId}`);
  database.pragma('journal_mode = WAL');
  // Commits do not wait for the disk here, where everybody would wait with them: the log's sync does, before they are acknowledged.
  database.pragma('synchronous = NORMAL');
  database.pragma('foreign_keys = ON');
  // Pages of the log before it is folded into the file: a hot page is then copied once per 16 MB instead of once per 4.
  database.pragma('wal_autocheckpoint = 4000');
  database.pragma('journal_size_limit = 16777216');
  database.pragma(`busy_timeout = ${foregroundWaitMs}`);
};

const value = (database: Database.Database, query: string): unknown => {
  const [row] = database.prepare(query).all() as { value: unknown }[]; // each query names its column so
  return row?.value;
};
