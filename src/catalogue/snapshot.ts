/** Snapshots under DATA_DIR: immutable folders, written aside and renamed into place. */
import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Anime } from '../domain/anime.ts';
import type { VectorMatrix } from '../vectors/vector-index.ts';
import type { SnapshotInfo } from './catalogue.ts';
import { describeFile, manifestFile, snapshotFormat, type Manifest } from './manifest.ts';
import { floatsToBytes } from './vector-file.ts';

export const entriesFile = 'entries.jsonl';
export const vectorsFile = 'vectors.f32';
export const spaceFile = 'space.f32';
export const textsFile = 'text-hashes.txt';
export const faissDirectory = 'faiss';
const aside = '.tmp-';
const keptSnapshots = 3;
/** A writer that died without a trace on another machine of the same volume. */
const longestWriteMs = 24 * 3600 * 1000;

export const snapshotsFolder = (dataDir: string): string => path.join(dataDir, 'snapshots');

export type FaissDocument = { readonly pageContent: string; readonly metadata: { readonly anime_id: string; readonly row: number } };
/** `src/vectors/faiss-folder.ts` without its log: false when FAISS is not available here. */
export type WriteFaissFolder = (input: { folder: string; matrix: VectorMatrix; documents: readonly FaissDocument[] }) => Promise<boolean>;

export type SnapshotContent = {
  /** Without `snapshot_id`, which the folder's name is. */
  readonly info: Omit<SnapshotInfo, 'snapshot_id'>;
  readonly counts: Manifest['counts'];
  readonly supplement?: Manifest['supplement'];
  readonly entries: readonly Anime[];
  readonly vectors: VectorMatrix;
  /** The same rows in the learned space, and which one that is; what FAISS holds. */
  readonly space?: { readonly version: string; readonly matrix: VectorMatrix };
  /** `texts[i]` was embedded as row i and has `textHashes[i]`. */
  readonly texts: readonly string[];
  readonly textHashes: readonly string[];
};

/** Newest first: ids begin with the time in UTC. */
export const listSnapshots = async (dataDir: string): Promise<string[]> => {
  const names = await readdir(snapshotsFolder(dataDir)).catch(() => []);
  return names.filter((name) => /^\d{8}T\d{9}Z-[0-9a-f]{8}$/.test(name)).sort().reverse();
};

/**
 * Whatever stops it (an error, a signal, the power), readers see either the whole snapshot or none.
 * @returns the id of the new snapshot
 * @throws AbortError when the signal is raised before the snapshot is in place
 */
export const writeSnapshot = async (dataDir: string, content: SnapshotContent, { writeFaissFolder, signal }: { writeFaissFolder: WriteFaissFolder; signal?: AbortSignal }): Promise<string> => {
  const parent = snapshotsFolder(dataDir);
  const folder = path.join(parent, `${aside}${process.pid}-${randomBytes(4).toString('hex')}`);
  await mkdir(folder, { recursive: true });
  try {
    const names = [entriesFile, vectorsFile, textsFile, ...(content.space ? [spaceFile] : [])];
    await writeDurably(path.join(folder, entriesFile), content.entries.map((anime) => `${JSON.stringify(anime)}\n`));
    await writeDurably(path.join(folder, vectorsFile), [floatsToBytes(content.vectors)]);
    if (content.space) await writeDurably(path.join(folder, spaceFile), [floatsToBytes(content.space.matrix)]);
    await writeDurably(path.join(folder, textsFile), content.textHashes.map((hash) => `${hash}\n`));
    signal?.throwIfAborted();
    const documents = content.entries.map(({ anime_id }, row) => ({ pageContent: content.texts[row] ?? '', metadata: { anime_id, row } }));
    if (await writeFaissFolder({ folder: path.join(folder, faissDirectory), matrix: content.space?.matrix ?? content.vectors, documents })) {
      for (const name of await readdir(path.join(folder, faissDirectory))) names.push(`${faissDirectory}/${name}`);
    }
    signal?.throwIfAborted();
    const files: Manifest['files'] = {};
    for (const name of names) files[name] = await describeFile(path.join(folder, name));
    const snapshot_id = `${timestamp(content.info.created_at)}-${files[entriesFile]?.sha256.slice(0, 8) ?? ''}`;
    const manifest: Manifest = { format: snapshotFormat, info: { snapshot_id, ...content.info, licence: [...content.info.licence] }, ...(content.space && { space: { version: content.space.version, dimension: content.space.matrix.dimension } }), counts: content.counts, ...(content.supplement && { supplement: content.supplement }), files };
    await writeDurably(path.join(folder, manifestFile), [`${JSON.stringify(manifest, null, 2)}\n`]);
    await syncFolder(folder);
    await rename(folder, path.join(parent, snapshot_id));
    await syncFolder(parent);
    return snapshot_id;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Removes snapshots beyond the newest three good ones, and what died writers left. `good` are ids known to be whole. */
export const pruneSnapshots = async (dataDir: string, good: ReadonlySet<string>): Promise<void> => {
  const parent = snapshotsFolder(dataDir);
  let kept = 0;
  for (const id of await listSnapshots(dataDir)) {
    if (good.has(id) && kept < keptSnapshots) kept += 1;
    else if (kept >= keptSnapshots) await rm(path.join(parent, id), { recursive: true, force: true });
  }
  for (const name of await readdir(parent).catch(() => [])) {
    if (name.startsWith(aside) && (await isAbandoned(path.join(parent, name)))) await rm(path.join(parent, name), { recursive: true, force: true });
  }
};

const isAbandoned = async (folder: string): Promise<boolean> => {
  const pid = Number(path.basename(folder).slice(aside.length).split('-')[0]);
  const age = Date.now() - ((await stat(folder).catch(() => undefined))?.mtimeMs ?? 0);
  return age > longestWriteMs || !isAlive(pid);
};

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (problem) {
    return (problem as NodeJS.ErrnoException).code === 'EPERM'; // what process.kill throws
  }
};

/** `2026-11-22T12:00:00.123Z` -> `20261122T120000123Z` */
const timestamp = (iso: string): string => iso.replace(/[-:.]/g, "");

const writeDurably = async (file: string, pieces: Iterable<string | Uint8Array>): Promise<void> => {
  const handle = await open(file, 'w');
  try {
    let block: string[] = [];
    const flush = async () => {
      if (block.length > 0) await handle.writeFile(block.join(''));
      block = [];
    };
    for (const piece of pieces) {
      if (typeof piece !== 'string') await handle.writeFile(piece);
      else if (block.push(piece) >= 1000) await flush();
    }
    await flush();
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Makes the names in a folder survive a power cut; some systems (Windows) cannot and need not. */
const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
};
