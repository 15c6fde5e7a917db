/** What is derived from one catalogue and swapped together with it. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { VectorIndex } from '../vectors/vector-index.ts';
import { createLexicalIndex, type LexicalIndex } from './lexical-index.ts';
import { createTitleIndex, type TitleIndex } from './title-index.ts';

export type Generation = {
  readonly catalogue: Catalogue;
  readonly titles: TitleIndex;
  readonly lexical: LexicalIndex;
  /** Null when the catalogue has no vectors of the encoder in use. */
  readonly index: VectorIndex | null;
};

export const buildGeneration = ({ catalogue, index }: { catalogue: Catalogue; index: VectorIndex | null }): Generation => ({
  catalogue,
  titles: createTitleIndex(catalogue),
  lexical: createLexicalIndex(catalogue),
  index,
});
