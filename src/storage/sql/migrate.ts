/** Brings a database to this program's schema, forward only. */
import { AppError } from '../../errors.ts';
import { migrations as all } from './migrations/all.ts';
import type { Migration, ColumnKinds } from './migrations/migration.ts';
import type { Db } from './schema.ts';

type MigrateOptions = {
  kinds: ColumnKinds;
  now: () => Date;
  migrations?: readonly Migration[];
  /** Keeps other processes out until the transaction ends, where beginning one does not. */
  alone?: (transaction: Db) => Promise<void>;
};

/**
 * Names of the steps a database lacks. Writes nothing.
 * @throws AppError unavailable when the database was written by a newer program
 */
export const pendingMigrations = async (db: Db, migrations = all): Promise<string[]> => missing(migrations, await applied(db)).map(({ name }) => name);

/** Applies what is missing in one transaction and returns its names. Two processes that start together take turns. */
export const migrate = async (db: Db, { kinds, now, migrations = all, alone }: MigrateOptions): Promise<string[]> =>
  db.transaction().execute(async (transaction) => {
    await alone?.(transaction);
    await transaction.schema
      .createTable('schema_migrations')
      .ifNotExists()
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('applied_at', 'text', (column) => column.notNull())
      .execute();
    const steps = missing(migrations, await applied(transaction));
    for (const { name, up } of steps) {
      // Kysely's type parameter is invariant; a migration gets the same object without the table types.
      await up(transaction as unknown as Parameters<Migration['up']>[0], kinds);
      await transaction.insertInto('schema_migrations').values({ name, applied_at: now().toISOString() }).execute();
    }
    return steps.map(({ name }) => name);
  });

const applied = async (db: Db): Promise<string[]> => {
  const tables = await db.introspection.getTables();
  if (!tables.some((table) => table.name === 'schema_migrations')) return [];
  return (await db.selectFrom('schema_migrations').select('name').execute()).map(({ name }) => name);
};

const missing = (migrations: readonly Migration[], names: readonly string[]): Migration[] => {
  const unknown = names.filter((name) => !migrations.some((migration) => migration.name === name));
  if (unknown.length > 0) {
    throw new AppError('unavailable', 'The database was written by a newer version of this program.', {
      hint: 'Update the program, or choose another data folder. Nothing was changed.',
    });
  }
  return migrations.filter((migration) => !names.includes(migration.name));
};
