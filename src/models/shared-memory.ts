/** What models ask of the cache that processes share. */
export type SharedMemory = {
  get(key: string): Promise<string | null>;
  set(key: string, value: string, seconds: number): Promise<void>;
};

/** For programs that ask once and end. */
export const forgetful: SharedMemory = { get: async () => null, set: async () => {} };
