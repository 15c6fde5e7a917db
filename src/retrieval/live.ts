/** The generation that is served now; swapped whole, without a moment in which nothing answers. */
import type { Log } from '../log.ts';
import type { Generation } from './generation.ts';

export type Live = {
  current(): Generation;
  /** Serves the next generation; the old one's index is closed after `graceMs`, when the searches begun on it are over. */
  swap(next: Generation): void;
  close(): Promise<void>;
};

export const createLive = ({ first, log, graceMs = 30_000 }: { first: Generation; log: Log; graceMs?: number }): Live => {
  let current = first;
  const retiring = new Map<Generation, NodeJS.Timeout>();
  const end = async (generation: Generation): Promise<void> => {
    clearTimeout(retiring.get(generation));
    retiring.delete(generation);
    await Promise.all([generation.index?.close(), generation.sentences?.close()]);
  };
  return {
    current: () => current,
    swap: (next) => {
      const old = current;
      current = next;
      const timer = setTimeout(() => void end(old).catch((error: unknown) => log.warn({ err: error }, 'an old index did not close')), graceMs);
      timer.unref();
      retiring.set(old, timer);
    },
    close: async () => {
      await Promise.all([...retiring.keys(), current].map(end));
    },
  };
};
