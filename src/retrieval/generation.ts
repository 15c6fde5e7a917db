/** What is derived from one catalogue and swapped together with it. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Vocabulary } from '../domain/vocabulary.ts';
import type { AnimeSpace } from '../models/anime-space/encode.ts';
import type { VectorIndex } from '../vectors/vector-index.ts';
import { buildFacts, type Facts } from './facts.ts';
import { filterIndexSteps, type FilterIndex } from './filters.ts';
import { franchiseSteps, type Franchises } from './franchise.ts';
import { familyOf } from './named-title.ts';
import { lexicalIndexSteps, type LexicalIndex } from './lexical-index.ts';
import { buildGemPrior, buildPrior, type Prior } from './prior.ts';
import { deferred, finish, finishInTurns, type Steps } from './steps.ts';
import { tagSpaceSteps, type TagSpace } from './tag-space.ts';
import { titleIndexSteps, type TitleIndex } from './title-index.ts';

export type Generation = {
  readonly catalogue: Catalogue;
  readonly titles: TitleIndex;
  readonly lexical: LexicalIndex;
  readonly filters: FilterIndex;
  readonly franchises: Franchises;
  readonly tags: TagSpace;
  readonly prior: Prior;
  /** Takes the place of `prior` for people who ask for hidden gems. */
  readonly gems: Prior;
  readonly facts: Facts;
  /** Of the learned space that `index` is in; null = the index holds sentence vectors. */
  readonly space: AnimeSpace | null;
  /** The rows of `catalogue.space`, else of `catalogue.vectors`; null without either. */
  readonly index: VectorIndex | null;
  /** Does the space understand the sentence vectors of the encoder in use? */
  readonly readsSentences: boolean;
  /** Sentence vectors of a provider whose encoder the space does not know: a ranking of their own. */
  readonly sentences: VectorIndex | null;
  /** With it, requests find tags by their everyday names and tags by their meaning. */
  readonly vocabulary: Vocabulary | null;
};

type Parts = { readonly catalogue: Catalogue; readonly index: VectorIndex | null; readonly space?: AnimeSpace | null; readonly readsSentences?: boolean; readonly sentences?: VectorIndex | null; readonly vocabulary?: Vocabulary | null };

/**
 * Some 1 s for 23,000 entries, blocking: for a start, before which nothing can be answered anyway. The word index and what misspelt words need follow in the
 * background, as long again; a question that comes sooner waits for what it needs.
 */
export const buildGeneration = (parts: Parts): Generation => {
  const { generation, rest } = finish(generationSteps(parts));
  void finishInTurns(rest);
  return generation;
};

/** All of it in portions of a few milliseconds, for a server that answers meanwhile. */
export const buildGenerationInTurns = async (parts: Parts): Promise<Generation> => {
  const { generation, rest } = await finishInTurns(generationSteps(parts));
  await finishInTurns(rest);
  return generation;
};

function* generationSteps({ catalogue, index, space = null, readsSentences = true, sentences = null, vocabulary = null }: Parts): Steps<{ readonly generation: Generation; readonly rest: Steps<void> }> {
  const franchises = yield* franchiseSteps(catalogue);
  const titles = yield* titleIndexSteps(catalogue, franchises);
  const lexical = deferred(lexicalIndexSteps(catalogue, vocabulary));
  const facts = buildFacts(catalogue);
  yield;
  const filters = yield* filterIndexSteps(catalogue, facts, (title) => familyOf(title, { catalogue, titles, franchises }));
  const tags = yield* tagSpaceSteps(catalogue, vocabulary);
  const prior = buildPrior(catalogue);
  yield;
  const gems = buildGemPrior(catalogue, franchises);
  function* rest(): Steps<void> {
    yield* titles.rest;
    yield* lexical.rest;
    yield* lexical.value().rest;
  }
  const generation: Generation = { catalogue, titles, get lexical() { return lexical.value(); }, filters, franchises, facts, tags, prior, gems, space: catalogue.space === null ? null : space, readsSentences, index, sentences, vocabulary };
  return { generation: Object.freeze(generation), rest: rest() };
}
