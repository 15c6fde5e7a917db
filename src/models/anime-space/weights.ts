/** What is learned, and its file. All rows are of `dimension` components. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../errors.ts';

/** Rows by name; `rarity` weighs what several rows are added with. */
export type Table = { readonly names: readonly string[]; readonly rarity: Float32Array; readonly rows: Float32Array };
/** A linear map of centred sentence vectors: `rows` has one row per component of the sentence vector. */
export type SentenceMap = { readonly centre: Float32Array; readonly rows: Float32Array };

export type Weights = {
  readonly dimension: number;
  /** Whose sentence vectors the two maps take. */
  readonly encoder: { readonly provider: string; readonly model: string; readonly dimension: number };
  /** Words and pairs of words of a request. */
  readonly words: Table;
  /** Genres, tags, type, era and studios of an entry. */
  readonly facts: Table;
  /** Of a request's sentence vector. */
  readonly request: SentenceMap;
  /** Of an entry's sentence vector. */
  readonly entry: SentenceMap;
  /** Deviation of the cosine between two entries. */
  readonly spread: number;
};

/**
 * The file, little-endian: "ATAS", uint32 version (1), uint32 bytes of the header; the header as JSON, padded with blanks to a multiple of 4;
 * then per part (words, facts, request, entry): float32 rarities or centre, a float32 scale per row, int8 rows. Component = int8 x scale.
 */
const magic = 'ATAS';
const version = 1;

const headerSchema = z.object({
  dimension: z.int().positive(),
  encoder: z.object({ provider: z.string(), model: z.string(), dimension: z.int().positive() }),
  spread: z.number().positive(),
  words: z.array(z.string()),
  facts: z.array(z.string()),
});

export const writeWeights = ({ dimension, encoder, spread, words, facts, request, entry }: Weights): Uint8Array => {
  const json = JSON.stringify({ dimension, encoder, spread, words: words.names, facts: facts.names });
  const header = Buffer.from(json + ' '.repeat((4 - (Buffer.byteLength(json) % 4)) % 4));
  const prefix = Buffer.alloc(12);
  prefix.write(magic, 'latin1');
  prefix.writeUInt32LE(version, 4);
  prefix.writeUInt32LE(header.byteLength, 8);
  const parts = [[words.rarity, words.rows], [facts.rarity, facts.rows], [request.centre, request.rows], [entry.centre, entry.rows]] as const;
  return Buffer.concat([prefix, header, ...parts.flatMap(([numbers, rows]) => [bytesOf(numbers), ...quantise(rows, dimension)])]);
};

/** @throws AppError internal for anything but a whole file of this format */
export const readWeights = (file: Uint8Array): Weights => {
  const bytes = Buffer.from(file); // a copy: floats need an aligned beginning
  if (bytes.byteLength < 12 || bytes.toString('latin1', 0, 4) !== magic || bytes.readUInt32LE(4) !== version) throw damaged();
  const headerEnd = 12 + bytes.readUInt32LE(8);
  if (headerEnd > bytes.byteLength) throw damaged();
  const header = headerSchema.safeParse(parse(bytes.toString('utf8', 12, headerEnd)));
  if (!header.success) throw damaged();
  const { dimension, encoder, spread, words, facts } = header.data;
  let at = headerEnd;
  const floats = (count: number): Float32Array => {
    if (at + 4 * count > bytes.byteLength) throw damaged();
    const numbers = Float32Array.from({ length: count }, (_, index) => bytes.readFloatLE(at + 4 * index));
    at += 4 * count;
    return numbers;
  };
  const rows = (count: number): Float32Array => {
    const scales = floats(count);
    if (at + count * dimension > bytes.byteLength) throw damaged();
    const values = Float32Array.from({ length: count * dimension }, (_, index) => bytes.readInt8(at + index) * (scales[Math.floor(index / dimension)] ?? 0));
    at += count * dimension;
    return values;
  };
  const table = (names: readonly string[]): Table => ({ names, rarity: floats(names.length), rows: rows(names.length) });
  const map = (): SentenceMap => ({ centre: floats(encoder.dimension), rows: rows(encoder.dimension) });
  const weights = { dimension, encoder, spread, words: table(words), facts: table(facts), request: map(), entry: map() };
  if (at !== bytes.byteLength) throw damaged();
  return weights;
};

/** Names weights: vectors made with different ones are never mixed. 12 hex digits. */
export const versionOf = (file: Uint8Array): string => createHash('sha256').update(file).digest('hex').slice(0, 12);

const bytesOf = (numbers: Float32Array): Buffer => {
  const bytes = Buffer.alloc(4 * numbers.length);
  numbers.forEach((number, at) => bytes.writeFloatLE(number, 4 * at));
  return bytes;
};

/** Scales, then components. */
const quantise = (rows: Float32Array, dimension: number): Buffer[] => {
  const scales = Float32Array.from({ length: rows.length / dimension }, (_, row) => rows.subarray(row * dimension, (row + 1) * dimension).reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) / 127);
  const components = Int8Array.from(rows, (value, at) => Math.round(value / (scales[Math.floor(at / dimension)] || 1)));
  return [bytesOf(scales), Buffer.from(components.buffer)];
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const damaged = (): AppError => new AppError('internal', 'The file of the anime space is damaged.', { hint: 'Restore data/models/anime-space.bin, or make it again with `npm run train`.' });
