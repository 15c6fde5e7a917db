/** Remembered replies of writes that carried an idempotency key. */
import { AppError } from '../../errors.ts';
import type { IdempotencyClaim, IdempotencyStore } from '../storage.ts';
import type { ReplyCodec } from '../reply-codec.ts';
import { packJson, unpackJson } from './packed-json.ts';
import { prepare } from './prepared.ts';
import type { Db, Schema } from './schema.ts';

const keptMs = 24 * 60 * 60 * 1000;

/** A turn's reply is packed, any other is kept as it is. */
type RememberedReply = { turn: unknown } | { write: unknown };

export const createIdempotencyStore = ({ db, codec, now }: { db: Db; codec: ReplyCodec; now: () => Date }): IdempotencyStore => ({
  recall: async (user_id, { key, request_hash }) => {
    const [row] = (await select(db, { user_id, key, since: expiry(now()) })).rows;
    if (row === undefined) return null;
    if (row.request_hash !== request_hash) {
      throw new AppError('conflict', 'This idempotency key was already used for another request.', { hint: 'Use a new key for a new request.' });
    }
    const remembered = unpackJson(row.reply) as RememberedReply; // written by `rememberReply`
    return 'turn' in remembered ? codec.unpack(remembered.turn) : remembered.write;
  },
});

/**
 * Into the transaction of the write itself, so that neither exists without the other. Drops what has expired.
 * @throws AppError conflict when the key was taken meanwhile; then nothing of the transaction stays
 */
export const rememberReply = async (db: Db, user_id: string, { key, request_hash }: IdempotencyClaim, reply: RememberedReply, at: Date): Promise<void> => {
  await deleteExpired(db, { before: expiry(at) });
  const { numAffectedRows } = await insert(db, { user_id, key, request_hash, reply: packJson(reply), created_at: at.toISOString() });
  if (numAffectedRows === 1n) return;
  throw new AppError('conflict', 'A request with this idempotency key was just answered.', {
    hint: 'Send the same request again to get that answer; use a new key for a new request.',
    retryAfter: 0,
  });
};

const expiry = (at: Date): string => new Date(at.getTime() - keptMs).toISOString();

const select = prepare<{ user_id: string; key: string; since: string }>()((db, p) =>
  db.selectFrom('idempotency').select(['request_hash', 'reply']).where('user_id', '=', p.user_id).where('key', '=', p.key).where('created_at', '>=', p.since));

const deleteExpired = prepare<{ before: string }>()((db, p) => db.deleteFrom('idempotency').where('created_at', '<', p.before));

const insert = prepare<Schema['idempotency']>()((db, { user_id, key, request_hash, reply, created_at }) =>
  db.insertInto('idempotency').values({ user_id, key, request_hash, reply, created_at }).onConflict((conflict) => conflict.doNothing()));
