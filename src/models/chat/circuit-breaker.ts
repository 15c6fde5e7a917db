/**
 * Stops calling what keeps failing. Counts failures in a row, which opossum does not (it opens on a share of a time window, so a
 * slow trickle of turns would never open it), and lets exactly one call through when the pause is over.
 */
import { AppError } from '../../errors.ts';
import type { CircuitStatus } from '../chat-model.ts';

export type CircuitOptions = {
  /** Failures in a row that open the circuit. */
  readonly threshold: number;
  readonly pauseMs: number;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
};

export type CircuitBreaker = {
  /**
   * @param isFailure whether what `work` threw speaks against the other side; anything else leaves the count as it is
   * @throws AppError unavailable while open; what `work` throws otherwise
   */
  run<Result>(work: () => Promise<Result>, isFailure: (error: unknown) => boolean): Promise<Result>;
  status(): CircuitStatus;
};

export const createCircuitBreaker = ({ threshold, pauseMs, now }: CircuitOptions): CircuitBreaker => {
  let failures = 0;
  let openedAt: number | null = null;
  let probing = false;

  const retryIn = (): number => (openedAt === null ? 0 : Math.max(0, openedAt + pauseMs - now()));
  const open = (): void => {
    openedAt = now();
  };
  const close = (): void => {
    failures = 0;
    openedAt = null;
  };

  return {
    async run(work, isFailure) {
      const probe = openedAt !== null;
      if (probe) {
        if (retryIn() > 0 || probing) {
          throw new AppError('unavailable', 'The chat model is not answering at the moment.', { retryAfter: Math.max(1, Math.ceil(retryIn() / 1000)) });
        }
        probing = true;
      }
      try {
        const result = await work();
        // A call from before the circuit opened proves nothing about now.
        if (probe || openedAt === null) close();
        return result;
      } catch (error) {
        if (isFailure(error)) {
          failures += 1;
          if (probe || (openedAt === null && failures >= threshold)) open();
        }
        throw error;
      } finally {
        if (probe) probing = false;
      }
    },
    status: () => ({ state: openedAt === null ? 'closed' : retryIn() > 0 ? 'open' : 'half_open', consecutive_failures: failures, retry_in_ms: Math.ceil(retryIn()) }),
  };
};
