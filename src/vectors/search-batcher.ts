/** Searches that arrive while one is running leave together: one native call reads the matrix once for all of them. */
import type { VectorMatrix } from './vector-index.ts';

const largestBatch = 64;
/** A search that wants more rows than this goes alone: a batch computes its largest k for each member. */
const largestSharedK = 2048;

type Waiting = {
  readonly query: Float32Array;
  readonly k: number;
  readonly signal: AbortSignal | undefined;
  readonly settle: (labels: Int32Array | null) => void;
};

export type SearchBatcher = {
  /** At least `k` row numbers, best first; null when there was no answer. A search aborted while it waits is not sent, and never settles. */
  search(query: Float32Array, k: number, signal: AbortSignal | undefined): Promise<Int32Array | null>;
};

type Options = {
  readonly dimension: VectorMatrix['dimension'];
  /** Row numbers, `k` per query, or null. Never called again before it has settled. */
  send(queries: Float32Array, count: number, k: number): Promise<Int32Array | null>;
};

export const createSearchBatcher = ({ dimension, send }: Options): SearchBatcher => {
  let queue: Waiting[] = [];
  let busy = false;

  const takeBatch = (): Waiting[] => {
    queue = queue.filter(({ signal }) => signal?.aborted !== true);
    const [first] = queue;
    if (first === undefined) return [];
    const size = first.k > largestSharedK ? 1 : queue.slice(0, largestBatch).findIndex(({ k }) => k > largestSharedK);
    return queue.splice(0, size === -1 ? largestBatch : size);
  };

  const pump = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    for (let batch = takeBatch(); batch.length > 0; batch = takeBatch()) {
      const k = Math.max(...batch.map((waiting) => waiting.k));
      const queries = new Float32Array(batch.length * dimension);
      batch.forEach(({ query }, at) => queries.set(query, at * dimension));
      const labels = await send(queries, batch.length, k);
      batch.forEach(({ settle }, at) => settle(labels?.subarray(at * k, (at + 1) * k) ?? null));
    }
    busy = false;
  };

  return {
    search: (query, k, signal) =>
      new Promise((settle) => {
        queue.push({ query, k, signal, settle });
        void pump();
      }),
  };
};
