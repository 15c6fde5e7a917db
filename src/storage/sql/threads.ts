/** Conversations and their messages. */
import type { Message } from '../../domain/chat-turn.ts';
import { AppError } from '../../errors.ts';
import type { ReplyCodec } from '../reply-codec.ts';
import type { ThreadStore } from '../storage.ts';
import { deleteCheckpoints } from './checkpoint-store.ts';
import { unpackJson } from './packed-json.ts';
import { prepare } from './prepared.ts';
import type { Db, Schema } from './schema.ts';
import { turnRunning, type Units } from './units.ts';

export const createThreadStore = ({ db, codec, units }: { db: Db; codec: ReplyCodec; units: Units }): ThreadStore => ({
  list: async (user_id, { limit, offset }) => (await selectPage(db, { user_id, limit, offset })).rows,
  get: async (user_id, thread_id) => (await selectOne(db, { user_id, thread_id })).rows[0] ?? null,
  delete: async (user_id, thread_id) => {
    if (units.ofThread(thread_id)?.user_id === user_id) throw turnRunning();
    return db.transaction().execute(async (transaction) => {
      const { numAffectedRows } = await deleteOne(transaction, { user_id, thread_id });
      if (numAffectedRows !== 1n) return false;
      await deleteCheckpoints(transaction, thread_id);
      return true;
    });
  },
  messages: async (thread_id, { limit, after }) => {
    const { rows } = await selectMessages(db, { thread_id, after: after === undefined ? 0 : parseMessageId(after), limit: limit + 1 });
    const page = rows.slice(0, limit).map((row) => toMessage(row, thread_id, codec));
    return { messages: page, next: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
  },
  recent: async (thread_id, limit) => (await selectRecent(db, { thread_id, limit })).rows.reverse().map((row) => toMessage({ ...row, reply: null }, thread_id, codec)),
  endingWith: async (user_id, { role, content }, limit) => (await selectEnding(db, { user_id, role, content, limit })).rows.map(({ thread_id }) => thread_id),
  rename: async (user_id, thread_id, title) => (await updateTitle(db, { user_id, thread_id, title })).numAffectedRows === 1n,
});

type Row = Pick<Schema['messages'], 'turn_id' | 'role' | 'content' | 'created_at' | 'reply'> & { n: number };

const toMessage = ({ n, turn_id, role, content, created_at, reply }: Row, thread_id: string, codec: ReplyCodec): Message => ({
  id: `m${n}`, turn_id, role, content, created_at,
  ...(reply === null ? {} : { reply: codec.unpack(unpackJson(reply), { thread_id, turn_id, content }) }),
});

const parseMessageId = (id: string): number => {
  const n = /^m(\d{1,15})$/.exec(id)?.[1];
  if (n !== undefined) return Number(n);
  throw new AppError('invalid_input', 'The cursor is not the id of a message.', { hint: 'Use `next` of the page before, or leave the cursor out.' });
};

const threadColumns = ['thread_id', 'title', 'created_at', 'updated_at', 'message_count'] as const;

const selectPage = prepare<{ user_id: string; limit: number; offset: number }>()((db, p) =>
  db.selectFrom('threads').select(threadColumns).where('user_id', '=', p.user_id).orderBy('updated_at', 'desc').orderBy('thread_id').limit(p.limit).offset(p.offset));

const selectOne = prepare<{ user_id: string; thread_id: string }>()((db, p) =>
  db.selectFrom('threads').select(threadColumns).where('thread_id', '=', p.thread_id).where('user_id', '=', p.user_id));

const deleteOne = prepare<{ user_id: string; thread_id: string }>()((db, p) =>
  db.deleteFrom('threads').where('thread_id', '=', p.thread_id).where('user_id', '=', p.user_id));

const updateTitle = prepare<{ user_id: string; thread_id: string; title: string }>()((db, p) =>
  db.updateTable('threads').set({ title: p.title }).where('thread_id', '=', p.thread_id).where('user_id', '=', p.user_id));

const selectMessages = prepare<{ thread_id: string; after: number; limit: number }>()((db, p) =>
  db.selectFrom('messages').select(['n', 'turn_id', 'role', 'content', 'created_at', 'reply']).where('thread_id', '=', p.thread_id).where('n', '>', p.after).orderBy('n').limit(p.limit));

const selectRecent = prepare<{ thread_id: string; limit: number }>()((db, p) =>
  db.selectFrom('messages').select(['n', 'turn_id', 'role', 'content', 'created_at']).where('thread_id', '=', p.thread_id).orderBy('n', 'desc').limit(p.limit));

const selectEnding = prepare<{ user_id: string; role: Message['role']; content: string; limit: number }>()((db, p) =>
  db.selectFrom('threads').select('thread_id').where('user_id', '=', p.user_id)
    .where((eb) => eb.selectFrom('messages').select('content').whereRef('messages.thread_id', '=', 'threads.thread_id').where('role', '=', p.role).orderBy('n', 'desc').limit(1), '=', p.content)
    .orderBy('updated_at', 'desc').orderBy('thread_id').limit(p.limit));
