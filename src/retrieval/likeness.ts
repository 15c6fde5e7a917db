/** How alike entries are to one entry: in the learned space, beside how well known and how well liked they are. Without a space, by words and what sort of thing it is. */
import type { VectorMatrix } from '../vectors/vector-index.ts';
import type { Generation } from './generation.ts';
import { tagsAsked } from './rankings.ts';

/** Weights measured on pairs that people recommend together; beside the tags that the space is made of, tags add nothing. */
const inSpace = { prior: 1, score: 0.32, format: 0.2, era: 0.12 };
const byWords = { prior: 0.8, era: 0.5, format: 0.6, studio: 0.3, score: 0.2 };
/** "Like X but Y": what is asked besides need not be of its kind, nor as famous. Measured on such requests. */
const besideWish = { ...inSpace, prior: 0.6, format: 0 };
const usualScore = 6.5;

/** What should be different: "but with more romance, and no mecha". */
export type Wish = { readonly vector: Float32Array | null; readonly wanted: readonly number[]; readonly refused: readonly number[] };
/** What its words count for beside the title itself; the tags it names, and those it refuses, in units of the score. */
const wishWeights = { words: 0.5, wanted: 1, refused: 3 };

/** @param sentence vector of the wanted words by the space's encoder, or null */
export const wishOf = (wanted: string, refused: string, sentence: Float32Array | null, generation: Generation): Wish | null =>
  wanted === '' && refused === ''
    ? null
    : { vector: wanted === '' ? null : (generation.space?.text(wanted, generation.readsSentences ? sentence : null) ?? null), wanted: tagsAsked(wanted, generation), refused: tagsAsked(refused, generation) };

/** One number per row, larger = more alike; about 0 for an unrelated entry, 5 and more for a good match. */
export const likenessTo = (row: number, generation: Generation, wish: Wish | null = null): Float32Array => {
  const scores = generation.space === null ? likenessByWords(row, generation) : likenessInSpace(row, wish, generation, generation.space.dimension);
  const add = (tag: number, worth: number): void => {
    for (const other of generation.tags.rowsOf(tag)) scores[other] = (scores[other] ?? 0) + worth;
  };
  for (const tag of wish?.wanted ?? []) add(tag, wishWeights.wanted / (wish?.wanted.length ?? 1));
  for (const tag of wish?.refused ?? []) add(tag, -wishWeights.refused);
  return scores;
};

const lengthOf = (vector: Float32Array): number => Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0)) || 1;

/** The place of an entry, moved towards a wish; as long as it was, as all places are. */
const towards = (place: Float32Array, wish: Float32Array | null): Float32Array => {
  if (wish === null) return place;
  const length = lengthOf(place);
  const moved = place.map((value, at) => value / length + wishWeights.words * (wish[at] ?? 0));
  const far = lengthOf(moved);
  return moved.map((value) => (value * length) / far);
};

/** @param compared components of a place; the others are the prior, which has a weight of its own here */
const likenessInSpace = (row: number, wish: Wish | null, generation: Generation, compared: number): Float32Array => {
  const { catalogue: { space: places, entries }, facts } = generation;
  if (places === null) return new Float32Array(entries.length);
  const seed = places.values.slice(row * places.dimension, row * places.dimension + compared);
  const scores = productsWith(towards(seed, wish?.vector ?? null), places);
  standardise(scores);
  const weights = wish === null ? inSpace : besideWish;
  const standing = standingOf(generation, weights);
  const { year = null, type = null } = entries[row] ?? {};
  for (let other = 0; other < scores.length; other++) {
    scores[other] = (scores[other] ?? 0) + (standing[other] ?? 0) + (facts.types[other] === type ? weights.format : 0) - weights.era * decadesApart(year, facts.years[other]);
  }
  return scores;
};

/** Inner products of one place with every row's. Four sums at a time: one alone waits for each addition. */
const productsWith = (seed: Float32Array, { dimension, rows, values }: VectorMatrix): Float32Array => {
  const products = new Float32Array(rows);
  const compared = seed.length;
  // `!` below: every position is inside the matrix by its dimensions, and a check would cost a third of the time.
  for (let other = 0, from = 0; other < rows; other++, from += dimension) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    let at = 0;
    for (; at + 4 <= compared; at += 4) {
      a += seed[at]! * values[from + at]!;
      b += seed[at + 1]! * values[from + at + 1]!;
      c += seed[at + 2]! * values[from + at + 2]!;
      d += seed[at + 3]! * values[from + at + 3]!;
    }
    for (; at < compared; at++) a += seed[at]! * values[from + at]!;
    products[other] = a + b + c + d;
  }
  return products;
};

type Weights = typeof inSpace;
const standings = new WeakMap<Generation, Map<Weights, Float32Array>>();
/** What speaks for each row whatever it is compared with: how well known and how well liked it is. */
const standingOf = (generation: Generation, weights: Weights): Float32Array => {
  const { facts, prior, catalogue: { entries } } = generation;
  const known = standings.get(generation) ?? new Map<Weights, Float32Array>();
  const standing = known.get(weights) ?? Float32Array.from(entries, (_, row) => weights.prior * prior.z(row) + weights.score * likingOf(facts.scores[row]));
  standings.set(generation, known.set(weights, standing));
  return standing;
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
  let sum = 0;
  for (const value of values) sum += value;
  const mean = sum / Math.max(1, values.length);
  let squares = 0;
  for (const value of values) squares += (value - mean) ** 2;
  const deviation = Math.sqrt(squares / Math.max(1, values.length)) || 1;
  for (let at = 0; at < values.length; at++) values[at] = ((values[at] ?? 0) - mean) / deviation;
  return values;
};

/** A likeness as a share of 1: .5 for a fair match, .9 and more for a close one. Never 0. */
export const toSimilarityScore = (likeness: number): number => Math.max(0.0001, Number((1 / (1 + Math.exp((5 - likeness) / 2))).toFixed(4)));
