/** Reads the newest good snapshot back; a damaged one is passed over and named. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { AnimeSpace } from '../models/anime-space/encode.ts';
import type { Anime } from '../domain/anime.ts';
import type { Catalogue } from './catalogue.ts';
import { createCatalogue } from './create-catalogue.ts';
import { firstDamage, manifestFile, manifestSchema, sameEncoder, snapshotFormat, type Encoder, type Manifest } from './manifest.ts';
import { entriesFile, faissDirectory, listSnapshots, snapshotsFolder, spaceFile, textsFile, vectorsFile } from './snapshot.ts';
import { spaceMatrix } from './space-matrix.ts';
import { floatsFromBytes } from './vector-file.ts';

export type LoadedSnapshot = {
  /** Null when there is no good snapshot. */
  readonly catalogue: Catalogue | null;
  /** False: the vectors are of another encoder, so `catalogue.vectors` is null until `npm run sync` has made new ones. */
  readonly encoderMatches: boolean;
  /** What was wrong, in sentences for the log. */
  readonly problems: readonly string[];
};

/** @param space the learned space in use; a snapshot of another one gets its places computed here, in a second or two for 23,000 entries */
export const loadNewestSnapshot = async (dataDir: string, { encoder, space = null }: { encoder: Encoder; space?: AnimeSpace | null }): Promise<LoadedSnapshot> => {
  const problems: string[] = [];
  for (const id of await listSnapshots(dataDir)) {
    const folder = path.join(snapshotsFolder(dataDir), id);
    const checked = await checkSnapshot(folder);
    if ('damage' in checked) {
      problems.push(`Snapshot ${id} is not used: ${checked.damage}.`);
      continue;
    }
    const encoderMatches = sameEncoder(checked.manifest.info.encoder, encoder);
    if (!encoderMatches) problems.push(`Snapshot ${id} was made with the encoder ${name(checked.manifest.info.encoder)}, not with ${name(encoder)}: run \`npm run sync\`.`);
    const catalogue = await readCatalogue(folder, checked.manifest, encoderMatches, space);
    if (catalogue !== null) return { catalogue, encoderMatches, problems };
    problems.push(`Snapshot ${id} is not used: its files do not fit together.`);
  }
  return { catalogue: null, encoderMatches: false, problems };
};

/** Every file against its checksum. */
export const checkSnapshot = async (folder: string): Promise<{ manifest: Manifest } | { damage: string }> => {
  const text = await readFile(path.join(folder, manifestFile), 'utf8').catch(() => undefined);
  if (text === undefined) return { damage: 'it has no manifest' };
  const manifest = manifestSchema.safeParse(parse(text));
  if (!manifest.success) return { damage: `its manifest cannot be read (expected format ${snapshotFormat})` };
  const damage = await firstDamage(folder, manifest.data.files);
  return damage === null ? { manifest: manifest.data } : { damage };
};

/** Vectors by text hash, for those that need not be computed again. Empty for another encoder or a damaged snapshot. */
export const reusableVectors = async (dataDir: string, encoder: Encoder): Promise<Map<string, Float32Array>> => {
  const byHash = new Map<string, Float32Array>();
  for (const id of await listSnapshots(dataDir)) {
    const folder = path.join(snapshotsFolder(dataDir), id);
    const checked = await checkSnapshot(folder);
    if ('damage' in checked || !sameEncoder(checked.manifest.info.encoder, encoder)) continue;
    const hashes = (await readFile(path.join(folder, textsFile), 'utf8')).split('\n').filter(Boolean);
    const { values } = floatsFromBytes(await readFile(path.join(folder, vectorsFile)), { rows: hashes.length, dimension: encoder.dimension });
    for (const [row, hash] of hashes.entries()) byHash.set(hash, values.subarray(row * encoder.dimension, (row + 1) * encoder.dimension));
    break;
  }
  return byHash;
};

const readCatalogue = async (folder: string, { info, files, space: stored }: Manifest, withVectors: boolean, space: AnimeSpace | null): Promise<Catalogue | null> => {
  const lines = (await readFile(path.join(folder, entriesFile), 'utf8')).split('\n').filter(Boolean);
  // Our own writing, proved by the checksum: 25 MB need no second validation at every start.
  const entries = lines.map((line) => JSON.parse(line) as Anime);
  const shape = { rows: info.entries, dimension: info.encoder.dimension };
  if (entries.length !== shape.rows || files[vectorsFile]?.bytes !== 4 * shape.rows * shape.dimension) return null;
  const vectors = withVectors ? floatsFromBytes(await readFile(path.join(folder, vectorsFile)), shape) : null;
  const sameSpace = stored !== undefined && space !== null && stored.version === space.version;
  const places = space === null ? null : sameSpace ? floatsFromBytes(await readFile(path.join(folder, spaceFile)), { rows: info.entries, dimension: stored.dimension }) : await spaceMatrix(space, entries, vectors, info.encoder);
  const hasFaiss = files[`${faissDirectory}/faiss.index`] !== undefined && (sameSpace || (space === null && stored === undefined && withVectors));
  return createCatalogue({ info, entries, vectors, space: places, faissFolder: hasFaiss ? path.join(folder, faissDirectory) : null });
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const name = ({ provider, model, dimension }: Encoder): string => `${provider}/${model} (${dimension})`;
