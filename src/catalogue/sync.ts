/** `npm run sync`: data set + own entries -> a new snapshot. Knows no console: it tells stages and returns a report. */
import path from 'node:path';
import { AppError } from '../errors.ts';
import type { Anime } from '../domain/anime.ts';
import type { SyncProgress } from '../domain/sync-state.ts';
import type { AnimeSpace } from '../models/anime-space/encode.ts';
import type { EmbeddingModel } from '../models/embedding-model.ts';
import type { Works } from './bangumi-data.ts';
import type { SnapshotInfo } from './catalogue.ts';
import type { Refusal, SourceMetadata } from './anime-offline-database.ts';
import { dataHomes, dataSource, tagIn, type DataHome } from './data-homes.ts';
import { download, forgetDownload, type DownloadOptions } from './download.ts';
import { embedEntries } from './embed-entries.ts';
import { embeddingText, textHash } from './embedding-text.ts';
import { ingest } from './ingest.ts';
import { checkSnapshot, reusableVectors } from './load-snapshot.ts';
import { loadVocabulary } from './load-vocabulary.ts';
import { sha256OfFile, type Manifest } from './manifest.ts';
import { readOwnEntries } from './own-entries.ts';
import { encoderOf, ownLicence, shippedVectors, worksLicence } from './shipped.ts';
import { listSnapshots, pruneSnapshots, snapshotsFolder, writeSnapshot, type WriteFaissFolder } from './snapshot.ts';
import { spaceMatrix } from './space-matrix.ts';
import { openVectorCache } from './vector-cache.ts';

export type SyncInput = {
  readonly dataDir: string;
  /** The repository's `data` folder: lexicon and own entries. */
  readonly shippedData: string;
  /** As in DATA_URL; `root` is where relative files start from. */
  readonly dataUrl: string;
  readonly root: string;
  readonly embeddingModel: EmbeddingModel;
  readonly space?: AnimeSpace | null;
  /** Of bangumi-data. */
  readonly works?: Works | null;
  readonly writeFaissFolder: WriteFaissFolder;
  readonly onProgress?: (progress: SyncProgress) => void;
  readonly signal?: AbortSignal;
  readonly now?: () => Date;
  readonly homes?: readonly DataHome[];
  readonly downloadLimits?: Pick<DownloadOptions, 'idleMs' | 'tries' | 'pauseMs' | 'maxBytes'>;
};

export type SyncReport = {
  readonly snapshot_id: string;
  readonly source: SnapshotInfo['source'];
  readonly entries: number;
  readonly own: number;
  readonly adult: number;
  /** Null without bangumi-data. */
  readonly supplement: NonNullable<Manifest['supplement']> | null;
  readonly embedded: number;
  readonly reused: number;
  /** Most frequent first; `lines` are the first few. */
  readonly refused: readonly { readonly reason: string; readonly count: number; readonly lines: readonly number[] }[];
  /** Own entries that could not be used, in words. */
  readonly problems: readonly string[];
  readonly faiss: boolean;
  readonly duration_ms: number;
};

/**
 * Nothing is served before the last step, a rename; until then an error, a signal or a crash leaves what was served.
 * @throws AppError when the data set cannot be got, is cut off or holds no entry; cancelled (or an AbortError) with the signal
 */
export const runSync = async (input: SyncInput): Promise<SyncReport> => {
  const { dataDir, shippedData, embeddingModel, signal, now = () => new Date() } = input;
  const started = now();
  const report = (stage: SyncProgress['stage'], done: number, total: number | null): void => input.onProgress?.({ stage, done, total });

  const fetched = await fetchData(input, report);
  const vocabulary = await loadVocabulary(path.join(shippedData, 'lexicon'));
  const own = await readOwnEntries(path.join(shippedData, 'catalogue'), vocabulary);
  const { entries, refusals, metadata, supplemented } = await ingest({
    file: fetched.file, vocabulary, own, ...(input.works && { works: input.works.works }), onProgress: (accepted) => report('read', accepted, null), ...(signal && { signal }),
  }).catch(async (problem: unknown) => {
    if (problem instanceof AppError) await fetched.forget(); // a file that cannot be used is not resumed
    throw problem;
  });
  report('read', entries.length, entries.length);

  const texts = entries.map((anime) => embeddingText(anime, vocabulary));
  const textHashes = texts.map(textHash);
  const encoder = await encoderOf(embeddingModel);
  const cache = await openVectorCache(dataDir, encoder);
  const reuse = new Map([...(await shippedVectors(path.join(shippedData, 'catalogue'), encoder)), ...(await reusableVectors(dataDir, encoder))]);
  const { vectors, embedded } = await embedEntries({
    texts, textHashes, dimension: encoder.dimension, embeddings: embeddingModel.embeddings, reuse, cache,
    onProgress: (done, total) => report('embed', done, total), ...(signal && { signal }),
  });

  let faiss = false;
  const writeFaissFolder: WriteFaissFolder = async (folder) => {
    report('index', 0, entries.length);
    faiss = await input.writeFaissFolder(folder);
    report('index', entries.length, entries.length);
    return faiss;
  };
  report('write', 0, entries.length);
  const source = { ...fetched.source, sha256: await sha256OfFile(fetched.file), tag: fetched.source.tag ?? tagIn(metadata.$schema ?? ''), last_update: metadata.lastUpdate ?? null };
  const counts = { entries: entries.length, own: own.entries.length, adult: count(entries, (anime) => anime.adult), with_synopsis: count(entries, (anime) => anime.synopsis !== null), refused: refusals.length };
  const info = { origin: 'synced' as const, entries: entries.length, created_at: now().toISOString(), source, licence: [...licences(metadata), ...(input.works ? [worksLicence] : [])], encoder };
  const { space, works } = input;
  const supplement = works && supplemented ? { version: works.version, ...supplemented } : null;
  const places = space ? { version: space.version, matrix: await spaceMatrix(space, entries, vectors, encoder) } : null;
  const snapshot_id = await writeSnapshot(dataDir, { info, counts, ...(supplement && { supplement }), entries, vectors, ...(places && { space: places }), texts, textHashes }, { writeFaissFolder, ...(signal && { signal }) });
  report('write', entries.length, entries.length);

  await cache.discard();
  await fetched.forget();
  await pruneSnapshots(dataDir, await goodSnapshots(dataDir));
  return {
    snapshot_id, source, entries: counts.entries, own: counts.own, adult: counts.adult, supplement, embedded, reused: entries.length - embedded,
    refused: byReason(refusals), problems: own.problems, faiss, duration_ms: now().getTime() - started.getTime(),
  };
};

const fetchData = async ({ dataDir, dataUrl, root, homes = dataHomes, downloadLimits, signal }: SyncInput, report: (stage: 'download', done: number, total: number | null) => void) => {
  const from = dataSource(dataUrl, root, homes);
  if (from.kind === 'file') {
    const source = { name: 'anime-offline-database', location: path.basename(from.file), tag: tagIn(from.file) };
    return { file: from.file, source, forget: async () => {} };
  }
  const { file, name, url, tag } = await download(from.candidates, {
    folder: path.join(dataDir, 'downloads'), onProgress: (done, total) => report('download', done, total), ...downloadLimits, ...(signal && { signal }),
  });
  return { file, source: { name: `anime-offline-database (${name})`, location: url, tag }, forget: () => forgetDownload(file) };
};

const licences = ({ license, repository }: SourceMetadata): SnapshotInfo['licence'] => {
  const covers = `facts, titles, links and relations of anime-offline-database (${repository ?? 'https://github.com/manami-project/anime-offline-database'}), which continues the work of manami-project`;
  const dataSet = { name: license?.name ?? 'ODbL 1.0 + DbCL 1.0', url: license?.url ?? 'https://opendatacommons.org/licenses/odbl/1-0/', covers };
  return [dataSet, ownLicence];
};

const goodSnapshots = async (dataDir: string): Promise<Set<string>> => {
  const good = new Set<string>();
  for (const id of await listSnapshots(dataDir)) if ('manifest' in (await checkSnapshot(path.join(snapshotsFolder(dataDir), id)))) good.add(id);
  return good;
};

const byReason = (refusals: readonly Refusal[]): SyncReport['refused'] => {
  const lines = new Map<string, number[]>();
  for (const { line, reason } of refusals) {
    const known = lines.get(reason);
    if (known === undefined) lines.set(reason, [line]);
    else known.push(line);
  }
  return [...lines].map(([reason, all]) => ({ reason, count: all.length, lines: all.slice(0, 5) })).sort((a, b) => b.count - a.count);
};

const count = (entries: readonly Anime[], test: (anime: Anime) => boolean): number => entries.filter(test).length;
