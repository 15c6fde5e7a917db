/** Port: everything a user owns (threads, messages, list, change log, checkpoints). One contract suite runs on every engine. */
import type { BaseCheckpointSaver } from '@langchain/langgraph-checkpoint';
import type { Door, TurnUnit } from '../domain/caller.ts';
import type { ChatReply, Message } from '../domain/chat-turn.ts';
import type { StoredListEntry } from '../domain/list-entry.ts';
import type { Suggested, Wishes } from '../domain/preferences.ts';

export type Thread = { thread_id: string; title: string; created_at: string; updated_at: string; message_count: number };

/**
 * A change of one list entry as a pure function of what is stored, because it may run twice: once when the tool is called
 * inside a turn (to show the outcome), and again on the newest row when the turn commits.
 * Returns the same object for "nothing to do", null for "remove".
 */
export type ListMutation = {
  readonly anime_id: string;
  /** All ids under which an older row may be stored; the row moves to `anime_id`. */
  readonly aliases: readonly string[];
  mutate(before: StoredListEntry | null): StoredListEntry | null;
  /** Id of the change that this one takes back. */
  readonly undoes?: string;
};

/** `change_id` is null when nothing changed. */
export type AppliedChange = {
  readonly change_id: string | null;
  readonly anime_id: string;
  readonly before: StoredListEntry | null;
  readonly after: StoredListEntry | null;
};

/** `turn_id`: the turn, or the group, that it was made in together with others. */
export type ChangeRecord = AppliedChange & { readonly change_id: string; readonly door: Door; readonly turn_id: string | null; readonly created_at: string; readonly undoes: string | null };

/** `anime_ids`: of an entry stored under any of them. */
export type ChangeFilter = { readonly since?: string; readonly anime_ids?: readonly string[]; readonly change_id?: string; readonly before?: string };

export type IdempotencyClaim = { readonly key: string; readonly request_hash: string };

export type ListStore = {
  /** All entries of a user, newest change first. Inside a unit: with what the unit has staged. */
  all(user_id: string, unit?: TurnUnit): Promise<StoredListEntry[]>;
  /** The entry stored under any of the ids. */
  find(user_id: string, aliases: readonly string[], unit?: TurnUnit): Promise<StoredListEntry | null>;
  /**
   * Applies the mutations in order, all or none, each change logged. With a unit the rows are staged and written when the unit commits.
   * With `idempotency` (and no unit) `reply(changes)` is stored in the same transaction. `group`: they are one thing to the user, as those of a turn are.
   */
  apply(
    user_id: string,
    mutations: readonly ListMutation[],
    context: { door: Door; unit?: TurnUnit; group?: string; idempotency?: IdempotencyClaim & { reply(changes: AppliedChange[]): unknown } },
  ): Promise<AppliedChange[]>;
  /** Newest first. `before`: only those older than the change with this id. */
  changes(user_id: string, options: ChangeFilter & { limit: number }, unit?: TurnUnit): Promise<ChangeRecord[]>;
};

/** What a user wants, as a pure function of what is stored: inside a turn it runs twice, like a `ListMutation`. */
export type WishMutation = (before: Wishes) => Wishes;

export type WishStore = {
  /** Inside a unit: with what the unit has staged. */
  read(user_id: string, unit?: TurnUnit): Promise<Wishes>;
  /** With a unit it is staged and written when the unit commits. With `idempotency` (and no unit) `reply(before, after)` is stored in the same transaction. */
  apply(
    user_id: string,
    mutate: WishMutation,
    context: { unit?: TurnUnit; idempotency?: IdempotencyClaim & { reply(before: Wishes, after: Wishes): unknown } },
  ): Promise<{ before: Wishes; after: Wishes }>;
};

/** `times`: how often it was shown; times are ISO 8601 UTC. */
export type SuggestionRecord = Suggested & { readonly times: number; readonly first_shown_at: string; readonly shown_at: string };

/** What was suggested to a user in conversations, one record per title, for 90 days after it was last shown. */
export type SuggestionStore = {
  /** Last shown first. */
  list(user_id: string, options: { limit: number }): Promise<SuggestionRecord[]>;
};

export type NewMessage = { readonly role: 'user' | 'assistant'; readonly content: string; readonly reply?: ChatReply };

export type ThreadStore = {
  /** Threads of a user, last used first. */
  list(user_id: string, options: { limit: number; offset: number }): Promise<Thread[]>;
  /** null when absent or another user's: the caller cannot tell which. */
  get(user_id: string, thread_id: string): Promise<Thread | null>;
  /** Deletes messages, checkpoints and the thread. False when absent. List changes made in it stay. */
  delete(user_id: string, thread_id: string): Promise<boolean>;
  /** Oldest first. `after` is a message id (exclusive); `next` is the cursor of the following page or null. */
  messages(thread_id: string, options: { limit: number; after?: string }): Promise<{ messages: Message[]; next: string | null }>;
  /** The newest `limit` messages, oldest first; without replies. */
  recent(thread_id: string, limit: number): Promise<Message[]>;
  /** Threads of a user in which this is the newest message of its role, last used first. Reads the end of each thread of the user. */
  endingWith(user_id: string, message: Pick<Message, 'role' | 'content'>, limit: number): Promise<string[]>;
  rename(user_id: string, thread_id: string, title: string): Promise<boolean>;
};

export type TurnStore = {
  /**
   * Opens the unit of work of one turn. Until `commit` nothing is visible outside; `abandon` leaves no trace.
   * @throws AppError not_found when the thread belongs to another user
   */
  open(turn: { turn_id: string; thread_id: string; user_id: string }): Promise<TurnUnit>;
  /** Has the unit staged a change of the list or of wishes? Then the turn is carried to its end even when its client has gone. */
  hasWrites(unit: TurnUnit): boolean;
  /** Messages, checkpoint, list changes, wishes, what was suggested and the idempotent reply: one transaction. */
  commit(unit: TurnUnit, turn: { messages: readonly NewMessage[]; title: string; suggested?: readonly Suggested[]; idempotency?: IdempotencyClaim & { reply: ChatReply } }): Promise<void>;
  abandon(unit: TurnUnit): void;
};

export type IdempotencyStore = {
  /**
   * The remembered reply of a key, or null.
   * @throws AppError conflict when the key was used for another request
   */
  recall(user_id: string, claim: IdempotencyClaim): Promise<unknown>;
};

export type Storage = {
  readonly threads: ThreadStore;
  readonly turns: TurnStore;
  readonly list: ListStore;
  readonly wishes: WishStore;
  readonly suggestions: SuggestionStore;
  readonly idempotency: IdempotencyStore;
  /** LangGraph's saver; inside an open unit of the thread its writes are staged into the unit. */
  readonly checkpointer: BaseCheckpointSaver;
  /** One cheap round trip. @throws AppError unavailable */
  ping(): Promise<void>;
  readonly engine: 'sqlite' | 'postgres';
  close(): Promise<void>;
};
