/** The vector index on FAISS: batches searches to the FAISS process, and answers by the flat scan whenever that cannot. */
import type { Log } from '../log.ts';
import { cancelled, checkMatrix, checkSearch, overloaded, throwIfCancelled } from './check-search.ts';
import { startFaissChild } from './faiss-child.ts';
import { createFaissSupervisor } from './faiss-supervisor.ts';
import { createFlatIndex } from './flat-index.ts';
import { byScoreThenRow, innerProduct } from './flat-scan.ts';
import { createSearchBatcher } from './search-batcher.ts';
import type { VectorHit, VectorIndex, VectorMatrix } from './vector-index.ts';

/** Up to this share of allowed rows a scan of them is cheaper than FAISS with over-fetching (measured). */
const selectiveShare = 0.15;
/** FAISS hands out plain arrays: beyond this share of all rows, the scan is cheaper. */
const largestShare = 0.25;
/** Candidates beyond k: FAISS sums in single precision and orders ties freely, so the cut is made on our own scores. */
const margin = 8;

export type FaissIndexOptions = {
  readonly matrix: VectorMatrix;
  /** Folder in LangChain's FaissStore layout with the same rows; null = the index is built from the matrix. */
  readonly folder: string | null;
  readonly log: Log;
  /** Growth of the FAISS process in megabytes after which it is replaced. */
  readonly memoryLimitMb?: number;
  /** Searches that may be under way before further ones are refused as `unavailable`. */
  readonly maxWaiting?: number;
  /** How long FAISS may think about one batch before its process is ended. */
  readonly searchTimeoutMs?: number;
  /** Program of the FAISS process. */
  readonly hostPath?: string;
};

export type FaissIndex = VectorIndex & {
  /** Resolves when the first start of FAISS has worked or failed; searching need not wait for it. */
  ready(): Promise<void>;
  /** Process id of the FAISS process that answers now; null without one. */
  pid(): number | null;
};

/** After `close` the index still answers, by the flat scan: a search may hold on to a generation that was just replaced. */
export const createFaissIndex = ({ matrix, folder, log, memoryLimitMb = 256, maxWaiting = 1000, ...child }: FaissIndexOptions): FaissIndex => {
  checkMatrix(matrix);
  const flat = createFlatIndex(matrix, { maxWaiting: Infinity });
  const supervisor = createFaissSupervisor({ matrix, folder, log, memoryGrowth: memoryLimitMb * 1024 * 1024, start: (source) => startFaissChild(source, child) });
  const batcher = createSearchBatcher({ dimension: matrix.dimension, send: supervisor.search });
  let waiting = 0;

  const searchFaiss = async (query: Float32Array, k: number, rows: Uint32Array | undefined, signal: AbortSignal | undefined) => {
    const wanted = candidatesFor(k, rows, matrix.rows);
    if (wanted === null || !supervisor.status().serving) return null;
    const labels = await batcher.search(query, wanted, signal);
    return labels === null ? null : cut(matrix, query, k, rows === undefined ? labels : labels.filter((row) => includes(rows, row)));
  };

  return {
    async search(query, k, { rows, signal } = {}) {
      checkSearch(matrix, query, k);
      throwIfCancelled(signal);
      if (waiting >= maxWaiting) throw overloaded();
      waiting += 1;
      const work = searchFaiss(query, k, rows, signal).then((hits) => hits ?? flat.search(query, k, { ...(rows && { rows }), ...(signal && { signal }) }));
      return orCancelled(work, signal).finally(() => {
        waiting -= 1;
      });
    },
    status() {
      const { serving, detail, restarts, memory_bytes } = supervisor.status();
      return { engine: serving ? 'faiss' : 'flat', detail, rows: matrix.rows, dimension: matrix.dimension, restarts, memory_bytes };
    },
    ready: () => supervisor.firstStart,
    pid: () => supervisor.status().pid,
    close: () => supervisor.close(),
  };
};

/** How many rows FAISS has to find so that `k` allowed ones are among them; null when the scan is the cheaper way. */
const candidatesFor = (k: number, rows: Uint32Array | undefined, total: number): number | null => {
  const selectivity = rows === undefined ? 1 : rows.length / total;
  if (selectivity <= selectiveShare) return null;
  const wanted = rows === undefined ? k + margin : Math.ceil((1.5 * k) / selectivity) + 32;
  return wanted > total * largestShare ? null : wanted;
};

/** The best `k` by our own scores, or null when the candidates do not prove which rows those are. */
const cut = (matrix: VectorMatrix, query: Float32Array, k: number, candidates: Int32Array): VectorHit[] | null => {
  if (candidates.length <= k || candidates.includes(-1)) return null;
  const hits = Array.from(candidates.subarray(0, k + margin), (row) => ({ row, score: innerProduct(matrix, row, query) })).sort(byScoreThenRow);
  const best = hits.slice(0, k);
  const [last, worst] = [best.at(-1), hits.at(-1)];
  // FAISS's single precision may be off by a few 1e-7 of the query's length: a cut inside a tie proves nothing.
  const uncertainty = 2e-6 * Math.sqrt(query.reduce((sum, value) => sum + value * value, 0));
  return last !== undefined && worst !== undefined && last.score - worst.score > uncertainty ? best : null;
};

const includes = (rows: Uint32Array, row: number): boolean => {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    // `!`: middle < rows.length
    if (rows[middle]! < row) low = middle + 1;
    else high = middle;
  }
  return rows[low] === row;
};

const orCancelled = <T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> => {
  if (signal === undefined) return work;
  return new Promise((resolve, reject) => {
    const cancel = (): void => reject(cancelled(signal));
    signal.addEventListener('abort', cancel, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', cancel));
  });
};
