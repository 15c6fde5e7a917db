/** What was last read of the last users, so that a turn does not read again what nobody changed. */

const mostUsers = 32;

export type UserCache<Value> = {
  /** From memory, or read with `load` and remembered. Values are shared: frozen by whoever loads them. */
  read(user_id: string, load: () => Promise<Value>): Promise<Value>;
  /** After a commit that changed it. */
  forget(user_id: string): void;
};

/** @param versionElsewhere another number whenever another process may have changed rows */
export const createUserCache = <Value>(versionElsewhere: () => number): UserCache<Value> => {
  const known = new Map<string, Value>();
  let seen = -1;
  let generation = 0;
  const remember = (user_id: string, value: Value): void => {
    const oldest = known.size >= mostUsers ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
    known.set(user_id, value);
  };
  return {
    read: async (user_id, load) => {
      const version = versionElsewhere();
      if (version !== seen) {
        seen = version;
        known.clear();
        generation += 1;
      }
      const remembered = known.get(user_id);
      if (remembered !== undefined) return remembered;
      const before = generation;
      const value = await load();
      // A change between the query and this line must not be covered by what was there before.
      if (before === generation) remember(user_id, value);
      return value;
    },
    forget: (user_id) => {
      known.delete(user_id);
      generation += 1;
    },
  };
};
