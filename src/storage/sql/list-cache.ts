/** The last lists read, so that a turn does not read a thousand rows again that nobody changed. */
import type { StoredListEntry } from '../../domain/list-entry.ts';

const maxLists = 32;

export type ListCache = {
  /** The user's rows from memory, or read with `load` and remembered. Rows are frozen and shared. */
  read(user_id: string, load: () => Promise<StoredListEntry[]>): Promise<readonly StoredListEntry[]>;
  /** After a commit that changed lists. */
  forget(user_id: string): void;
};

/** @param changedElsewhere true when another process may have changed rows since the last call */
export const createListCache = (changedElsewhere: () => boolean): ListCache => {
  const lists = new Map<string, readonly StoredListEntry[]>();
  let generation = 0;
  return {
    read: async (user_id, load) => {
      if (changedElsewhere()) {
        lists.clear();
        generation += 1;
      }
      const known = lists.get(user_id);
      if (known !== undefined) return known;
      const before = generation;
      const rows = (await load()).map((row) => Object.freeze(row));
      // A change between the query and this line must not be covered by the older rows.
      if (before === generation) remember(lists, user_id, rows);
      return rows;
    },
    forget: (user_id) => {
      lists.delete(user_id);
      generation += 1;
    },
  };
};

const remember = (lists: Map<string, readonly StoredListEntry[]>, user_id: string, rows: readonly StoredListEntry[]): void => {
  const oldest = lists.size >= maxLists ? lists.keys().next().value : undefined;
  if (oldest !== undefined) lists.delete(oldest);
  lists.set(user_id, rows);
};
