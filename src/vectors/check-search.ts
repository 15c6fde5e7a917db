/** What every index refuses, before anything native can see it: FAISS aborts its whole process on k = 0. */
import { AppError } from '../errors.ts';
import type { VectorMatrix } from './vector-index.ts';

/** @throws AppError internal when the matrix is not what it says or holds a component that is not finite */
export const checkMatrix = ({ dimension, rows, values }: VectorMatrix): void => {
  if (!Number.isInteger(dimension) || dimension < 1 || !Number.isInteger(rows) || rows < 0 || values.length !== rows * dimension) {
    throw new AppError('internal', `A matrix of ${rows} x ${dimension} cannot have ${values.length} values.`);
  }
  if (!allFinite(values)) throw new AppError('internal', 'The matrix holds a component that is not a finite number.');
};

/** @throws AppError invalid_input for a wrong dimension, a component that is not finite, or a k that is no whole number >= 1 */
export const checkSearch = (matrix: VectorMatrix, query: Float32Array, k: number): void => {
  if (!Number.isInteger(k) || k < 1) throw new AppError('invalid_input', `k must be a whole number of at least 1, not ${k}.`);
  if (query.length !== matrix.dimension) {
    throw new AppError('invalid_input', `The query has ${query.length} dimensions, the index ${matrix.dimension}.`);
  }
  if (!query.every(Number.isFinite)) throw new AppError('invalid_input', 'The query holds a component that is not a finite number.');
};

export const cancelled = (signal: AbortSignal): AppError => new AppError('cancelled', 'The search was cancelled.', { cause: signal.reason });

export const throwIfCancelled = (signal: AbortSignal | undefined): void => {
  if (signal?.aborted === true) throw cancelled(signal);
};

export const overloaded = (): AppError =>
  new AppError('unavailable', 'Too many searches are waiting.', { hint: 'Try again in a moment.', retryAfter: 1 });

/** A plain loop: `values.every(Number.isFinite)` takes eight times as long, which shows on a whole catalogue. */
const allFinite = (values: Float32Array): boolean => {
  for (let i = 0; i < values.length; i += 1) if (!Number.isFinite(values[i])) return false;
  return true;
};
