/** The cache that several processes share. Redis may be away at any time: every call gives up quickly, and a lost connection is tried again in the background. */
import { Redis } from 'ioredis';
import { AppError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Cache } from './cache.ts';

/** A question of a user waits for it. */
const patienceMs = 250;
const longestPauseMs = 5000;

export const createRedisCache = async ({ url, prefix = 'animetrackr:', log }: { url: string; prefix?: string; log?: Log }): Promise<Cache> => {
  const redis = new Redis(url, {
    keyPrefix: prefix,
    lazyConnect: true,
    commandTimeout: patienceMs,
    connectTimeout: 2000,
    // A command without a connection fails at once instead of waiting for one.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(longestPauseMs, 100 * 2 ** attempt),
  });
  // ioredis repeats the same error with every attempt.
  let isAway = false;
  redis.on('error', (error) => {
    if (!isAway) log?.warn({ err: error }, 'Redis cannot be reached; this process goes on without a shared cache');
    isAway = true;
  });
  redis.on('ready', () => {
    if (isAway) log?.info('Redis is back');
    isAway = false;
  });
  await redis.connect().catch(() => undefined); // said by the listener; it goes on trying
  return {
    engine: 'redis',
    get: (key) => redis.get(key).catch(() => null),
    set: async (key, value, seconds) => {
      await redis.set(key, value, 'PX', Math.max(1, Math.round(seconds * 1000))).catch(() => undefined);
    },
    ping: async () => {
      await redis.ping().catch((thrown: unknown) => {
        throw new AppError('unavailable', 'Redis does not answer.', { hint: 'Look at REDIS_URL and whether the server runs.', cause: thrown });
      });
    },
    close: async () => redis.disconnect(),
  };
};
