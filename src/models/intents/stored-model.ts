/** The classifier as two files: a manifest, and its tables as int8 with a scale per label. */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { intentLabels } from '../../domain/intent-view.ts';
import { AppError } from '../../errors.ts';
import { bucketCount } from './features.ts';
import { createIntentModel, labelCount, type IntentModel, type IntentWeights } from './intent-model.ts';

const manifestSchema = z.object({
  labels: z.array(z.string()),
  buckets: z.int(),
  dimension: z.int(),
  /** Whose sentence vectors it was trained on. */
  encoder: z.object({ provider: z.string(), model: z.string() }),
  trained_on: z.string(),
  sha256: z.string(),
  shares: z.object({ both: z.number(), words: z.number(), sentence: z.number() }),
  temperature: z.number(),
  centre_scale: z.number(),
  biases: z.object({ both: z.array(z.number()), words: z.array(z.number()), sentence: z.array(z.number()) }),
  /** Per table, in the order of the file after the centre: what one step of a label's column is worth. */
  scales: z.array(z.array(z.number())),
});

export type Encoder = { readonly provider: string; readonly model: string };
export type LoadedIntents = IntentModel & { readonly encoder: Encoder };

/** @param stem path without ending: `<stem>.json`, `<stem>.i8` */
export const storeIntents = async (stem: string, weights: IntentWeights, about: { encoder: Encoder; trained_on: string }): Promise<void> => {
  const tables = tablesOf(weights);
  const centreScale = Math.max(...weights.centre.map(Math.abs)) / 127;
  const packed = tables.map((table) => {
    const scales = intentLabels.map((_, label) => table.reduce((most, value, cell) => (cell % labelCount === label ? Math.max(most, Math.abs(value)) : most), 1e-9) / 127);
    return { scales, bytes: Int8Array.from(table, (value, cell) => Math.round(value / (scales[cell % labelCount] ?? 1))) };
  });
  const bytes = Buffer.concat([Int8Array.from(weights.centre, (value) => Math.round(value / centreScale)), ...packed.map(({ bytes }) => bytes)].map((part) => Buffer.from(part.buffer)));
  const { both, words, sentence, shares, temperature } = weights;
  const rounded = (values: Iterable<number>) => Array.from(values, (value) => Number(value.toPrecision(6)));
  const manifest: z.input<typeof manifestSchema> = {
    labels: [...intentLabels], buckets: bucketCount, dimension: weights.centre.length, ...about, sha256: sha256(bytes), shares, temperature,
    centre_scale: Number(centreScale.toPrecision(6)),
    biases: { both: rounded(both.bias), words: rounded(words.bias), sentence: rounded(sentence.bias) },
    scales: packed.map(({ scales }) => rounded(scales)),
  };
  await writeFile(`${stem}.i8`, bytes);
  await writeFile(`${stem}.json`, `${JSON.stringify(manifest, null, 1).replace(/\n\s+(?=-?[\d.]|\])/g, ' ')}\n`);
};

/** @throws AppError internal when the files are not those of this program */
export const loadIntents = async (stem: string): Promise<LoadedIntents> => {
  const manifest = manifestSchema.parse(JSON.parse(await readFile(`${stem}.json`, 'utf8')));
  const bytes = await readFile(`${stem}.i8`);
  if (manifest.labels.join() !== intentLabels.join() || manifest.buckets !== bucketCount || sha256(bytes) !== manifest.sha256) {
    throw new AppError('internal', 'The weights that tell intents apart do not fit this program.', { hint: 'Run npm run train:intents.' });
  }
  const { dimension, scales, biases, shares, temperature, centre_scale } = manifest;
  const values = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const take = (length: number) => values.subarray(at, (at += length));
  const table = (rows: number, index: number) => Float32Array.from(take(rows * labelCount), (value, cell) => value * (scales[index]?.[cell % labelCount] ?? 0));
  const centre = Float32Array.from(take(dimension), (value) => value * centre_scale);
  const weights: IntentWeights = {
    centre, shares, temperature,
    both: { words: table(bucketCount, 0), sentence: table(dimension, 1), bias: Float32Array.from(biases.both) },
    words: { words: table(bucketCount, 2), sentence: null, bias: Float32Array.from(biases.words) },
    sentence: { words: null, sentence: table(dimension, 3), bias: Float32Array.from(biases.sentence) },
  };
  return { ...createIntentModel(weights), encoder: manifest.encoder };
};

const tablesOf = ({ both, words, sentence }: IntentWeights): Float32Array[] => [both.words, both.sentence, words.words, sentence.sentence].filter((table) => table !== null);

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
