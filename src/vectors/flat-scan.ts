/** Exact top-k by one pass over a matrix: pure arithmetic, no waiting. */
import type { VectorHit, VectorMatrix } from './vector-index.ts';

/** Inner product of the query with one row, summed in double precision: every engine reports this number. */
export const innerProduct = ({ values, dimension }: VectorMatrix, row: number, query: Float32Array): number => {
  const start = row * dimension;
  const unrolled = dimension - (dimension % 4);
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  // `!`: all positions lie inside both arrays; a check per component would double the cost of the scan.
  for (let i = 0; i < unrolled; i += 4) {
    a += values[start + i]! * query[i]!;
    b += values[start + i + 1]! * query[i + 1]!;
    c += values[start + i + 2]! * query[i + 2]!;
    d += values[start + i + 3]! * query[i + 3]!;
  }
  for (let i = unrolled; i < dimension; i += 1) a += values[start + i]! * query[i]!;
  return a + b + (c + d);
};

/** A pass over the matrix, or over `rows` (ascending), that can be made in parts. */
export type FlatScan = {
  /** Rows to look at. */
  readonly total: number;
  /** Looks at those from position `from` up to `to`; the parts must follow each other. */
  look(from: number, to: number): void;
  /** The best `k` of what was looked at, best first, ties by row. */
  hits(): VectorHit[];
};

export const createFlatScan = (matrix: VectorMatrix, query: Float32Array, k: number, rows?: Uint32Array): FlatScan => {
  const total = rows === undefined ? matrix.rows : rows.length;
  const heap = createWorstFirstHeap(Math.min(k, total));
  return {
    total,
    look: (from, to) => {
      for (let at = from; at < to; at += 1) {
        const row = rows === undefined ? at : rows[at]!; // `!`: at < rows.length
        heap.offer(row, innerProduct(matrix, row, query));
      }
    },
    hits: heap.hits,
  };
};

export const byScoreThenRow = (one: VectorHit, other: VectorHit): number => other.score - one.score || one.row - other.row;

/** Keeps the best `capacity` of rows offered in ascending order; the worst kept one is on top. */
const createWorstFirstHeap = (capacity: number) => {
  const rows = new Uint32Array(capacity);
  const scores = new Float64Array(capacity);
  let size = 0;
  // `!` below: all positions are < size <= capacity
  const isWorse = (one: number, other: number): boolean =>
    scores[one]! < scores[other]! || (scores[one]! === scores[other]! && rows[one]! > rows[other]!);
  const swap = (one: number, other: number): void => {
    [rows[one], rows[other]] = [rows[other]!, rows[one]!];
    [scores[one], scores[other]] = [scores[other]!, scores[one]!];
  };
  const siftUp = (): void => {
    for (let at = size - 1; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!isWorse(at, parent)) return;
      swap(at, parent);
      at = parent;
    }
  };
  const siftDown = (): void => {
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      if (left >= size) return;
      const worst = left + 1 < size && isWorse(left + 1, left) ? left + 1 : left;
      if (!isWorse(worst, at)) return;
      swap(worst, at);
      at = worst;
    }
  };
  const put = (at: number, row: number, score: number): void => {
    rows[at] = row;
    scores[at] = score;
  };
  return {
    offer(row: number, score: number): void {
      if (size < capacity) {
        put(size, row, score);
        size += 1;
        siftUp();
      } else if (capacity > 0 && score > scores[0]!) {
        // an equal score does not enter: its row is the larger one
        put(0, row, score);
        siftDown();
      }
    },
    hits: (): VectorHit[] => Array.from(rows.subarray(0, size), (row, at) => ({ row, score: scores[at]! })).sort(byScoreThenRow),
  };
};
