/** The vector index without FAISS: exact, in this process, always available. */
import { setImmediate } from 'node:timers/promises';
import { checkMatrix, checkSearch, overloaded, throwIfCancelled } from './check-search.ts';
import { flatScan } from './flat-scan.ts';
import type { VectorIndex, VectorMatrix } from './vector-index.ts';

/** A scan of more products than this (about 1 ms) gives other work of the process a turn first. */
const productsPerTurn = 1_000_000;

/** @param maxWaiting searches that may wait before further ones are refused as `unavailable` */
export const createFlatIndex = (matrix: VectorMatrix, { maxWaiting = 1000 }: { maxWaiting?: number } = {}): VectorIndex => {
  checkMatrix(matrix);
  let waiting = 0;
  let lastTurn: Promise<void> = Promise.resolve();
  // One scan per turn of the event loop: searches that come together would otherwise freeze the process for their sum.
  const nextTurn = async (): Promise<void> => {
    if (waiting >= maxWaiting) throw overloaded();
    waiting += 1;
    lastTurn = lastTurn.then(() => setImmediate());
    await lastTurn;
    waiting -= 1;
  };

  return {
    async search(query, k, { rows, signal } = {}) {
      checkSearch(matrix, query, k);
      throwIfCancelled(signal);
      if ((rows?.length ?? matrix.rows) * matrix.dimension > productsPerTurn) await nextTurn();
      throwIfCancelled(signal);
      return flatScan(matrix, query, k, rows);
    },
    status: () => ({
      engine: 'flat',
      detail: 'exact scan in TypeScript',
      rows: matrix.rows,
      dimension: matrix.dimension,
      restarts: 0,
      memory_bytes: null,
    }),
    close: async () => {},
  };
};
