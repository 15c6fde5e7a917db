/** Rows of LangGraph's checkpoints and pending writes. The saver speaks to this port: the tables, or a turn's staged layer over them. */
import { prepare } from './prepared.ts';
import type { CheckpointRow, Db, WriteRow } from './schema.ts';

type CheckpointKey = Pick<CheckpointRow, 'thread_id' | 'checkpoint_ns' | 'checkpoint_id'>;
export type CheckpointFilter = { thread_id?: string; checkpoint_ns?: string; checkpoint_id?: string; before?: string; limit?: number };

export type CheckpointStore = {
  /** The newest of the namespace, or the one with the id. */
  find(thread_id: string, checkpoint_ns: string, checkpoint_id?: string): Promise<CheckpointRow | undefined>;
  /** Newest first. `before` is a checkpoint id, exclusive. */
  list(filter: CheckpointFilter): Promise<CheckpointRow[]>;
  /** In no particular order. */
  writes(key: CheckpointKey): Promise<WriteRow[]>;
  put(row: CheckpointRow): Promise<void>;
  /** A repeated ordinary write keeps its first value; a special one (`idx` below 0) its last. */
  putWrites(rows: readonly WriteRow[]): Promise<void>;
  deleteThread(thread_id: string): Promise<void>;
};

export const createCheckpointStore = (db: Db): CheckpointStore => ({
  find: async (thread_id, checkpoint_ns, checkpoint_id) => {
    const { rows } = checkpoint_id === undefined
      ? await newest(db, { thread_id, checkpoint_ns })
      : await byId(db, { thread_id, checkpoint_ns, checkpoint_id });
    return rows[0];
  },
  list: (filter) => selectCheckpoints(db, filter),
  writes: async (key) => (await writesOf(db, key)).rows,
  put: async (row) => {
    await upsertCheckpoint(db, row);
  },
  putWrites: (rows) => db.transaction().execute((transaction) => insertWrites(transaction, rows)),
  deleteThread: (thread_id) => db.transaction().execute((transaction) => deleteCheckpoints(transaction, thread_id)),
});

export const insertWrites = async (db: Db, rows: readonly WriteRow[]): Promise<void> => {
  for (const row of rows) await (row.idx < 0 ? upsertWrite : insertWriteOnce)(db, row);
};

export const deleteCheckpoints = async (db: Db, thread_id: string): Promise<void> => {
  await deleteAll(db, { thread_id });
  await deleteAllWrites(db, { thread_id });
};

/** Writes the newest checkpoint of a namespace and drops every older one with its pending writes. */
export const replaceCheckpoint = async (db: Db, row: CheckpointRow): Promise<void> => {
  const { thread_id, checkpoint_ns, checkpoint_id } = row;
  await deleteOthers(db, { thread_id, checkpoint_ns, checkpoint_id });
  await deleteOtherWrites(db, { thread_id, checkpoint_ns, checkpoint_id });
  await upsertCheckpoint(db, row);
};

type Namespace = Pick<CheckpointRow, 'thread_id' | 'checkpoint_ns'>;

const newest = prepare<Namespace>()((db, p) =>
  db.selectFrom('checkpoints').selectAll().where('thread_id', '=', p.thread_id).where('checkpoint_ns', '=', p.checkpoint_ns).orderBy('checkpoint_id', 'desc').limit(1));

const byId = prepare<CheckpointKey>()((db, p) =>
  db.selectFrom('checkpoints').selectAll().where('thread_id', '=', p.thread_id).where('checkpoint_ns', '=', p.checkpoint_ns).where('checkpoint_id', '=', p.checkpoint_id));

const writesOf = prepare<CheckpointKey>()((db, p) =>
  db.selectFrom('checkpoint_writes').selectAll().where('thread_id', '=', p.thread_id).where('checkpoint_ns', '=', p.checkpoint_ns).where('checkpoint_id', '=', p.checkpoint_id));

const selectCheckpoints = (db: Db, { thread_id, checkpoint_ns, checkpoint_id, before, limit }: CheckpointFilter): Promise<CheckpointRow[]> => {
  let query = db.selectFrom('checkpoints').selectAll().orderBy('checkpoint_id', 'desc');
  if (thread_id !== undefined) query = query.where('thread_id', '=', thread_id);
  if (checkpoint_ns !== undefined) query = query.where('checkpoint_ns', '=', checkpoint_ns);
  if (checkpoint_id !== undefined) query = query.where('checkpoint_id', '=', checkpoint_id);
  if (before !== undefined) query = query.where('checkpoint_id', '<', before);
  if (limit !== undefined) query = query.limit(limit);
  return query.execute();
};

const upsertCheckpoint = prepare<CheckpointRow>()((db, p) =>
  db.insertInto('checkpoints').values(checkpointColumns(p)).onConflict((conflict) =>
    conflict.columns(['thread_id', 'checkpoint_ns', 'checkpoint_id']).doUpdateSet({ parent_id: p.parent_id, checkpoint: p.checkpoint, metadata: p.metadata })));

const insertWriteOnce = prepare<WriteRow>()((db, p) =>
  db.insertInto('checkpoint_writes').values(writeColumns(p)).onConflict((conflict) => conflict.doNothing()));

const upsertWrite = prepare<WriteRow>()((db, p) =>
  db.insertInto('checkpoint_writes').values(writeColumns(p)).onConflict((conflict) =>
    conflict.columns(['thread_id', 'checkpoint_ns', 'checkpoint_id', 'task_id', 'idx']).doUpdateSet({ task_path: p.task_path, channel: p.channel, value: p.value })));

const deleteAll = prepare<{ thread_id: string }>()((db, p) => db.deleteFrom('checkpoints').where('thread_id', '=', p.thread_id));

const deleteAllWrites = prepare<{ thread_id: string }>()((db, p) => db.deleteFrom('checkpoint_writes').where('thread_id', '=', p.thread_id));

const deleteOthers = prepare<CheckpointKey>()((db, p) =>
  db.deleteFrom('checkpoints').where('thread_id', '=', p.thread_id).where('checkpoint_ns', '=', p.checkpoint_ns).where('checkpoint_id', '<>', p.checkpoint_id));

const deleteOtherWrites = prepare<CheckpointKey>()((db, p) =>
  db.deleteFrom('checkpoint_writes').where('thread_id', '=', p.thread_id).where('checkpoint_ns', '=', p.checkpoint_ns).where('checkpoint_id', '<>', p.checkpoint_id));

// Listed by name because the slots of a prepared query are not enumerable.
const checkpointColumns = ({ thread_id, checkpoint_ns, checkpoint_id, parent_id, checkpoint, metadata }: CheckpointRow): CheckpointRow => ({
  thread_id, checkpoint_ns, checkpoint_id, parent_id, checkpoint, metadata,
});
const writeColumns = ({ thread_id, checkpoint_ns, checkpoint_id, task_id, idx, task_path, channel, value }: WriteRow): WriteRow => ({
  thread_id, checkpoint_ns, checkpoint_id, task_id, idx, task_path, channel, value,
});
