/** What the FAISS process and its parent say to each other. Typed arrays travel as such (`serialization: 'advanced'`). */

/** A document of the store: what LangChain keeps beside a vector. */
export type StoredDocument = { readonly pageContent: string; readonly metadata: { readonly anime_id: string; readonly row: number } };

export type ToHost =
  /** Serve the folder that LangChain's FaissStore saved. */
  | { readonly kind: 'open'; readonly folder: string }
  /** Build an index: `begin`, then `rows` in order, then `serve` or `save`. */
  | { readonly kind: 'begin'; readonly dimension: number }
  | { readonly kind: 'rows'; readonly values: Float32Array; readonly documents: readonly StoredDocument[] | null }
  | { readonly kind: 'serve' }
  | { readonly kind: 'save'; readonly folder: string }
  /** `queries` holds `count` vectors end to end; 1 <= k <= rows of the index, checked by the sender. */
  | { readonly kind: 'search'; readonly id: number; readonly queries: Float32Array; readonly count: number; readonly k: number };

export type FromHost =
  /** `memory` is the resident set in bytes. */
  | { readonly kind: 'ready'; readonly rows: number; readonly dimension: number; readonly memory: number }
  /** Row numbers, `k` per query, best first. */
  | { readonly kind: 'found'; readonly id: number; readonly labels: Int32Array; readonly memory: number }
  | { readonly kind: 'saved' }
  /** `permanent`: another try cannot end otherwise (faiss-node does not load here). */
  | { readonly kind: 'failed'; readonly reason: string; readonly permanent: boolean };
