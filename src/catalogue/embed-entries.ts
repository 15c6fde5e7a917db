/** Vectors of a catalogue: those whose text has not changed are taken over, the rest is computed. */
import { AppError } from '../errors.ts';
import type { SentenceEmbeddings } from '../models/embedding-model.ts';
import type { VectorMatrix } from '../vectors/vector-index.ts';
import type { VectorCache } from './vector-cache.ts';
import { normaliseRow } from './vector-file.ts';

/** Texts per call: small enough that little is lost when the process is killed. */
const blockSize = 256;

export type EmbedInput = {
  readonly texts: readonly string[];
  readonly textHashes: readonly string[];
  readonly dimension: number;
  readonly embeddings: SentenceEmbeddings;
  /** Vectors by text hash from earlier snapshots. */
  readonly reuse: ReadonlyMap<string, Float32Array>;
  readonly cache?: VectorCache;
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
};

/** @throws AppError upstream_failed when the encoder returns something else than `dimension` finite numbers per text; what the encoder throws */
export const embedEntries = async (input: EmbedInput): Promise<{ vectors: VectorMatrix; embedded: number }> => {
  const { texts, textHashes, dimension, embeddings, reuse, cache, onProgress, signal } = input;
  const values = new Float32Array(texts.length * dimension);
  const rowsOf = new Map<string, number[]>();
  for (const [row, hash] of textHashes.entries()) {
    const stored = reuse.get(hash) ?? cache?.known.get(hash);
    if (stored !== undefined) values.set(stored, row * dimension);
    else rowsOf.set(hash, [...(rowsOf.get(hash) ?? []), row]);
  }
  // texts of like length together: the encoder pads a batch to its longest
  const textOf = (rows: readonly number[]): string => texts[rows[0] ?? -1] ?? '';
  const missing = [...rowsOf].map(([hash, rows]) => ({ hash, rows, text: textOf(rows) })).sort((a, b) => a.text.length - b.text.length);
  for (let start = 0; start < missing.length; start += blockSize) {
    const block = missing.slice(start, start + blockSize);
    const within = (done: number) => onProgress?.(start + done, missing.length);
    const answers = await embeddings.embedDocuments(block.map(({ text }) => text), { onProgress: within, ...(signal && { signal }) });
    const records = block.map(({ hash }, at) => ({ hash, vector: unitVector(answers[at], dimension) }));
    for (const [at, { vector }] of records.entries()) for (const row of block[at]?.rows ?? []) values.set(vector, row * dimension);
    await cache?.append(records);
    within(block.length);
  }
  return { vectors: { rows: texts.length, dimension, values }, embedded: missing.length };
};

const unitVector = (answer: readonly number[] | undefined, dimension: number): Float32Array => {
  if (answer?.length !== dimension || !answer.every(Number.isFinite)) throw new AppError('upstream_failed', 'The sentence encoder returned something that is no vector.');
  const vector = Float32Array.from(answer);
  normaliseRow(vector);
  return vector;
};
