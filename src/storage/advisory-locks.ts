/**
 * Turns of one thread in several processes: one after the other, by PostgreSQL's session locks. One connection holds all locks of this process;
 * when it is lost they are free, and a turn that went on meanwhile is refused at its commit because the thread has grown.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { toStorageError } from './postgres-errors.ts';
import { turnRunning } from './sql/units.ts';

export type AdvisoryLocks = {
  /** Waits for the thread. @returns gives it back @throws AppError conflict after the time, unavailable without a database */
  take(thread_id: string): Promise<() => void>;
};

const firstPauseMs = 10;
const longestPauseMs = 100;

/** @param session a pool of one connection that is never idle for too long: locks belong to their connection */
export const createAdvisoryLocks = (session: Pool, { waitMs = 10_000 }: { waitMs?: number | undefined } = {}): AdvisoryLocks => {
  const ask = async (does: 'pg_try_advisory_lock' | 'pg_advisory_unlock', thread_id: string): Promise<boolean> => {
    const { rows } = await session.query<{ done: boolean }>(`select ${does}(hashtextextended('animetrackr thread ' || $1, 0)) as done`, [thread_id]);
    return rows[0]?.done === true;
  };
  return {
    take: async (thread_id) => {
      const until = performance.now() + waitMs;
      for (let pause = firstPauseMs; ; pause = Math.min(2 * pause, longestPauseMs)) {
        const taken = await ask('pg_try_advisory_lock', thread_id).catch((thrown: unknown) => {
          throw toStorageError(thrown);
        });
        // A lost connection has given it back already.
        if (taken) return () => void ask('pg_advisory_unlock', thread_id).catch(() => undefined);
        if (performance.now() >= until) throw turnRunning();
        await sleep(pause);
      }
    },
  };
};
