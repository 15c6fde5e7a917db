/** One query with words: its rankings, fused. Here the rankings and their weights are chosen. */
import { spaceQuery } from '../catalogue/space-matrix.ts';
import type { CompiledFilters } from './filters.ts';
import { bestPossible, fuse, type FusedHit, type Ranking } from './fusion.ts';
import type { Generation } from './generation.ts';
import { likenessTo, wishOf, type Wish } from './likeness.ts';
import { likenessAsked, type Named } from './named-title.ts';
import type { Prior } from './prior.ts';
import { byMeaning, byMood, byTags, byWords, moodsAsked, tagsAsked, type Scope, type Scored } from './rankings.ts';
import { readRefusals } from './refusals.ts';
import { rankAlike } from './similar.ts';
import { withoutFiller } from './terms.ts';
import { nextTurn } from './turns.ts';
import { untilAborted } from './until-aborted.ts';

/** Text to a unit vector of the catalogue's encoder; null when there is no encoder. */
export type EmbedQuery = (text: string, signal?: AbortSignal) => Promise<Float32Array | null>;

/** Moods count by their share of the words: all there is in "a tearjerker", little in a plot that also is sad. */
const weights = { words: 1, tags: 0.5, space: 1, sentences: 0.5, like: 1, moods: 1 };
/** What being well known counts for beside a cosine in units of its spread. */
const prominence = 0.6;
const alikeDepth = 200;

type List = { readonly name: keyof typeof weights; readonly weight?: number; readonly found: readonly Scored[] };
/** What a query with words found. */
export type Asked = {
  readonly fused: readonly FusedHit[];
  /** The fused score of a row that leads every ranking. */
  readonly best: number;
  readonly lists: readonly List[];
  /** 1 for every row that has something to do with the query, those beyond the rankings' depth included. */
  readonly matched: Uint8Array;
  readonly tags: readonly number[];
  /** The entry that hits should be like, as in "something like Mushishi". */
  readonly like: number | null;
  /** Does any entry have its words? */
  readonly isLiteral: boolean;
  readonly hasMeaning: boolean;
};

type Parts = { text: string; named: Named | null; allowed: CompiledFilters; prior: Prior; generation: Generation; embedQuery: EmbedQuery; signal: AbortSignal | undefined };

export const rankQuery = async ({ text, named, allowed, prior, generation, embedQuery, signal }: Parts): Promise<Asked> => {
  const like = named === null ? likenessAsked(text, generation) : null;
  const { wanted, refused } = named === null ? (like ?? readRefusals(text)) : { wanted: text, refused: '' };
  const words = like === null ? withoutFiller(/[\p{L}\p{N}]/u.test(wanted) ? wanted : text) : wanted;
  const scope: Scope = { allowed, prior, matched: new Uint8Array(generation.catalogue.entries.length) };
  await nextTurn();
  // What a title sounds like says nothing about the show.
  const meant = named === null && words !== '';
  const usesSentence = generation.space === null ? generation.index !== null : generation.readsSentences || generation.sentences !== null;
  const sentence = meant && usesSentence ? await untilAborted(embedQuery(words, signal), signal) : null;
  signal?.throwIfAborted();
  const tags = tagsAsked(words, generation);
  const byText = async (): Promise<List[]> => {
    await nextTurn();
    // What is like X and also Y is not what is like X, or Y: one ranking for both.
    if (like !== null) return [{ name: 'like', found: byLikeness(like.row, wishOf(words, refused, sentence, generation), generation, scope) }];
    const moods = moodsAsked(wanted, generation);
    const lists: List[] = [
      { name: 'words', found: byWords(words, generation, scope) },
      { name: 'tags', found: byTags(tags, generation, scope) },
      { name: 'moods', weight: weights.moods * moods.share, found: byMood(moods.profile, generation, scope) },
    ];
    if (named === null) return lists;
    await nextTurn();
    return [...lists, { name: 'like', found: byLikeness(named.rows[0] ?? 0, null, generation, scope) }];
  };
  // The index looks up its neighbours while this process counts words.
  const [near, texts] = await Promise.all([meant && like === null ? byVectors(words, sentence, generation, scope, signal) : [], byText()]);
  const lists = [...texts, ...near];
  await nextTurn();
  signal?.throwIfAborted();
  const rankings: Ranking[] = lists.map(({ name, weight = weights[name], found }) => ({ name, weight, rows: found.map(({ row }) => row) }));
  if (like !== null) for (const row of generation.franchises.members(like.row)) scope.matched[row] = 0;
  return {
    fused: fuse(rankings).filter(({ row }) => scope.matched[row] === 1),
    best: bestPossible(rankings),
    lists,
    matched: scope.matched,
    tags,
    like: like?.row ?? null,
    isLiteral: like !== null || lists.some(({ name, found }) => name !== 'space' && name !== 'sentences' && found.length > 0),
    hasMeaning: near.length > 0 || like !== null,
  };
};

/** By the learned space; by sentence vectors where there is none, or where they are a provider's. */
const byVectors = async (words: string, sentence: Float32Array | null, generation: Generation, scope: Scope, signal: AbortSignal | undefined): Promise<List[]> => {
  const { space, index, sentences, readsSentences, prior } = generation;
  const rankings: Promise<List>[] = [];
  if (space !== null && index !== null) {
    // The prior is part of the index; another one than usual takes its place.
    const usual = scope.prior === prior;
    const query = spaceQuery(space, space.text(words, readsSentences ? sentence : null), usual ? prominence : 0);
    rankings.push(byMeaning(query, index, scope, usual ? 0 : 2, signal).then((found) => ({ name: 'space', found })));
  }
  const plain = space === null ? index : sentences;
  if (plain !== null && sentence !== null) rankings.push(byMeaning(sentence, plain, scope, 0.4, signal).then((found) => ({ name: 'sentences', found })));
  return Promise.all(rankings);
};

const byLikeness = (seed: number, wish: Wish | null, generation: Generation, { allowed, matched }: Scope): Scored[] => {
  const scores = likenessTo(seed, generation, wish);
  return rankAlike(seed, scores, allowed, generation, alikeDepth).map((row) => {
    matched[row] = 1;
    return { row, score: scores[row] ?? 0 };
  });
};
