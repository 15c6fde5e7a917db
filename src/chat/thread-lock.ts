/** Turns of one thread run one after the other, in the order in which they came. */
import { E_TIMEOUT, Mutex, withTimeout, type MutexInterface } from 'async-mutex';
import { AppError } from '../errors.ts';

export type ThreadLock = <T>(thread_id: string, signal: AbortSignal | undefined, work: () => Promise<T>) => Promise<T>;

/** @param waitMs how long a second turn waits before it is refused with `conflict` */
export const createThreadLock = ({ waitMs = 10_000 }: { waitMs?: number } = {}): ThreadLock => {
  const locks = new Map<string, { mutex: MutexInterface; users: number }>();
  return async (thread_id, signal, work) => {
    const lock = locks.get(thread_id) ?? { mutex: withTimeout(new Mutex(), waitMs), users: 0 };
    locks.set(thread_id, lock);
    lock.users += 1;
    try {
      const release = await lock.mutex.acquire().catch((thrown: unknown) => {
        if (thrown !== E_TIMEOUT) throw thrown;
        throw new AppError('conflict', 'An earlier message of this conversation is still being answered.', { hint: 'Wait for its answer, then send this one again.', retryAfter: 2 });
      });
      try {
        signal?.throwIfAborted();
        return await work();
      } finally {
        release();
      }
    } finally {
      lock.users -= 1;
      if (lock.users === 0) locks.delete(thread_id);
    }
  };
};
