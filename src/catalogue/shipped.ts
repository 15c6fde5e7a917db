/** The shipped catalogue with its precomputed vectors: what is served before the first `npm run sync`. */
import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Anime } from '../domain/anime.ts';
import type { Vocabulary } from '../domain/vocabulary.ts';
import type { AnimeSpace } from '../models/anime-space/encode.ts';
import type { EmbeddingModel } from '../models/embedding-model.ts';
import type { VectorMatrix } from '../vectors/vector-index.ts';
import type { Works } from './bangumi-data.ts';
import type { Catalogue, SnapshotInfo } from './catalogue.ts';
import { createEntryCollector } from './collect-entries.ts';
import { createCatalogue } from './create-catalogue.ts';
import { embedEntries } from './embed-entries.ts';
import { embeddingText, textHash } from './embedding-text.ts';
import { infoSchema, sameEncoder, type Encoder } from './manifest.ts';
import { readOwnEntries } from './own-entries.ts';
import { spaceMatrix } from './space-matrix.ts';
import { dequantise, quantise } from './vector-file.ts';

const vectorsName = 'vectors.i8';
const manifestName = 'manifest.json';

/** `texts`: anime_id -> hash of the text behind the row, in row order. */
const shippedManifestSchema = z.object({
  format: z.literal(1),
  created_at: z.string(),
  encoder: infoSchema.shape.encoder,
  vectors: z.object({ bytes: z.int(), sha256: z.string() }),
  texts: z.record(z.string(), z.string()),
});
type ShippedManifest = z.infer<typeof shippedManifestSchema>;

export const ownLicence: SnapshotInfo['licence'][number] = { name: 'MIT', url: 'https://opensource.org/license/mit', covers: 'synopses, tags and selection of the entries written for AnimeTrackr' };

export const worksLicence: SnapshotInfo['licence'][number] = { name: 'CC BY 4.0', url: 'https://creativecommons.org/licenses/by/4.0/', covers: 'native titles, translated titles, first days and streaming places of bangumi-data (https://github.com/bangumi-data/bangumi-data)' };

export type LoadedShipped = { readonly catalogue: Catalogue; readonly encoderMatches: boolean; readonly problems: readonly string[] };

/**
 * Always a catalogue, however incomplete: entries without a current vector get a row of zeros, which no search finds by meaning.
 * `vectors` is null without any, or for another encoder than the one in use.
 */
export const loadShippedCatalogue = async ({ folder, vocabulary, encoder, space = null, works = null }: { folder: string; vocabulary: Vocabulary; encoder: Encoder; space?: AnimeSpace | null; works?: Works | null }): Promise<LoadedShipped> => {
  const { entries: own, texts, sha256, problems: found } = await prepare(folder, vocabulary);
  const problems = [...found];
  const entries = works === null ? own : supplementOwn(own, works);
  const manifest = await readManifest(folder);
  const stored = manifest === null ? null : await readVectors(folder, manifest);
  if (stored === null) problems.push('The shipped catalogue has no usable vectors: run `npm run sync -- --shipped`.');
  const encoderMatches = manifest !== null && sameEncoder(manifest.encoder, encoder);
  if (manifest !== null && !encoderMatches) problems.push('The shipped vectors are of another encoder than the one in use: run `npm run sync`.');

  let vectors: VectorMatrix | null = null;
  if (manifest !== null && stored !== null && encoderMatches) {
    const { matrix, missing } = align(entries.map(({ anime_id }) => anime_id), manifest, stored);
    vectors = matrix;
    if (missing > 0) problems.push(`${missing} shipped entries have no vector: run \`npm run sync -- --shipped\`.`);
    const stale = entries.filter(({ anime_id }, row) => (manifest.texts[anime_id] ?? texts[row]?.hash) !== texts[row]?.hash).length;
    if (stale > 0) problems.push(`${stale} shipped entries were edited after their vectors were made: run \`npm run sync -- --shipped\`.`);
  }
  const info: SnapshotInfo = {
    snapshot_id: `shipped-${sha256.slice(0, 12)}`,
    origin: 'shipped',
    entries: entries.length,
    created_at: manifest?.created_at ?? '',
    source: { name: 'AnimeTrackr', location: 'data/catalogue', tag: null, sha256, last_update: manifest?.created_at.slice(0, 10) ?? null },
    licence: [ownLicence, ...(works === null ? [] : [worksLicence])],
    encoder: manifest?.encoder ?? encoder,
  };
  const places = space === null ? null : await spaceMatrix(space, entries, vectors, info.encoder);
  return { catalogue: createCatalogue({ info, entries, vectors, space: places, faissFolder: null }), encoderMatches, problems };
};

/** What we wrote stands; no entry is added, for the texts and vectors are those of ours. */
const supplementOwn = (own: readonly Anime[], { works }: Works): Anime[] => {
  const collector = createEntryCollector();
  for (const anime of own) collector.add(anime);
  collector.supplement(works, () => false);
  for (const anime of own) collector.overlay(anime);
  return collector.finish();
};

/** Vectors by text hash, for a snapshot: where the data set adds nothing to an entry, its text is the shipped one. */
export const shippedVectors = async (folder: string, encoder: Encoder): Promise<Map<string, Float32Array>> => {
  const manifest = await readManifest(folder);
  const stored = manifest !== null && sameEncoder(manifest.encoder, encoder) ? await readVectors(folder, manifest) : null;
  if (manifest === null || stored === null) return new Map();
  const { values, dimension } = stored;
  return new Map(Object.values(manifest.texts).map((hash, row) => [hash, values.subarray(row * dimension, (row + 1) * dimension)]));
};

/** Recomputes `vectors.i8` and `manifest.json`; nothing is written when both are up to date already. */
export const writeShippedVectors = async (input: {
  folder: string; vocabulary: Vocabulary; model: EmbeddingModel; now: Date; onProgress?: (done: number, total: number) => void; signal?: AbortSignal;
}): Promise<{ entries: number; changed: boolean; problems: readonly string[] }> => {
  const { folder, vocabulary, model, now, onProgress, signal } = input;
  const { entries, texts, problems } = await prepare(folder, vocabulary);
  const encoder = await encoderOf(model);
  if ((await staleness(folder, vocabulary, encoder)).length === 0) return { entries: entries.length, changed: false, problems };
  const { vectors } = await embedEntries({
    texts: texts.map(({ text }) => text), textHashes: texts.map(({ hash }) => hash), dimension: encoder.dimension, embeddings: model.embeddings, reuse: new Map(),
    ...(onProgress && { onProgress }), ...(signal && { signal }),
  });
  const file = quantise(vectors);
  const manifest: ShippedManifest = {
    format: 1,
    created_at: now.toISOString(),
    encoder,
    vectors: { bytes: file.byteLength, sha256: createHash('sha256').update(file).digest('hex') },
    texts: Object.fromEntries(entries.map(({ anime_id }, row) => [anime_id, texts[row]?.hash ?? ''])),
  };
  await replaceFile(path.join(folder, vectorsName), file);
  await replaceFile(path.join(folder, manifestName), `${JSON.stringify(manifest, null, 1)}\n`);
  return { entries: entries.length, changed: true, problems };
};

/** What `npm run sync -- --shipped` would change, in words; empty when nothing. Needs no encoder to run. */
export const staleness = async (folder: string, vocabulary: Vocabulary, encoder: Encoder): Promise<string[]> => {
  const { entries, texts } = await prepare(folder, vocabulary);
  const manifest = await readManifest(folder);
  if (manifest === null) return ['there is no manifest.json'];
  if (!sameEncoder(manifest.encoder, encoder)) return ['the vectors are of another encoder'];
  if ((await readVectors(folder, manifest)) === null) return ['vectors.i8 is missing or damaged'];
  const expected = new Map(entries.map(({ anime_id }, row) => [anime_id, texts[row]?.hash]));
  const changed = [...expected].filter(([id, hash]) => manifest.texts[id] !== hash).map(([id]) => `${id} is ${manifest.texts[id] === undefined ? 'new' : 'edited'}`);
  const gone = Object.keys(manifest.texts).filter((id) => !expected.has(id)).map((id) => `${id} is gone`);
  const moved = changed.length + gone.length === 0 && Object.keys(manifest.texts).join() !== [...expected.keys()].join() ? ['the order of entries has changed'] : [];
  return [...changed, ...gone, ...moved];
};

const prepare = async (folder: string, vocabulary: Vocabulary) => {
  const own = await readOwnEntries(folder, vocabulary);
  const collector = createEntryCollector();
  for (const anime of own.entries) collector.add(anime);
  const entries = collector.finish();
  const texts = entries.map((anime) => embeddingText(anime, vocabulary)).map((text) => ({ text, hash: textHash(text) }));
  return { entries, texts, sha256: own.sha256, problems: own.problems };
};

export const encoderOf = async (model: EmbeddingModel): Promise<Encoder> => ({ provider: model.provider, model: model.model, dimension: await model.dimension() });

const readManifest = async (folder: string): Promise<ShippedManifest | null> => {
  const text = await readFile(path.join(folder, manifestName), 'utf8').catch(() => undefined);
  if (text === undefined) return null;
  try {
    return shippedManifestSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
};

const readVectors = async (folder: string, { vectors, texts, encoder }: ShippedManifest): Promise<VectorMatrix | null> => {
  const file = await readFile(path.join(folder, vectorsName)).catch(() => undefined);
  if (file === undefined || file.byteLength !== vectors.bytes || createHash('sha256').update(file).digest('hex') !== vectors.sha256) return null;
  const matrix = dequantise(file);
  return matrix.rows === Object.keys(texts).length && matrix.dimension === encoder.dimension ? matrix : null;
};

/** Rows in the order of today's entries. */
const align = (ids: readonly string[], { texts }: ShippedManifest, { dimension, values }: VectorMatrix): { matrix: VectorMatrix; missing: number } => {
  const rowOf = new Map(Object.keys(texts).map((id, row) => [id, row]));
  const aligned = new Float32Array(ids.length * dimension);
  let missing = 0;
  for (const [row, id] of ids.entries()) {
    const from = rowOf.get(id);
    if (from === undefined) missing += 1;
    else aligned.set(values.subarray(from * dimension, (from + 1) * dimension), row * dimension);
  }
  return { matrix: { rows: ids.length, dimension, values: aligned }, missing };
};

const replaceFile = async (file: string, content: Uint8Array | string): Promise<void> => {
  await writeFile(`${file}.tmp`, content);
  await rename(`${file}.tmp`, file);
};
