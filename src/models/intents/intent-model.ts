/** The learned classifier of intents: logistic regressions over the sentence vector, over words, and over both, averaged. */
import { intentLabels, type IntentLabel, type IntentView } from '../../domain/intent-view.ts';
import { bucketCount, sparseFeatures, type Sparse } from './features.ts';

/** Weights by input, row after row: `table[row * labels + label]`; the last row is the bias. */
export type Regression = { readonly words: Float32Array | null; readonly sentence: Float32Array | null; readonly bias: Float32Array };

export type IntentWeights = {
  /** Mean of the sentence vectors of the training, taken off every vector. */
  readonly centre: Float32Array;
  readonly both: Regression;
  readonly words: Regression;
  readonly sentence: Regression;
  /** Share of each in the average where there is a sentence vector; they sum to 1. */
  readonly shares: { readonly both: number; readonly words: number; readonly sentence: number };
  /** Above 1: less sure than the regressions say. Chosen so that of what is said with .8, 8 of 10 are right. */
  readonly temperature: number;
};

export type IntentProbabilities = Readonly<Record<IntentLabel, number>>;

export type IntentModel = {
  /** @param vector of the sentence, length 1; null = words alone decide */
  probabilities(view: IntentView, vector: Float32Array | null): IntentProbabilities;
};

export const labelCount = intentLabels.length;

export const createIntentModel = (weights: IntentWeights): IntentModel => ({
  probabilities(view, vector) {
    const features = sparseFeatures(view);
    const sentence = vector === null || vector.length !== weights.centre.length ? null : centred(vector, weights.centre);
    const total = new Float64Array(labelCount);
    const add = (regression: Regression, share: number): void => {
      const parts = softmax(scoresOf(regression, features, sentence));
      for (let label = 0; label < labelCount; label += 1) total[label] = (total[label] ?? 0) + share * (parts[label] ?? 0);
    };
    if (sentence === null) add(weights.words, 1);
    else {
      add(weights.both, weights.shares.both);
      add(weights.words, weights.shares.words);
      add(weights.sentence, weights.shares.sentence);
    }
    let sum = 0;
    for (let label = 0; label < labelCount; label += 1) sum += total[label] = (total[label] ?? 0) ** (1 / weights.temperature);
    // every label has its place by construction
    return Object.fromEntries(intentLabels.map((label, at) => [label, (total[at] ?? 0) / sum])) as Record<IntentLabel, number>;
  },
});

/** `vector - centre`, length 1 again. */
export const centred = (vector: Float32Array, centre: Float32Array): Float32Array => {
  const moved = new Float32Array(vector.length);
  let square = 0;
  for (let at = 0; at < moved.length; at += 1) {
    const value = (vector[at] ?? 0) - (centre[at] ?? 0);
    moved[at] = value;
    square += value * value;
  }
  const length = Math.sqrt(square) || 1;
  for (let at = 0; at < moved.length; at += 1) moved[at] = (moved[at] ?? 0) / length;
  return moved;
};

const scoresOf = ({ words, sentence, bias }: Regression, { buckets, values }: Sparse, vector: Float32Array | null): Float64Array => {
  const scores = Float64Array.from(bias);
  if (words !== null) addScores(scores, words, buckets, values);
  if (sentence !== null && vector !== null) addScores(scores, sentence, null, vector);
  return scores;
};

/** @param places row of the table per value; null = the values' own positions */
export const addScores = (scores: Float64Array, table: Float32Array, places: Int32Array | null, values: Float32Array): void => {
  for (let at = 0; at < values.length; at += 1) {
    const base = (places === null ? at : (places[at] ?? 0)) * labelCount;
    const value = values[at] ?? 0;
    for (let label = 0; label < labelCount; label += 1) scores[label] = (scores[label] ?? 0) + value * (table[base + label] ?? 0);
  }
};

/** In place. */
export const softmax = (scores: Float64Array): Float64Array => {
  const most = Math.max(...scores);
  let sum = 0;
  for (let label = 0; label < scores.length; label += 1) sum += scores[label] = Math.exp((scores[label] ?? 0) - most);
  for (let label = 0; label < scores.length; label += 1) scores[label] = (scores[label] ?? 0) / sum;
  return scores;
};

export const wordTableSize = bucketCount * labelCount;
