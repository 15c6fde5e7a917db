/** A provider that said "no more for a while" is left alone by every process until then, instead of being asked again with each turn. */
import { AppError } from '../errors.ts';
import type { SharedMemory } from './shared-memory.ts';

/** Longer waits are not taken on the word of a header. */
const longestSeconds = 600;

export type RateLimit = {
  /** Runs `request`, unless the provider asked to wait. @throws AppError rate_limited with `retryAfter`, and what `request` throws */
  run<Result>(request: () => Promise<Result>): Promise<Result>;
};

/** @param key of the provider and the model, without secrets */
export const createRateLimit = ({ memory, key, what, now = Date.now }: { memory: SharedMemory; key: string; what: string; now?: () => number }): RateLimit => ({
  run: async (request) => {
    const until = Number((await memory.get(`limit:${key}`)) ?? 0);
    if (until > now()) throw new AppError('rate_limited', `${what} accepts no more requests for the moment.`, { hint: 'Try again later, or check the quota of the key.', retryAfter: Math.ceil((until - now()) / 1000) });
    try {
      return await request();
    } catch (thrown) {
      const seconds = thrown instanceof AppError && thrown.code === 'rate_limited' ? Math.min(longestSeconds, thrown.retryAfter ?? 0) : 0;
      if (seconds > 0) await memory.set(`limit:${key}`, String(now() + seconds * 1000), seconds);
      throw thrown;
    }
  },
});
