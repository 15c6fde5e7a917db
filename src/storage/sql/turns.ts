/** The unit of work of a turn: staged while it runs, written in one transaction. After a failed commit it is still open: commit again or abandon. */
import type { TurnUnit } from '../../domain/caller.ts';
import type { ReplyCodec } from '../reply-codec.ts';
import type { TurnStore } from '../storage.ts';
import type { GroupCommit } from './group-commit.ts';
import { rememberReply } from './idempotency.ts';
import { commitStagedList } from './list.ts';
import { packJson } from './packed-json.ts';
import { prepare } from './prepared.ts';
import type { Db, Schema } from './schema.ts';
import { writeSuggested } from './suggestions.ts';
import { noSuchThread, turnRunning, type OpenUnit, type Units } from './units.ts';
import { commitStagedWishes } from './wishes.ts';

type Parts = {
  db: Db;
  commit: GroupCommit;
  units: Units;
  codec: ReplyCodec;
  /** What is remembered of a user, to be read anew. */
  forget: { list(user_id: string): void; wishes(user_id: string): void };
  newChangeId: () => string;
  now: () => Date;
  lockUser?: ((transaction: Db, user_id: string) => Promise<void>) | undefined;
  orderThread?: ((thread_id: string) => Promise<() => void>) | undefined;
};

export const createTurnStore = ({ db, commit, units, codec, forget, newChangeId, now, lockUser, orderThread }: Parts): TurnStore => {
  const atEnd = new Map<string, () => void>();
  const end = (unit: TurnUnit): void => {
    units.close(unit);
    atEnd.get(unit.turn_id)?.();
    atEnd.delete(unit.turn_id);
  };
  return {
    open: async ({ turn_id, thread_id, user_id }) => {
      const unit = Object.freeze({ turn_id, thread_id });
      const opened = units.open(unit, user_id); // taken before the first await, so that a second turn cannot slip in
      try {
        if (orderThread !== undefined) atEnd.set(turn_id, await orderThread(thread_id));
        const thread = (await selectThread(db, { thread_id })).rows[0];
        if (thread !== undefined && thread.user_id !== user_id) throw noSuchThread();
        opened.seen = thread?.message_count ?? null;
        return unit;
      } catch (thrown) {
        end(unit);
        throw thrown;
      }
    },
    hasWrites: (unit) => changesUser(units.get(unit)),
    commit: async (unit, { messages, title, suggested = [], idempotency }) => {
      const open = units.get(unit);
      const { user_id, seen } = open;
      const { thread_id, turn_id } = unit;
      const at = now();
      const created_at = at.toISOString();
      await commit(async (transaction) => {
        if (changesUser(open)) await lockUser?.(transaction, user_id);
        await touchThread(transaction, { thread_id, user_id, title, at: created_at, messages: messages.length, seen });
        for (const { role, content, reply } of messages) {
          const packed = reply === undefined ? null : packJson(codec.pack(reply, { thread_id, turn_id, content }));
          await insertMessage(transaction, { thread_id, turn_id, role, content, created_at, reply: packed });
        }
        await commitStagedList(transaction, open, newChangeId, created_at);
        await commitStagedWishes(transaction, open, created_at);
        await writeSuggested(transaction, user_id, suggested, at);
        await open.checkpoints.save(transaction);
        if (idempotency !== undefined) await rememberReply(transaction, user_id, idempotency, { turn: codec.pack(idempotency.reply) }, at);
      });
      end(unit);
      if (open.list.mutations.length > 0) forget.list(user_id);
      if (open.wishes.mutations.length > 0) forget.wishes(user_id);
    },
    abandon: end,
  };
};

const changesUser = ({ list, wishes }: OpenUnit): boolean => list.mutations.length > 0 || wishes.mutations.length > 0;

type Touch = { thread_id: string; user_id: string; title: string; at: string; messages: number };

/**
 * The title is a new thread's; a known one keeps its own.
 * @param seen messages when the turn was opened, null for a new thread
 * @throws AppError conflict when another process has answered on the thread since
 */
const touchThread = async (db: Db, { seen, ...touch }: Touch & { seen: number | null }): Promise<void> => {
  const { numAffectedRows } = seen === null ? await insertThread(db, touch) : await updateThread(db, { ...touch, seen });
  if (numAffectedRows === 1n) return;
  const thread = (await selectThread(db, touch)).rows[0];
  throw thread?.user_id === touch.user_id ? turnRunning() : noSuchThread();
};

const selectThread = prepare<{ thread_id: string }>()((db, p) => db.selectFrom('threads').select(['user_id', 'message_count']).where('thread_id', '=', p.thread_id));

const updateThread = prepare<Touch & { seen: number }>()((db, p) =>
  db.updateTable('threads').set((eb) => ({ updated_at: p.at, message_count: eb('message_count', '+', p.messages) }))
    .where('thread_id', '=', p.thread_id).where('user_id', '=', p.user_id).where('message_count', '=', p.seen));

const insertThread = prepare<Touch>()((db, p) =>
  db.insertInto('threads')
    .values({ thread_id: p.thread_id, user_id: p.user_id, title: p.title, created_at: p.at, updated_at: p.at, message_count: p.messages })
    .onConflict((conflict) => conflict.doNothing()));

type NewRow = Omit<Schema['messages'], 'n'>;
const insertMessage = prepare<NewRow>()((db, { thread_id, turn_id, role, content, created_at, reply }) =>
  db.insertInto('messages').values({ thread_id, turn_id, role, content, created_at, reply }));
