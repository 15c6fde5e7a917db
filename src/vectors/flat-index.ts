/** The vector index without FAISS: exact, in this process, always available. */
import { setImmediate } from 'node:timers/promises';
import { checkMatrix, checkSearch, overloaded, throwIfCancelled } from './check-search.ts';
import { createFlatScan, type FlatScan } from './flat-scan.ts';
import type { VectorIndex, VectorMatrix } from './vector-index.ts';

/** Products of one portion (about 1 ms): then other work of the process has its turn. */
const productsPerTurn = 1_000_000;

/** @param maxWaiting large searches that may be under way before further ones are refused as `unavailable` */
export const createFlatIndex = (matrix: VectorMatrix, { maxWaiting = 1000 }: { maxWaiting?: number } = {}): VectorIndex => {
  checkMatrix(matrix);
  const rowsPerTurn = Math.max(1, Math.floor(productsPerTurn / matrix.dimension));
  let waiting = 0;
  let lastTurn: Promise<void> = Promise.resolve();
  // One portion per turn of the event loop: searches that come together would otherwise freeze the process for their sum.
  const nextTurn = (): Promise<void> => (lastTurn = lastTurn.then(() => setImmediate()));
  const inPortions = async (scan: FlatScan, signal: AbortSignal | undefined): Promise<void> => {
    if (waiting >= maxWaiting) throw overloaded();
    waiting += 1;
    try {
      for (let from = 0; from < scan.total; from += rowsPerTurn) {
        await nextTurn();
        throwIfCancelled(signal);
        scan.look(from, Math.min(from + rowsPerTurn, scan.total));
      }
    } finally {
      waiting -= 1;
    }
  };

  return {
    async search(query, k, { rows, signal } = {}) {
      checkSearch(matrix, query, k);
      throwIfCancelled(signal);
      const scan = createFlatScan(matrix, query, k, rows);
      if (scan.total <= rowsPerTurn) scan.look(0, scan.total);
      else await inPortions(scan, signal);
      return scan.hits();
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
