/** Kysely on a pool of PostgreSQL connections. Ours because the usual one hands out driver errors, and loses a NUL in a text with the whole query. */
import { PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql, type CompiledQuery, type DatabaseConnection, type DatabaseIntrospector, type Dialect, type Kysely, type QueryResult } from 'kysely';
import type { Pool, PoolClient } from 'pg';
import { postgresCode, toStorageError } from './postgres-errors.ts';

type Connection = DatabaseConnection & { readonly client: PoolClient; run(text: string, values?: readonly unknown[]): Promise<QueryResult<unknown>>; release(): void };

export const createPostgresDialect = (pool: Pool): Dialect => ({
  createAdapter: () => new PostgresAdapter(),
  createIntrospector: (db) => ownSchema(new PostgresIntrospector(db), db),
  createQueryCompiler: () => new PostgresQueryCompiler(),
  createDriver: () => ({
    init: async () => {},
    acquireConnection: async () => connectionOn(await pool.connect().catch(refuse)),
    releaseConnection: async (connection) => ours(connection).release(),
    beginTransaction: async (connection) => void (await ours(connection).run('begin')),
    commitTransaction: async (connection) => void (await ours(connection).run('commit')),
    // When this fails too, the connection is lost, and the server undoes the transaction by itself.
    rollbackTransaction: async (connection) => void (await ours(connection).run('rollback').catch(() => undefined)),
    destroy: async () => {},
  }),
});

// Kysely hands back what `acquireConnection` gave it.
const ours = (connection: DatabaseConnection): Connection => connection as Connection;

const connectionOn = (client: PoolClient): Connection => {
  let isBroken = false;
  // Lost between two queries: the next one says so. Without a listener it would end the process.
  const onLost = (): void => { isBroken = true; };
  client.on('error', onLost);
  const run = async (text: string, values: readonly unknown[] = []): Promise<QueryResult<unknown>> => {
    const { rows, rowCount } = await client.query<Record<string, unknown>>(text, values.map(bindable)).catch((thrown: unknown) => {
      isBroken ||= /^(?:08|57P|E)/.test(postgresCode(thrown));
      return refuse(thrown);
    });
    return { rows, numAffectedRows: BigInt(rowCount ?? 0) };
  };
  // The query's type says what its rows are.
  const executeQuery = async <Row>({ sql: text, parameters }: CompiledQuery): Promise<QueryResult<Row>> => (await run(text, parameters)) as QueryResult<Row>;
  return {
    client, run, executeQuery,
    streamQuery: async function* <Row>(query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
      yield await executeQuery<Row>(query);
    },
    release: () => {
      client.off('error', onLost);
      client.release(isBroken);
    },
  };
};

const refuse = (thrown: unknown): never => {
  throw toStorageError(thrown);
};

/** The server refuses a text with a NUL. */
const bindable = (value: unknown): unknown => (typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value);

/** The names of our own schema's tables. Kysely's looks at every schema of the database, and fails when one of them is dropped meanwhile. */
const ownSchema = (all: DatabaseIntrospector, db: Kysely<unknown>): DatabaseIntrospector => ({
  getSchemas: () => all.getSchemas(),
  getMetadata: (options) => all.getMetadata(options),
  getTables: async () => {
    const { rows } = await sql<{ name: string; schema: string }>`select table_name as name, table_schema as schema from information_schema.tables where table_schema = current_schema()`.execute(db);
    return rows.map((table) => ({ ...table, isView: false, isForeign: false, columns: [] }));
  },
});
