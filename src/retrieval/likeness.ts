/** How alike entries are to one entry: its words, its sentence vector, and what sort of thing it is, each standardised and weighed. */
import type { Generation } from './generation.ts';
import { createBest } from './top-scores.ts';

/** Weights measured on pairs that people recommend together. */
const weights = { vector: 0.3, prior: 0.8, era: 0.5, format: 0.6, studio: 0.3, score: 0.2 };
/** Vectors are compared for the rows that the rest ranks highest; elsewhere they could not change the outcome. */
const vectorDepth = 1500;
const usualScore = 6.5;

/** One number per row, larger = more alike; about 0 for an unrelated entry, 5 and more for a good match. */
export const likenessTo = (row: number, generation: Generation): Float32Array => {
  const { catalogue, facts, tags, prior } = generation;
  const seed = catalogue.entries[row];
  const scores = standardise(tags.likeness(tags.profileOf(row)));
  if (seed === undefined) return scores;
  for (let other = 0; other < scores.length; other++) {
    const apart = Math.abs((seed.year ?? Number.NaN) - (facts.years[other] ?? Number.NaN));
    const years = Number.isNaN(apart) ? 10 : Math.min(20, apart);
    const score = facts.scores[other] ?? Number.NaN;
    scores[other] =
      (scores[other] ?? 0) +
      weights.prior * prior.z(other) -
      weights.era * (years / 10) +
      (facts.types[other] === seed.type ? weights.format : 0) +
      weights.score * (Number.isNaN(score) ? 0 : score - usualScore);
  }
  for (const other of new Set(seed.studios.flatMap((studio) => [...facts.rowsOfStudio(studio)]))) scores[other] = (scores[other] ?? 0) + weights.studio;
  addVectors(row, scores, generation);
  return scores;
};

const addVectors = (row: number, scores: Float32Array, { catalogue: { vectors } }: Generation): void => {
  if (vectors === null) return;
  const { dimension, values } = vectors;
  const seed = values.subarray(row * dimension, (row + 1) * dimension);
  const cosine = (other: number): number => {
    let sum = 0;
    for (let at = 0, from = other * dimension; at < dimension; at++) sum += (seed[at] ?? 0) * (values[from + at] ?? 0);
    return sum;
  };
  // Mean and deviation over an even sample of the catalogue.
  const step = Math.max(1, Math.floor(scores.length / 400));
  const sample: number[] = [];
  for (let other = 0; other < scores.length; other += step) sample.push(cosine(other));
  const mean = sample.reduce((sum, value) => sum + value, 0) / sample.length;
  const deviation = Math.sqrt(sample.reduce((sum, value) => sum + (value - mean) ** 2, 0) / sample.length) || 1;
  const best = createBest(Math.min(vectorDepth, scores.length));
  for (let other = 0; other < scores.length; other++) best.offer(other, scores[other] ?? 0);
  const floor = best.floor();
  for (let other = 0; other < scores.length; other++) {
    if ((scores[other] ?? 0) >= floor) scores[other] = (scores[other] ?? 0) + weights.vector * Math.max(0, (cosine(other) - mean) / deviation);
  }
};

/** In place: mean 0, deviation 1. */
const standardise = (values: Float32Array): Float32Array => {
  const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length)) || 1;
  for (let at = 0; at < values.length; at++) values[at] = ((values[at] ?? 0) - mean) / deviation;
  return values;
};

/** A likeness as a share of 1: .5 for a fair match, .9 and more for a close one. Never 0. */
export const toSimilarityScore = (likeness: number): number => Math.max(0.0001, Number((1 / (1 + Math.exp((5 - likeness) / 2))).toFixed(4)));
