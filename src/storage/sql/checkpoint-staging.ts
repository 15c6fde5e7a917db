/** A turn's checkpoints over the stored ones: LangGraph reads its own writes, the tables see them when the turn commits. */
import { deleteCheckpoints, insertWrites, replaceCheckpoint, type CheckpointFilter, type CheckpointStore } from './checkpoint-store.ts';
import type { CheckpointRow, Db, WriteRow } from './schema.ts';

export type StagedCheckpoints = CheckpointStore & {
  /** Into the turn's transaction: the newest checkpoint of each namespace and its pending writes; older ones go. */
  save(db: Db): Promise<void>;
};

export const createStagedCheckpoints = (tables: CheckpointStore, thread: string): StagedCheckpoints => {
  const stored = rememberReads(tables);
  let deleted = false;
  const checkpoints = new Map<string, CheckpointRow>();
  const writes = new Map<string, WriteRow>();
  const key = (...parts: (string | number)[]): string => JSON.stringify(parts);

  const staged = ({ checkpoint_ns, checkpoint_id, before }: CheckpointFilter): CheckpointRow[] =>
    [...checkpoints.values()]
      .filter((row) => (checkpoint_ns ?? row.checkpoint_ns) === row.checkpoint_ns && (checkpoint_id ?? row.checkpoint_id) === row.checkpoint_id)
      .filter((row) => before === undefined || row.checkpoint_id < before)
      .sort(newestFirst);

  return {
    find: async (thread_id, checkpoint_ns, checkpoint_id) => {
      const [own] = staged(checkpoint_id === undefined ? { checkpoint_ns } : { checkpoint_ns, checkpoint_id });
      return own ?? (deleted ? undefined : stored.find(thread_id, checkpoint_ns, checkpoint_id));
    },
    list: async ({ limit, ...filter }) => {
      const base = deleted ? [] : await stored.list(filter);
      const own = staged(filter);
      const rows = [...own, ...base.filter((row) => !checkpoints.has(key(row.checkpoint_ns, row.checkpoint_id)))];
      return rows.sort(newestFirst).slice(0, limit);
    },
    writes: async (of) => {
      const base = deleted ? [] : await stored.writes(of);
      const merged = new Map(base.map((row) => [key(row.task_id, row.idx), row]));
      for (const row of writes.values()) {
        if (row.checkpoint_ns !== of.checkpoint_ns || row.checkpoint_id !== of.checkpoint_id) continue;
        if (row.idx < 0 || !merged.has(key(row.task_id, row.idx))) merged.set(key(row.task_id, row.idx), row);
      }
      return [...merged.values()];
    },
    put: async (row) => {
      checkpoints.set(key(row.checkpoint_ns, row.checkpoint_id), row);
    },
    putWrites: async (rows) => {
      for (const row of rows) {
        const at = key(row.checkpoint_ns, row.checkpoint_id, row.task_id, row.idx);
        if (row.idx < 0 || !writes.has(at)) writes.set(at, row);
      }
    },
    deleteThread: async () => {
      deleted = true;
      checkpoints.clear();
      writes.clear();
    },
    save: async (db) => {
      if (deleted) await deleteCheckpoints(db, thread);
      const kept = new Map<string, string>();
      for (const row of staged({})) {
        if (kept.has(row.checkpoint_ns)) continue;
        kept.set(row.checkpoint_ns, row.checkpoint_id);
        await replaceCheckpoint(db, row);
      }
      // Writes on a stored checkpoint stay as they are; those on a staged one count only if it is the one kept.
      const rows = [...writes.values()].filter((row) => (kept.get(row.checkpoint_ns) ?? row.checkpoint_id) === row.checkpoint_id);
      await insertWrites(db, rows);
    },
  };
};

/** A turn asks for the same rows twice (is a question open? where does the graph go on?), and nobody else changes them meanwhile. */
const rememberReads = ({ find, writes, list }: CheckpointStore): Pick<CheckpointStore, 'find' | 'writes' | 'list'> => {
  const found = new Map<string, ReturnType<CheckpointStore['find']>>();
  const written = new Map<string, ReturnType<CheckpointStore['writes']>>();
  const once = <Value>(known: Map<string, Value>, key: string, read: () => Value): Value => {
    const value = known.get(key) ?? read();
    known.set(key, value);
    return value;
  };
  return {
    list,
    find: (...address) => once(found, address.join('\n'), () => find(...address)),
    writes: (of) => once(written, `${of.checkpoint_ns}\n${of.checkpoint_id}`, () => writes(of)),
  };
};

const newestFirst = (a: CheckpointRow, b: CheckpointRow): number => (a.checkpoint_id < b.checkpoint_id ? 1 : -1);
