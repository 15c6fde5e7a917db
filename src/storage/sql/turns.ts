/** The unit of work of a turn: staged while it runs, written in one transaction. After a failed commit it is still open: commit again or abandon. */
import type { ReplyCodec } from '../reply-codec.ts';
import type { TurnStore } from '../storage.ts';
import type { GroupCommit } from './group-commit.ts';
import { rememberReply } from './idempotency.ts';
import type { ListCache } from './list-cache.ts';
import { commitStagedList } from './list.ts';
import { packJson } from './packed-json.ts';
import { prepare } from './prepared.ts';
import type { Db, Schema } from './schema.ts';
import { noSuchThread, type Units } from './units.ts';

type Parts = { db: Db; commitTogether: GroupCommit; units: Units; codec: ReplyCodec; cache: ListCache; newChangeId: () => string; now: () => Date };

export const createTurnStore = ({ db, commitTogether, units, codec, cache, newChangeId, now }: Parts): TurnStore => ({
  open: async ({ turn_id, thread_id, user_id }) => {
    const unit = Object.freeze({ turn_id, thread_id });
    units.open(unit, user_id); // taken before the first await, so that a second turn cannot slip in
    const owner = await ownerOf(db, thread_id).catch((thrown: unknown) => {
      units.close(unit);
      throw thrown;
    });
    if (owner === undefined || owner === user_id) return unit;
    units.close(unit);
    throw noSuchThread();
  },
  hasWrites: (unit) => units.get(unit).list.mutations.length > 0,
  commit: async (unit, { messages, title, idempotency }) => {
    const open = units.get(unit);
    const { user_id } = open;
    const { thread_id, turn_id } = unit;
    const at = now();
    const created_at = at.toISOString();
    await commitTogether(async (transaction) => {
      await touchThread(transaction, { thread_id, user_id, title, at: created_at, messages: messages.length });
      for (const { role, content, reply } of messages) {
        const packed = reply === undefined ? null : packJson(codec.pack(reply, { thread_id, turn_id, content }));
        await insertMessage(transaction, { thread_id, turn_id, role, content, created_at, reply: packed });
      }
      await commitStagedList(transaction, open, newChangeId, created_at);
      await open.checkpoints.save(transaction);
      if (idempotency !== undefined) await rememberReply(transaction, user_id, idempotency, { turn: codec.pack(idempotency.reply) }, at);
    });
    units.close(unit);
    if (open.list.mutations.length > 0) cache.forget(user_id);
  },
  abandon: (unit) => units.close(unit),
});

const ownerOf = async (db: Db, thread_id: string): Promise<string | undefined> => (await selectOwner(db, { thread_id })).rows[0]?.user_id;

type Touch = { thread_id: string; user_id: string; title: string; at: string; messages: number };

/** The title is a new thread's; a known one keeps its own. */
const touchThread = async (db: Db, touch: Touch): Promise<void> => {
  if ((await updateThread(db, touch)).numAffectedRows === 1n) return;
  // Nothing inserted: another process gave the id to another user since the turn was opened.
  if ((await insertThread(db, touch)).numAffectedRows !== 1n) throw noSuchThread();
};

const selectOwner = prepare<{ thread_id: string }>()((db, p) => db.selectFrom('threads').select('user_id').where('thread_id', '=', p.thread_id));

const updateThread = prepare<Touch>()((db, p) =>
  db.updateTable('threads').set((eb) => ({ updated_at: p.at, message_count: eb('message_count', '+', p.messages) }))
    .where('thread_id', '=', p.thread_id).where('user_id', '=', p.user_id));

const insertThread = prepare<Touch>()((db, p) =>
  db.insertInto('threads')
    .values({ thread_id: p.thread_id, user_id: p.user_id, title: p.title, created_at: p.at, updated_at: p.at, message_count: p.messages })
    .onConflict((conflict) => conflict.doNothing()));

type NewRow = Omit<Schema['messages'], 'n'>;
const insertMessage = prepare<NewRow>()((db, { thread_id, turn_id, role, content, created_at, reply }) =>
  db.insertInto('messages').values({ thread_id, turn_id, role, content, created_at, reply }));
