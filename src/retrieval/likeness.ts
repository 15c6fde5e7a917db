/** How alike entries are to one entry: in the learned space, beside how well known and how well liked they are. Without a space, by words and what sort of thing it is. */
import type { Generation } from './generation.ts';

/** Weights measured on pairs that people recommend together; beside the tags that the space is made of, tags add nothing. */
const inSpace = { prior: 1, score: 0.32, format: 0.2, era: 0.12 };
const byWords = { prior: 0.8, era: 0.5, format: 0.6, studio: 0.3, score: 0.2 };
const usualScore = 6.5;

/** One number per row, larger = more alike; about 0 for an unrelated entry, 5 and more for a good match. */
export const likenessTo = (row: number, generation: Generation): Float32Array => (generation.space === null ? likenessByWords(row, generation) : likenessInSpace(row, generation, generation.space.dimension));

/** @param compared components of a place; the others are the prior, which has a weight of its own here */
const likenessInSpace = (row: number, { catalogue: { space: places, entries }, facts, prior }: Generation, compared: number): Float32Array => {
  const scores = new Float32Array(entries.length);
  if (places === null) return scores;
  const { dimension, values } = places;
  const seed = values.subarray(row * dimension, row * dimension + compared);
  for (let other = 0; other < scores.length; other++) {
    let sum = 0;
    for (let at = 0, from = other * dimension; at < compared; at++) sum += (seed[at] ?? 0) * (values[from + at] ?? 0);
    scores[other] = sum;
  }
  standardise(scores);
  const { year = null, type = null } = entries[row] ?? {};
  for (let other = 0; other < scores.length; other++) {
    scores[other] =
      (scores[other] ?? 0) +
      inSpace.prior * prior.z(other) +
      inSpace.score * likingOf(facts.scores[other]) +
      (facts.types[other] === type ? inSpace.format : 0) -
      inSpace.era * decadesApart(year, facts.years[other]);
  }
  return scores;
};

const likenessByWords = (row: number, generation: Generation): Float32Array => {
  const { catalogue, facts, tags, prior } = generation;
  const seed = catalogue.entries[row];
  const scores = standardise(tags.likeness(tags.profileOf(row)));
  if (seed === undefined) return scores;
  for (let other = 0; other < scores.length; other++) {
    scores[other] =
      (scores[other] ?? 0) +
      byWords.prior * prior.z(other) -
      byWords.era * decadesApart(seed.year, facts.years[other]) +
      (facts.types[other] === seed.type ? byWords.format : 0) +
      byWords.score * likingOf(facts.scores[other]);
  }
  for (const other of new Set(seed.studios.flatMap((studio) => [...facts.rowsOfStudio(studio)]))) scores[other] = (scores[other] ?? 0) + byWords.studio;
  return scores;
};

/** 1 where a year is not known, 2 at most. */
const decadesApart = (year: number | null, other: number | undefined): number => {
  const apart = Math.abs((year ?? Number.NaN) - (other ?? Number.NaN)) / 10;
  return Number.isNaN(apart) ? 1 : Math.min(2, apart);
};

const likingOf = (score: number | undefined): number => (score === undefined || Number.isNaN(score) ? 0 : score - usualScore);

/** In place: mean 0, deviation 1. */
const standardise = (values: Float32Array): Float32Array => {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length)) || 1;
  for (let at = 0; at < values.length; at++) values[at] = ((values[at] ?? 0) - mean) / deviation;
  return values;
};

/** A likeness as a share of 1: .5 for a fair match, .9 and more for a close one. Never 0. */
export const toSimilarityScore = (likeness: number): number => Math.max(0.0001, Number((1 / (1 + Math.exp((5 - likeness) / 2))).toFixed(4)));
