/** Large catalogues for the bench: the whole data set where it is at hand, and any size by recombining entries. Kept under `.data/bench` between runs. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Catalogue } from '../../../src/catalogue/catalogue.ts';
import { sha256OfFile } from '../../../src/catalogue/manifest.ts';
import { writeSnapshot } from '../../../src/catalogue/snapshot.ts';
import { normaliseRow } from '../../../src/catalogue/vector-file.ts';
import type { Anime } from '../../../src/domain/anime.ts';
import { createLog } from '../../../src/log.ts';
import { writeFaissFolder } from '../../../src/vectors/faiss-folder.ts';
import type { VectorMatrix } from '../../../src/vectors/vector-index.ts';
import type { Bench } from '../parts/part.ts';
import { projectRoot } from './start-service.ts';
import { servedCatalogue } from './use-cases.ts';

const kept = path.join(projectRoot, '.data/bench');
const dataSet = path.resolve(projectRoot, '../shared/data/aod-real.jsonl');

/** DATA_DIR with a snapshot of the whole data set; null, said loudly, where the data set is not beside the project. Takes minutes the first time. */
export const wholeCatalogue = async (bench: Bench): Promise<string | null> => {
  if (!existsSync(dataSet)) {
    bench.say('THE DATA SET (../shared/data/aod-real.jsonl beside the project) IS NOT THERE: the shipped catalogue, recombined, takes its place.');
    return null;
  }
  const dataDir = path.join(kept, 'whole');
  const { info } = await servedCatalogue(dataDir);
  if (info.origin === 'synced' && info.source.sha256 === (await sha256OfFile(dataSet))) return dataDir;
  bench.say('building a snapshot of the whole data set (minutes, the first time only)');
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(projectRoot, 'src/bin/sync.ts'), '--file', dataSet], { cwd: projectRoot, env: { ...process.env, DATA_DIR: dataDir, LOG_LEVEL: 'error' }, stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error('The data set could not be synced.');
  return dataDir;
};

/** DATA_DIR with `rows` entries: those of `base` (null = shipped), and more made of two of them each (titles, words, vectors). */
export const recombinedCatalogue = async (bench: Bench, rows: number, base: string | null): Promise<string> => {
  const source = await servedCatalogue(base ?? (await bench.folder()));
  const dataDir = path.join(kept, `recombined-${rows}`);
  const made = await servedCatalogue(dataDir);
  const from = `recombined from ${source.info.snapshot_id}`;
  if (made.info.source.location === from) return dataDir;
  bench.say(`recombining ${source.entries.length} entries into ${rows}`);
  const { entries, vectors } = recombine(source, rows);
  const log = createLog('error');
  const info = { ...source.info, origin: 'synced' as const, entries: entries.length, created_at: new Date().toISOString(), source: { ...source.info.source, location: from } };
  const counts = { entries: entries.length, own: 0, adult: 0, with_synopsis: entries.filter(({ synopsis }) => synopsis !== null).length, refused: 0 };
  const texts = entries.map(({ title }) => title);
  await writeSnapshot(dataDir, { info, counts, entries, vectors, texts, textHashes: texts.map((_, row) => `recombined-${row}`) }, { writeFaissFolder: (folder) => writeFaissFolder({ ...folder, log }) });
  return dataDir;
};

const recombine = ({ entries, vectors }: Catalogue & { readonly vectors: VectorMatrix }, rows: number): { entries: Anime[]; vectors: VectorMatrix } => {
  const { dimension } = vectors;
  const values = new Float32Array(rows * dimension);
  values.set(vectors.values.subarray(0, Math.min(rows, entries.length) * dimension));
  const all = entries.slice(0, rows);
  const random = repeatable(7);
  const pick = (): number => Math.floor(random() * entries.length);
  for (let row = all.length; row < rows; row += 1) {
    const [one, other] = [pick(), pick()];
    const vector = values.subarray(row * dimension, (row + 1) * dimension);
    for (let at = 0; at < dimension; at += 1) vector[at] = 0.6 * vectors.values[one * dimension + at]! + 0.4 * vectors.values[other * dimension + at]!;
    normaliseRow(vector);
    all.push(combined(entries[one]!, entries[other]!, row));
  }
  return { entries: all, vectors: { rows, dimension, values } };
};

const combined = (one: Anime, other: Anime, row: number): Anime => {
  const anime_id = `mal:${9_000_000 + row}`;
  return {
    ...one, anime_id, aliases: [anime_id], related: [],
    title: `${half(one.title, 0)} ${half(other.title, 1)}`, title_english: null, title_native: null, synonyms: [],
    year: other.year, season: other.season, tags: other.tags, studios: other.studios, score: other.score,
    synopsis: one.synopsis === null || other.synopsis === null ? one.synopsis : `${half(one.synopsis, 0)} ${half(other.synopsis, 1)}`,
    prominence: 1,
  };
};

const half = (text: string, which: 0 | 1): string => {
  const words = text.split(' ');
  const middle = Math.ceil(words.length / 2);
  return (which === 0 ? words.slice(0, middle) : words.slice(middle)).join(' ');
};

/** The same numbers at every run. */
const repeatable = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
};
