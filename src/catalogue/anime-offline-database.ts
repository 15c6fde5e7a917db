/**
 * Reads anime-offline-database and files of its shape (ours too): JSONL or one JSON document, plain or zstd.
 * Format: https://github.com/manami-project/anime-offline-database (schemas folder).
 */
import { z } from 'zod';
import { animeTypes, airingStatuses, streamingSchema } from '../domain/anime.ts';
import { seasons } from '../domain/season.ts';
import { describeZod } from '../errors.ts';
import { createElementCutter, createLineCutter, type Cutter, type Piece } from './json-pieces.ts';
import { readLimits, readText, truncatedFile, type ReadLimits } from './read-text.ts';

/** A single entry of the release is at most some 20 kB. */
const maxEntryLength = 1024 * 1024;
/** Enough for the metadata line, which tells JSONL from a document. */
const peekLength = 64 * 1024;

const words = z.array(z.string()).nullish().transform((list) => list ?? []);
const secondsPer = { SECONDS: 1, MINUTES: 60, HOURS: 3600 } as const;

/** Only what we use; absent and null mean the same, since the minified release leaves nulls out. */
export const sourceEntrySchema = z.object({
  sources: z.array(z.string().max(500)).min(1).max(200),
  title: z.string().trim().min(1),
  type: z.enum(animeTypes),
  /** 0 = not known. */
  episodes: z.int().min(0).max(100_000).nullish().transform((count) => count ?? 0),
  status: z.enum(airingStatuses),
  animeSeason: z
    .object({ season: z.enum([...seasons, 'UNDEFINED']).nullish(), year: z.int().min(1900).max(2100).nullish() })
    .nullish(),
  picture: z.string().nullish(),
  /** Length of one episode in seconds. */
  duration: z
    .object({ value: z.int().min(0), unit: z.enum(['SECONDS', 'MINUTES', 'HOURS']) })
    .transform(({ value, unit }) => value * secondsPer[unit])
    .nullish(),
  score: z
    .object({ arithmeticGeometricMean: z.number().nullish(), arithmeticMean: z.number().nullish(), median: z.number().nullish() })
    .transform((score) => score.arithmeticGeometricMean ?? score.arithmeticMean ?? score.median ?? null)
    .pipe(z.number().min(0).max(10).nullable())
    .nullish(),
  synonyms: words,
  studios: words,
  relatedAnime: words,
  tags: words,
  // Ours; the data set has none of them.
  synopsis: z.string().nullish(),
  title_english: z.string().nullish(),
  title_native: z.string().nullish(),
  spoiler_tags: words,
  prominence: z.number().min(1).max(5).nullish(),
  streaming: z.array(streamingSchema).nullish(),
});
export type SourceEntry = z.output<typeof sourceEntrySchema>;

const metadataSchema = z.object({
  $schema: z.string().nullish(),
  license: z.object({ name: z.string(), url: z.string() }).nullish(),
  repository: z.string().nullish(),
  lastUpdate: z.string().nullish(),
});
export type SourceMetadata = z.output<typeof metadataSchema>;

export type Refusal = { readonly line: number; readonly reason: string };
/** `line` counts from 1; in a JSON document it is the number of the element in `data`. */
export type SourceItem =
  | { readonly kind: 'metadata'; readonly metadata: SourceMetadata }
  | { readonly kind: 'entry'; readonly line: number; readonly entry: SourceEntry }
  | ({ readonly kind: 'refused' } & Refusal);

/**
 * Entry by entry, never the whole file in memory. A bad entry is one `refused` item.
 * @throws AppError when the file as a whole cannot be trusted: absent, empty, oversized, cut off (also after entries were yielded)
 */
export async function* readAnimeOfflineDatabase(file: string, limits: ReadLimits = readLimits): AsyncGenerator<SourceItem> {
  const pieces = readText(file, limits);
  let head = '';
  for (let next = await pieces.next(); next.done !== true; next = await pieces.next()) {
    head += next.value;
    if (head.length >= peekLength || head.trimStart().includes('\n')) break;
  }
  head = head.replace(/^\uFEFF/, '');
  yield* isDocument(head) ? readDocument(head, pieces, file) : readLines(head, pieces, file);
}

async function* readLines(head: string, rest: AsyncIterable<string>, file: string): AsyncGenerator<SourceItem> {
  /** A line that is no JSON: harmless in the middle, the mark of a cut file at the end. */
  let suspect: Piece | undefined;
  for await (const piece of cut(createLineCutter(maxEntryLength), head, rest)) {
    if (suspect !== undefined) yield refused(suspect, 'not valid JSON');
    suspect = undefined;
    const value = parse(piece);
    if (value === undefined && piece.text !== null) suspect = piece;
    else yield read(piece, value);
  }
  if (suspect !== undefined) throw truncatedFile(file);
}

async function* readDocument(head: string, rest: AsyncIterable<string>, file: string): AsyncGenerator<SourceItem> {
  const cutter = createElementCutter(maxEntryLength);
  for await (const piece of cut(cutter, head, rest)) yield read(piece, parse(piece));
  const outside = cutter.broken() ? undefined : parse({ number: 0, text: cutter.outside() });
  if (outside === undefined) throw truncatedFile(file);
  const metadata = metadataSchema.safeParse(outside);
  if (metadata.success) yield { kind: 'metadata', metadata: metadata.data };
}

async function* cut(cutter: Cutter, head: string, rest: AsyncIterable<string>): AsyncGenerator<Piece> {
  yield* cutter.push(head);
  for await (const text of rest) yield* cutter.push(text);
  yield* cutter.end();
}

const read = (piece: Piece, value: unknown): SourceItem => {
  if (piece.text === null) return refused(piece, 'longer than an entry can be');
  if (value === undefined) return refused(piece, 'not valid JSON');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refused(piece, 'not a JSON object');
  if (piece.number === 1 && !('sources' in value) && !('title' in value)) {
    const metadata = metadataSchema.safeParse(value);
    if (metadata.success) return { kind: 'metadata', metadata: metadata.data };
  }
  const entry = sourceEntrySchema.safeParse(value);
  return entry.success ? { kind: 'entry', line: piece.number, entry: entry.data } : refused(piece, describeZod(entry.error));
};

const refused = (piece: Piece, reason: string): SourceItem => ({ kind: 'refused', line: piece.number, reason });

/** Undefined for what is no JSON; JSON itself has no undefined. */
const parse = ({ text }: Piece): unknown => {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** JSONL's first line is a whole value; a document is longer than its first line, or has `data`. */
const isDocument = (head: string): boolean => {
  const text = head.trimStart();
  const lineEnd = text.indexOf('\n');
  const firstLine = (lineEnd === -1 ? text : text.slice(0, lineEnd)).trim();
  if (firstLine === '{' || firstLine === '[') return true;
  const value = parse({ number: 1, text: firstLine });
  if (value === undefined) return lineEnd === -1;
  return Array.isArray(value) || (typeof value === 'object' && value !== null && 'data' in value);
};
