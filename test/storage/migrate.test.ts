import Database from 'better-sqlite3';
import { Kysely } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { migrate, pendingMigrations } from '../../src/storage/sql/migrate.ts';
import { migrations } from '../../src/storage/sql/migrations/all.ts';
import type { Migration } from '../../src/storage/sql/migrations/migration.ts';
import type { Schema } from '../../src/storage/sql/schema.ts';
import { createSqliteDialect } from '../../src/storage/sqlite-dialect.ts';

const addTable = (name: string): Migration => ({
  name,
  up: async (db) => {
    await db.schema.createTable(name).addColumn('id', 'text').execute();
  },
});
const broken: Migration = {
  name: 'broken',
  up: async (db) => {
    await addTable('half').up(db, kinds);
    throw new Error('half done');
  },
};
const kinds = { rowNumber: { type: 'integer', build: (column) => column.primaryKey() }, bytes: 'blob' } satisfies Parameters<Migration['up']>[1];
const now = () => new Date('2026-02-01T00:00:00.000Z');

let db: Kysely<Schema>;
let close: () => Promise<void>;
beforeEach(() => {
  const dialect = createSqliteDialect(new Database(':memory:'), { log: { synced: async () => {}, close: async () => {} } });
  db = new Kysely<Schema>({ dialect });
  close = dialect.close;
});
afterEach(() => close());

const tables = async (): Promise<string[]> => (await db.introspection.getTables()).map(({ name }) => name).toSorted();

it('applies what is missing, in order, once, and records it', async () => {
  expect(await migrate(db, { kinds, now, migrations: [addTable('a')] })).toEqual(['a']);
  expect(await pendingMigrations(db, [addTable('a'), addTable('b')])).toEqual(['b']);

  expect(await migrate(db, { kinds, now, migrations: [addTable('a'), addTable('b')] })).toEqual(['b']);

  expect(await migrate(db, { kinds, now, migrations: [addTable('a'), addTable('b')] })).toEqual([]);
  expect(await tables()).toEqual(['a', 'b', 'schema_migrations']);
  expect(await db.selectFrom('schema_migrations').selectAll().execute()).toEqual(['a', 'b'].map((name) => ({ name, applied_at: now().toISOString() })));
});

it('leaves the database as it was when a step fails', async () => {
  await migrate(db, { kinds, now, migrations: [addTable('a')] });

  await expect(migrate(db, { kinds, now, migrations: [addTable('a'), addTable('b'), broken] })).rejects.toThrow('half done');

  expect(await tables()).toEqual(['a', 'schema_migrations']);
  expect(await pendingMigrations(db, [addTable('a'), addTable('b')])).toEqual(['b']);
});

it('refuses a database with steps it does not know', async () => {
  await migrate(db, { kinds, now, migrations: [addTable('a'), addTable('b')] });

  await expect(pendingMigrations(db, [addTable('a')])).rejects.toMatchObject({ code: 'unavailable' });
  await expect(migrate(db, { kinds, now, migrations: [addTable('a')] })).rejects.toMatchObject({ code: 'unavailable' });
});

it('has steps with names of their own, in the order of their numbers', () => {
  const names = migrations.map(({ name }) => name);

  expect(names).toEqual([...new Set(names)].toSorted());
});
