/** What is derived from one catalogue and swapped together with it. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Vocabulary } from '../domain/vocabulary.ts';
import type { VectorIndex } from '../vectors/vector-index.ts';
import { createFilterIndex, type FilterIndex } from './filters.ts';
import { buildFranchises, type Franchises } from './franchise.ts';
import { createLexicalIndex, type LexicalIndex } from './lexical-index.ts';
import { buildPrior, type Prior } from './prior.ts';
import { buildTagSpace, type TagSpace } from './tag-space.ts';
import { createTitleIndex, type TitleIndex } from './title-index.ts';

export type Generation = {
  readonly catalogue: Catalogue;
  readonly titles: TitleIndex;
  readonly lexical: LexicalIndex;
  readonly filters: FilterIndex;
  readonly franchises: Franchises;
  readonly tags: TagSpace;
  readonly prior: Prior;
  /** Null when the catalogue has no vectors of the encoder in use. */
  readonly index: VectorIndex | null;
  /** With it, requests find tags by their everyday names and tags by their meaning. */
  readonly vocabulary: Vocabulary | null;
};

/** Some 2 s for 23,000 entries, blocking. */
export const buildGeneration = ({ catalogue, index, vocabulary = null }: { catalogue: Catalogue; index: VectorIndex | null; vocabulary?: Vocabulary | null }): Generation => {
  const franchises = buildFranchises(catalogue);
  return Object.freeze({
    catalogue,
    titles: createTitleIndex(catalogue, franchises),
    lexical: createLexicalIndex(catalogue, vocabulary),
    filters: createFilterIndex(catalogue),
    franchises,
    tags: buildTagSpace(catalogue, vocabulary),
    prior: buildPrior(catalogue),
    index,
    vocabulary,
  });
};
