/** Queries compiled once: Kysely builds and compiles the text at the first use, later calls only fill in the values. */
import type { CompiledQuery, QueryResult } from 'kysely';
import type { Db } from './schema.ts';

/**
 * An engine in this process has nothing to wait for: its adapter may answer at once and spare a query Kysely's dozen promises.
 * Undefined: not now (somebody else's transaction is open, or the file is locked), ask in the usual way.
 */
export type RunNow = (sql: string, parameters: readonly unknown[], inTransaction: boolean) => QueryResult<unknown> | undefined;

type Compilable<Row> = { compile(): CompiledQuery<Row> };
type Values = Record<string, unknown>;

/** Stands for a value while the query is compiled. */
type Slot = { readonly [slotName]: string };
const slotName = Symbol('slot');

/**
 * `const byId = prepare<{ id: string }>()((db, p) => db.selectFrom('t').selectAll().where('id', '=', p.id))`, then `byId(db, { id })`.
 * Every value must be used as it is: a query whose text depends on a value cannot be prepared.
 */
export const prepare =
  <Parameters extends Values>() =>
  <Row>(build: (db: Db, parameters: Parameters) => Compilable<Row>): ((db: Db, values: Parameters) => Promise<QueryResult<Row>>) => {
    // One text per open database: engines spell queries differently. A transaction has the adapter of its database.
    const texts = new WeakMap<object, CompiledQuery<Row>>();
    return async (db, values) => {
      const { adapter } = db.getExecutor();
      // The builder only places the slots as values, so it may take them for the real ones.
      const compiled = texts.get(adapter) ?? build(db, slots as Parameters).compile();
      texts.set(adapter, compiled);
      const parameters = compiled.parameters.map((value) => (isSlot(value) ? values[value[slotName]] : value));
      const done = (adapter as { runNow?: RunNow }).runNow?.(compiled.sql, parameters, db.isTransaction); // an engine may have one
      // The type of the query says what its rows are.
      return done === undefined ? db.executeQuery<Row>({ ...compiled, parameters }) : (done as QueryResult<Row>);
    };
  };

const slots: Values = new Proxy({}, { get: (_target, name): Slot => ({ [slotName]: String(name) }) });
const isSlot = (value: unknown): value is Slot => typeof value === 'object' && value !== null && slotName in value;
