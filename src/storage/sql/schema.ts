/** The tables, as every engine has them. Times are ISO 8601 UTC text, JSON is text, `n` counts up in the order of writing. */
import type { Generated, Kysely } from 'kysely';
import type { Door } from '../../domain/caller.ts';
import type { StoredListEntry } from '../../domain/list-entry.ts';
import type { Feedback } from '../../domain/preferences.ts';
import type { SuggestionRecord } from '../storage.ts';

export type CheckpointRow = {
  thread_id: string;
  checkpoint_ns: string;
  checkpoint_id: string;
  parent_id: string | null;
  /** JSON. */
  checkpoint: string;
  /** JSON. */
  metadata: string;
};

export type WriteRow = {
  thread_id: string;
  checkpoint_ns: string;
  checkpoint_id: string;
  task_id: string;
  idx: number;
  task_path: string;
  channel: string;
  /** JSON; null = undefined. */
  value: string | null;
};

export type Schema = {
  schema_migrations: { name: string; applied_at: string };
  threads: { thread_id: string; user_id: string; title: string; created_at: string; updated_at: string; message_count: number };
  messages: {
    n: Generated<number>;
    thread_id: string;
    turn_id: string;
    role: 'user' | 'assistant';
    content: string;
    created_at: string;
    /** Packed by the reply codec, then `packJson`. */
    reply: Uint8Array | null;
  };
  list_entries: StoredListEntry & { user_id: string };
  list_changes: {
    n: Generated<number>;
    change_id: string;
    user_id: string;
    anime_id: string;
    /** JSON of a list entry. */
    before: string | null;
    after: string | null;
    door: Door;
    turn_id: string | null;
    created_at: string;
    /** Id of the change that this one takes back. */
    undoes: string | null;
  };
  checkpoints: CheckpointRow;
  checkpoint_writes: WriteRow;
  preferences: { user_id: string; /** JSON. */ preferences: string; updated_at: string };
  recommendations_shown: SuggestionRecord & { user_id: string; expires_at: string };
  feedback: Feedback & { user_id: string };
  idempotency: { user_id: string; key: string; request_hash: string; reply: Uint8Array; created_at: string };
};

/** A database, or the open transaction of one. */
export type Db = Kysely<Schema>;
