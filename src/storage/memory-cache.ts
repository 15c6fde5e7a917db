/** The cache of one process: the newest few thousand values. */
import type { Cache } from './cache.ts';

export const createMemoryCache = ({ capacity = 4096, now = Date.now }: { capacity?: number; now?: () => number } = {}): Cache => {
  // a Map keeps the order of insertion: the first key is the one written longest ago
  const values = new Map<string, { readonly value: string; readonly until: number }>();
  return {
    engine: 'memory',
    get: async (key) => {
      const kept = values.get(key);
      return kept === undefined || kept.until <= now() ? null : kept.value;
    },
    set: async (key, value, seconds) => {
      values.delete(key);
      values.set(key, { value, until: now() + seconds * 1000 });
      const [oldest] = values.keys();
      if (values.size > capacity && oldest !== undefined) values.delete(oldest);
    },
    ping: async () => {},
    close: async () => values.clear(),
  };
};
