/** What a list says its owner will like: co-likes where ratings are known, and for every title its words, its time and form, and whether it goes on with something begun. */
import type { Generation } from '../retrieval/generation.ts';
import type { CoLikes } from '../models/co-likes/co-likes.ts';
import { coLiked, type CoLiked } from './co-liked.ts';
import { habitsOf } from './habits.ts';
import { standardise } from './standardise.ts';
import type { Seed } from './taste-seeds.ts';

export type Taste = {
  /** About 0 for any row, 3 and more for a good fit, never above 6. */
  fit(row: number): number;
  /** The part of it that words have: mean 0, deviation 1. */
  words(row: number): number;
  readonly coLiked: CoLiked | null;
};

/** Weighed on hidden likes of raters up to 2016 and on hidden titles of lists of 2025. */
const weights = { words: 1, prior: 0.8, score: 0.2, era: 2.5, form: 1, goesOn: 1, coLikes: 20 };
/** Of a list that says much, titles that are newer than the ratings are taken for as likely as a middling one. */
const unknownCoLikes = { most: 0.1, halfAt: 20 };
/** While little is known, what most people like counts more and the contents of the few titles less; half of it at so many liked titles. */
const popularity = { most: 1, halfAt: 5 };
const contents = { halfAt: 5 };
const usualScore = 6.5;

/** @param seeds of the list, see `listSeeds` */
export const tasteOf = ({ catalogue, tags, prior, facts, franchises }: Generation, seeds: readonly Seed[], model: CoLikes | null): Taste => {
  const interests = new Map(seeds.map(({ row, weight }) => [row, weight]));
  const profile = new Map<number, number>();
  for (const { row, weight } of seeds) for (const [id, value] of tags.profileOf(row)) profile.set(id, (profile.get(id) ?? 0) + weight * value);
  // The list itself is no measure: in a small catalogue it would stretch the scale.
  const words = standardise(tags.likeness(profile), (row) => interests.has(row));
  const wanted = seeds.filter(({ weight }) => weight > 0);
  const { era, form } = habitsOf(facts, new Map(wanted.map(({ row, weight }) => [row, weight])));
  const begun = new Set(wanted.map(({ row }) => franchises.of(row)));
  const people = model === null ? null : coLiked(model, catalogue, interests);
  const told = wanted.reduce((sum, { weight }) => sum + weight, 0);
  const popular = popularity.most / (1 + told / popularity.halfAt);
  const trust = told / (told + contents.halfAt);
  const unknown = (unknownCoLikes.most * told) / (told + unknownCoLikes.halfAt);

  const content = (row: number): number => {
    const score = facts.scores[row] ?? Number.NaN;
    return (
      weights.words * (words[row] ?? 0) +
      weights.prior * prior.z(row) +
      weights.score * (Number.isNaN(score) ? 0 : score - usualScore) +
      weights.era * era(row) +
      weights.form * form(row) +
      (begun.has(franchises.of(row)) ? weights.goesOn : 0)
    );
  };
  const sum = (row: number): number =>
    people === null ? content(row) : trust * content(row) + weights.coLikes * ((people.scoreOf(row) ?? unknown) + popular * people.shareOf(row));
  return { fit: (row) => bounded(sum(row)), words: (row) => words[row] ?? 0, coLiked: people };
};

/** Keeps the order, so that what is asked in words still counts beside the surest of likes. */
const bounded = (sum: number): number => (sum <= 0 ? sum / 2 : 6 * (1 - Math.exp(-sum / 12)));
