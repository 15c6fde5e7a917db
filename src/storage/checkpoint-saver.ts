/**
 * LangGraph's saver over our tables. Values are plain JSON: whatever a message or a tool put into the state comes back as data and
 * is never revived into an object of a class.
 */
import { isDeepStrictEqual } from 'node:util';
import type { RunnableConfig } from '@langchain/core/runnables';
import {
  BaseCheckpointSaver, TASKS, WRITES_IDX_MAP, compareWritesSortKeys, getCheckpointId, maxChannelVersion, writesSortKey,
  type ChannelVersions, type Checkpoint, type CheckpointListOptions, type CheckpointMetadata, type CheckpointTuple, type PendingWrite, type SerializerProtocol,
} from '@langchain/langgraph-checkpoint';
import type { CheckpointStore } from './sql/checkpoint-store.ts';
import type { CheckpointRow, WriteRow } from './sql/schema.ts';

/** The last checkpoint format in which sends to nodes were kept as pending writes of the parent. */
const lastFormatWithPendingSends = 3;

/** @param storeOf where a thread's checkpoints are: the staged layer of its open turn, else the tables (also without a thread) */
export const createCheckpointSaver = (storeOf: (thread_id: string | undefined) => CheckpointStore): BaseCheckpointSaver => new CheckpointSaver(storeOf);

class CheckpointSaver extends BaseCheckpointSaver {
  readonly #storeOf: (thread_id: string | undefined) => CheckpointStore;

  constructor(storeOf: (thread_id: string | undefined) => CheckpointStore) {
    super(plainJson);
    this.#storeOf = storeOf;
  }

  override async getTuple(config: RunnableConfig): Promise<CheckpointTuple | undefined> {
    const { thread_id, checkpoint_ns = '' } = addressOf(config);
    if (thread_id === undefined) return undefined;
    const store = this.#storeOf(thread_id);
    const row = await store.find(thread_id, checkpoint_ns, getCheckpointId(config) || undefined);
    return row === undefined ? undefined : this.#tuple(store, row);
  }

  override async *list(config: RunnableConfig, options: CheckpointListOptions = {}): AsyncGenerator<CheckpointTuple> {
    const { thread_id, checkpoint_ns } = addressOf(config);
    const { limit, before, filter = {} } = options;
    const store = this.#storeOf(thread_id);
    const wanted = Object.entries(filter);
    const rows = await store.list({
      ...(thread_id === undefined ? {} : { thread_id }),
      ...(checkpoint_ns === undefined ? {} : { checkpoint_ns }),
      ...given('checkpoint_id', getCheckpointId(config)),
      ...given('before', before === undefined ? '' : getCheckpointId(before)),
      ...(limit === undefined || wanted.length > 0 ? {} : { limit }),
    });
    let left = limit ?? Number.POSITIVE_INFINITY;
    for (const row of rows) {
      if (left <= 0) return;
      const metadata = JSON.parse(row.metadata) as Record<string, unknown>; // written by `put`
      if (!wanted.every(([name, value]) => isDeepStrictEqual(metadata[name], value))) continue;
      left -= 1;
      yield await this.#tuple(store, row);
    }
  }

  override async put(config: RunnableConfig, checkpoint: Checkpoint, metadata: CheckpointMetadata, newVersions: ChannelVersions): Promise<RunnableConfig> {
    const { thread_id, checkpoint_ns = '' } = addressOf(config);
    if (thread_id === undefined) throw missing('thread_id');
    const parent_id = getCheckpointId(config) || null;
    // A channel that is not new carries its parent's value, which LangGraph passes along; without a parent there is nothing to carry.
    const values = Object.entries(checkpoint.channel_values);
    const channel_values = parent_id === null ? Object.fromEntries(values.filter(([channel]) => Object.hasOwn(newVersions, channel))) : checkpoint.channel_values;
    await this.#storeOf(thread_id).put({
      thread_id, checkpoint_ns, checkpoint_id: checkpoint.id, parent_id,
      checkpoint: JSON.stringify({ ...checkpoint, channel_values }),
      metadata: JSON.stringify(metadata),
    });
    return address(thread_id, checkpoint_ns, checkpoint.id);
  }

  override async putWrites(config: RunnableConfig, writes: PendingWrite[], task_id: string, task_path = ''): Promise<void> {
    const { thread_id, checkpoint_ns = '' } = addressOf(config);
    const checkpoint_id = getCheckpointId(config);
    if (thread_id === undefined) throw missing('thread_id');
    if (checkpoint_id === '') throw missing('checkpoint_id');
    const rows = writes.map(([channel, value], index): WriteRow => ({
      thread_id, checkpoint_ns, checkpoint_id, task_id, task_path, channel,
      idx: specialIndex.get(channel) ?? index,
      value: JSON.stringify(value) ?? null, // undefined has no JSON
    }));
    await this.#storeOf(thread_id).putWrites(rows);
  }

  override deleteThread(thread_id: string): Promise<void> {
    return this.#storeOf(thread_id).deleteThread(thread_id);
  }

  async #tuple(store: CheckpointStore, row: CheckpointRow): Promise<CheckpointTuple> {
    const { thread_id, checkpoint_ns, checkpoint_id, parent_id } = row;
    const checkpoint = JSON.parse(row.checkpoint) as Checkpoint; // written by `put`
    const writes = inOrder(await store.writes(row));
    if (checkpoint.v <= lastFormatWithPendingSends && parent_id !== null) {
      const sends = inOrder(await store.writes({ thread_id, checkpoint_ns, checkpoint_id: parent_id })).filter((write) => write.channel === TASKS);
      checkpoint.channel_values[TASKS] = sends.map(valueOf);
      const versions = Object.values(checkpoint.channel_versions);
      checkpoint.channel_versions[TASKS] = versions.length > 0 ? maxChannelVersion(...versions) : this.getNextVersion(undefined);
    }
    return {
      config: address(thread_id, checkpoint_ns, checkpoint_id),
      checkpoint,
      metadata: JSON.parse(row.metadata) as CheckpointMetadata, // written by `put`
      pendingWrites: writes.map((write) => [write.task_id, write.channel, valueOf(write)]),
      ...(parent_id === null ? {} : { parentConfig: address(thread_id, checkpoint_ns, parent_id) }),
    };
  }
}

/** A map, so that a channel named like a property of Object is an ordinary one. */
const specialIndex = new Map(Object.entries(WRITES_IDX_MAP));

const plainJson: SerializerProtocol = {
  dumpsTyped: async (value) => ['json', new TextEncoder().encode(JSON.stringify(value))],
  loadsTyped: async (_type, data): Promise<unknown> => JSON.parse(typeof data === 'string' ? data : new TextDecoder().decode(data)),
};

const addressOf = ({ configurable = {} }: RunnableConfig): { thread_id?: string; checkpoint_ns?: string } => configurable;

const address = (thread_id: string, checkpoint_ns: string, checkpoint_id: string): RunnableConfig => ({ configurable: { thread_id, checkpoint_ns, checkpoint_id } });

const given = <Name extends string>(name: Name, value: string): { [key in Name]?: string } =>
  // A computed key widens to `string`; the name is the one asked for.
  (value === '' ? {} : { [name]: value }) as { [key in Name]?: string };

const inOrder = (rows: readonly WriteRow[]): WriteRow[] =>
  rows.toSorted((a, b) => compareWritesSortKeys(writesSortKey(a.task_path, a.task_id, a.idx), writesSortKey(b.task_path, b.task_id, b.idx)));

const valueOf = ({ value }: WriteRow): unknown => (value === null ? undefined : JSON.parse(value));

const missing = (field: string): TypeError => new TypeError(`The config of a checkpoint needs \`configurable.${field}\`.`);
