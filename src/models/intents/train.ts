/** Learns the classifier of intents from labelled views. Deterministic: same rows, same weights. */
import { intentLabels, type IntentLabel, type IntentView } from '../../domain/intent-view.ts';
import { sparseFeatures, type Sparse } from './features.ts';
import { addScores, centred, labelCount, softmax, wordTableSize, type IntentWeights, type Regression } from './intent-model.ts';

export type LabelledView = { readonly view: IntentView; /** Sentence vector, length 1; null = no encoder. */ readonly vector: Float32Array | null; readonly label: IntentLabel; readonly weight?: number };

export type TrainOptions = { readonly epochs?: number; readonly rate?: number; /** Pull of the weights to zero, per step. */ readonly decay?: number; readonly shares?: IntentWeights['shares']; readonly temperature?: number };

type Row = Sparse & { readonly sentence: Float32Array | null; readonly label: number; readonly weight: number };
type Inputs = { readonly words: boolean; readonly sentence: boolean };

const defaultShares = { both: 0.5, words: 0.25, sentence: 0.25 };

/** @throws RangeError when no row has a sentence vector */
export const trainIntents = (views: readonly LabelledView[], { epochs = 15, rate = 0.3, decay = 2e-5, shares = defaultShares, temperature = 0.8 }: TrainOptions = {}): IntentWeights => {
  const vectors = views.map(({ vector }) => vector).filter((vector) => vector !== null);
  const [first] = vectors;
  if (first === undefined) throw new RangeError('The classifier needs the sentence encoder to be trained.');
  const centre = new Float32Array(first.length);
  for (const vector of vectors) vector.forEach((value, at) => (centre[at] = (centre[at] ?? 0) + value / vectors.length));
  const rows = views.map(({ view, vector, label, weight = 1 }): Row => ({ ...sparseFeatures(view), sentence: vector === null ? null : centred(vector, centre), label: intentLabels.indexOf(label), weight }));
  const fit = (inputs: Inputs) => fitRegression(rows, centre.length, inputs, { epochs, rate, decay });
  return { centre, shares, temperature, both: fit({ words: true, sentence: true }), words: fit({ words: true, sentence: false }), sentence: fit({ words: false, sentence: true }) };
};

/** Softmax regression by Adagrad over shuffled rows. Plain loops over typed arrays: these are most of the training's time. */
const fitRegression = (rows: readonly Row[], dimension: number, { words, sentence }: Inputs, { epochs, rate, decay }: { epochs: number; rate: number; decay: number }): Regression => {
  const bias = createTable(labelCount);
  const tables = { words: words ? createTable(wordTableSize) : null, sentence: sentence ? createTable(dimension * labelCount) : null };
  const random = createRandom(7);
  const order = rows.map((_, at) => at);
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    shuffle(order, random);
    const pace = rate * (1 - epoch / epochs) + 0.01;
    for (const at of order) {
      const row = rows[at];
      if (row === undefined) continue;
      const scores = Float64Array.from(bias.weights);
      if (tables.words !== null) addScores(scores, tables.words.weights, row.buckets, row.values);
      if (tables.sentence !== null && row.sentence !== null) addScores(scores, tables.sentence.weights, null, row.sentence);
      const slopes = softmax(scores);
      slopes[row.label] = (slopes[row.label] ?? 0) - 1;
      for (let label = 0; label < labelCount; label += 1) slopes[label] = row.weight * (slopes[label] ?? 0);
      if (tables.words !== null) step(tables.words, row.buckets, row.values, slopes, pace, decay);
      if (tables.sentence !== null && row.sentence !== null) step(tables.sentence, null, row.sentence, slopes, pace, decay);
      step(bias, null, one, slopes, pace, 0);
    }
  }
  return { words: tables.words?.weights ?? null, sentence: tables.sentence?.weights ?? null, bias: bias.weights };
};

const one = Float32Array.of(1);
type Table = { readonly weights: Float32Array; /** Sums of squared slopes. */ readonly squares: Float32Array };
const createTable = (size: number): Table => ({ weights: new Float32Array(size), squares: new Float32Array(size).fill(1e-3) });

/** @param places row of the table per value; null = the values' own positions */
const step = ({ weights, squares }: Table, places: Int32Array | null, values: Float32Array, slopes: Float64Array, pace: number, decay: number): void => {
  for (let at = 0; at < values.length; at += 1) {
    const base = (places === null ? at : (places[at] ?? 0)) * labelCount;
    const value = values[at] ?? 0;
    for (let label = 0; label < labelCount; label += 1) {
      const cell = base + label;
      const slope = (slopes[label] ?? 0) * value + decay * (weights[cell] ?? 0);
      const sum = (squares[cell] ?? 0) + slope * slope;
      squares[cell] = sum;
      weights[cell] = (weights[cell] ?? 0) - (pace * slope) / Math.sqrt(sum);
    }
  }
};

const shuffle = (order: number[], random: () => number): void => {
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0];
  }
};

/** Mulberry32. */
export const createRandom = (seed: number) => (): number => {
  seed = (seed + 0x6d2b79f5) | 0;
  let value = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
  return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
};
