/** BM25F. Type surface first; the implementation follows. */
import type { Catalogue } from '../catalogue/catalogue.ts';

export type LexicalHit = { readonly row: number; readonly score: number };
export type LexicalIndex = {
  /** Best first, ties by row. `rows` (ascending) restricts the answer. */
  search(query: string, options: { limit: number; rows?: Uint32Array }): LexicalHit[];
};
export declare const createLexicalIndex: (catalogue: Catalogue) => LexicalIndex;
