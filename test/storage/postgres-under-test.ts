import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { createPostgresStorage } from '../../src/storage/postgres.ts';
import type { Storage } from '../../src/storage/storage.ts';
import type { StorageUnderTest } from '../contracts/storage.ts';

/** Where a PostgreSQL may be used for tests; vitest.config.ts looks whether it answers. */
export const testDatabase = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/test';

/** Runs statements beside the storage, as an administrator would. */
export const onServer = async (...statements: string[]): Promise<void> => {
  const client = new pg.Client({ connectionString: testDatabase });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
};

/** A schema of its own in the test database. */
export const postgresUnderTest = (): StorageUnderTest & { readonly schema: string; readonly url: string } => {
  const schema = `t_${randomUUID().replaceAll('-', '')}`;
  const url = `${testDatabase}?application_name=${schema}&options=${encodeURIComponent(`-c search_path=${schema} -c synchronous_commit=off`)}`;
  const opened: Storage[] = [];
  let made: Promise<void> | undefined;
  return {
    schema, url,
    open: async (options = {}) => {
      await (made ??= onServer(`create schema if not exists ${schema}`));
      const storage = await createPostgresStorage({ url, ...options });
      opened.push(storage);
      return storage;
    },
    loseOrder: () => onServer(`select pg_terminate_backend(pid) from pg_stat_activity join pg_locks using (pid) where locktype = 'advisory' and application_name = '${schema}'`),
    dispose: async () => {
      for (const storage of opened) await storage.close();
      await onServer(`drop schema if exists ${schema} cascade`);
    },
  };
};
