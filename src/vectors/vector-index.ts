/** Port: exact maximum-inner-product search over the rows of one matrix. */

/** Row-major unit vectors: row i is `values.subarray(i * dimension, (i + 1) * dimension)`. */
export type VectorMatrix = { readonly dimension: number; readonly rows: number; readonly values: Float32Array };

/** `score` is the inner product (cosine for unit vectors), larger = closer. */
export type VectorHit = { readonly row: number; readonly score: number };

export type VectorSearchOptions = {
  /** Only these rows (ascending). Absent = all. */
  readonly rows?: Uint32Array;
  readonly signal?: AbortSignal;
};

export type VectorIndexStatus = {
  /** What answers now: `faiss`, or `flat` when FAISS is missing or restarting. */
  readonly engine: 'faiss' | 'flat';
  readonly detail: string;
  readonly rows: number;
  readonly dimension: number;
  readonly restarts: number;
  /** Resident memory of the FAISS process in bytes; null without one. */
  readonly memory_bytes: number | null;
};

export type VectorIndex = {
  /**
   * The `min(k, allowed rows)` best rows, best first, ties by row. Exact.
   * @throws AppError invalid_input for a wrong dimension, a component that is not finite, or k < 1
   */
  search(query: Float32Array, k: number, options?: VectorSearchOptions): Promise<VectorHit[]>;
  status(): VectorIndexStatus;
  close(): Promise<void>;
};
