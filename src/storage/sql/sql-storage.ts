/** The storage port over a migrated SQL database, whatever its engine. */
import type { StoredListEntry } from '../../domain/list-entry.ts';
import type { Wishes } from '../../domain/preferences.ts';
import { createCheckpointSaver } from '../checkpoint-saver.ts';
import type { ReplyCodec } from '../reply-codec.ts';
import type { Storage } from '../storage.ts';
import { createCheckpointStore } from './checkpoint-store.ts';
import { createGroupCommit } from './group-commit.ts';
import { createIdempotencyStore } from './idempotency.ts';
import { createListStore } from './list.ts';
import { prepare } from './prepared.ts';
import type { Db } from './schema.ts';
import { createSortableIds } from './sortable-ids.ts';
import { createSuggestionStore } from './suggestions.ts';
import { createThreadStore } from './threads.ts';
import { createTurnStore } from './turns.ts';
import { createUnits } from './units.ts';
import { createUserCache } from './user-cache.ts';
import { createWishStore } from './wishes.ts';

type Parts = {
  db: Db;
  engine: Storage['engine'];
  codec: ReplyCodec;
  now: () => Date;
  /** True when another process may have changed rows since the last call. */
  changedElsewhere: () => boolean;
  /** Where writers work side by side: this user's other writers wait until the transaction ends. Left out: a transaction is alone from its beginning. */
  lockUser?: (transaction: Db, user_id: string) => Promise<void>;
  /** Waits until no other process answers on the thread. Left out: there is no other process. */
  orderThread?: (thread_id: string) => Promise<() => void>;
  close: () => Promise<void>;
};

export const createSqlStorage = ({ db, engine, codec, now, changedElsewhere, lockUser, orderThread, close }: Parts): Storage => {
  const checkpoints = createCheckpointStore(db);
  const units = createUnits(checkpoints);
  // Asked by both caches: whoever asks first must not swallow the news.
  let version = 0;
  const versionElsewhere = (): number => (changedElsewhere() ? ++version : version);
  const lists = createUserCache<readonly StoredListEntry[]>(versionElsewhere);
  const wishes = createUserCache<Wishes>(versionElsewhere);
  const newChangeId = createSortableIds('c', now);
  return {
    threads: createThreadStore({ db, codec, units }),
    turns: createTurnStore({ db, commit: lockUser === undefined ? createGroupCommit(db, () => units.count() > 1) : (work) => db.transaction().execute(work), units, codec, forget: { list: lists.forget, wishes: wishes.forget }, newChangeId, now, lockUser, orderThread }),
    list: createListStore({ db, units, cache: lists, newChangeId, now, lockUser }),
    wishes: createWishStore({ db, units, cache: wishes, now, lockUser }),
    suggestions: createSuggestionStore({ db, now }),
    idempotency: createIdempotencyStore({ db, codec, now }),
    checkpointer: createCheckpointSaver((thread_id) => (thread_id === undefined ? undefined : units.ofThread(thread_id)?.checkpoints) ?? checkpoints),
    ping: async () => {
      await anyThread(db, {});
    },
    engine,
    close,
  };
};

const anyThread = prepare<Record<string, never>>()((db) => db.selectFrom('threads').select('thread_id').limit(1));
