/** Turns of one thread run one after the other, in the order in which they came. */
import { Mutex, type MutexInterface } from 'async-mutex';
import { AppError } from '../errors.ts';

/** Holds all names while it works; they are taken in the order given, which must be the same everywhere. */
export type ThreadLock = <T>(names: readonly string[], signal: AbortSignal | undefined, work: () => Promise<T>) => Promise<T>;

/** @param waitMs how long a second turn waits, for all names together, before it is refused with `conflict` */
export const createThreadLock = ({ waitMs = 10_000 }: { waitMs?: number } = {}): ThreadLock => {
  const locks = new Map<string, { mutex: Mutex; users: number }>();

  const hold = async <T>([name, ...rest]: readonly string[], until: number, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> => {
    if (name === undefined) return work();
    const lock = locks.get(name) ?? { mutex: new Mutex(), users: 0 };
    locks.set(name, lock);
    lock.users += 1;
    try {
      const release = await acquire(lock.mutex, until - performance.now(), signal);
      try {
        return await hold(rest, until, signal, work);
      } finally {
        release();
      }
    } finally {
      lock.users -= 1;
      if (lock.users === 0) locks.delete(name);
    }
  };

  return (names, signal, work) => hold(names, performance.now() + waitMs, signal, work);
};

/** Whoever gives up waiting, or leaves, hands the lock on as soon as it would be theirs. */
const acquire = (mutex: Mutex, waitMs: number, signal: AbortSignal | undefined): Promise<MutexInterface.Releaser> => {
  if (!mutex.isLocked()) return mutex.acquire();
  return new Promise((resolve, reject) => {
    const stop = (error: AppError): void => {
      done();
      reject(error);
      void waiting.then((release) => release());
    };
    const timer = setTimeout(() => stop(stillAnswering()), waitMs);
    const onLeft = (): void => stop(new AppError('cancelled', 'The turn was cancelled before it began.', { cause: signal?.reason }));
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onLeft);
    };
    const waiting = mutex.acquire();
    if (signal?.aborted === true) return onLeft();
    signal?.addEventListener('abort', onLeft, { once: true });
    void waiting.then((release) => {
      done();
      resolve(release);
    });
  });
};

const stillAnswering = (): AppError =>
  new AppError('conflict', 'An earlier message of this conversation is still being answered.', { hint: 'Wait for its answer, then send this one again.', retryAfter: 2 });
