import type { TurnUnit } from '../domain/caller.ts';
import type { StoredListEntry } from '../domain/list-entry.ts';

/** What tools read of a user's list; the list store has it. Inside a turn: with what the turn has changed so far. */
export type ListReader = {
  /** The entry stored under any of the ids. */
  find(user_id: string, aliases: readonly string[], unit?: TurnUnit): Promise<StoredListEntry | null>;
};
