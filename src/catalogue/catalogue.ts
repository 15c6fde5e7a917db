/** The catalogue in memory: one immutable generation of it, and the holder that swaps generations under a running server. */
import type { Anime } from '../domain/anime.ts';
import type { VectorMatrix } from '../vectors/vector-index.ts';

export type SnapshotInfo = {
  readonly snapshot_id: string;
  /** `shipped` = the repository's own catalogue, `synced` = built by `npm run sync`. */
  readonly origin: 'shipped' | 'synced';
  readonly entries: number;
  readonly created_at: string;
  readonly source: { readonly name: string; readonly location: string; readonly tag: string | null; readonly sha256: string; readonly last_update: string | null };
  readonly licence: readonly { readonly name: string; readonly url: string; readonly covers: string }[];
  readonly encoder: { readonly provider: string; readonly model: string; readonly dimension: number };
};

/** One generation. Row i of `vectors` belongs to `entries[i]`. */
export type Catalogue = {
  readonly info: SnapshotInfo;
  readonly entries: readonly Anime[];
  /** Of the entries' texts, by the sentence encoder. Null when that is not the one in use. */
  readonly vectors: VectorMatrix | null;
  /** The rows that searches go to, in the learned space (`space-matrix.ts`); null without one. */
  readonly space: VectorMatrix | null;
  /** Folder with `faiss.index` + `docstore.json` (LangChain's FaissStore layout) of the rows of `space`, else of `vectors`; null when there is none. */
  readonly faissFolder: string | null;
  /** Entry by any id or source URL. */
  byId(ref: string): Anime | undefined;
  /** Row of an entry, by canonical id. */
  rowOf(anime_id: string): number | undefined;
};
