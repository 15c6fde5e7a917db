/** `npm run train`: learns the anime space from the synced catalogue and our own writing, measures it, and writes `data/models` when it is good enough. */
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readAnimeOfflineDatabase } from '../catalogue/anime-offline-database.ts';
import { createEntryCollector } from '../catalogue/collect-entries.ts';
import { embedEntries } from '../catalogue/embed-entries.ts';
import { embeddingText, textHash } from '../catalogue/embedding-text.ts';
import { loadNewestSnapshot, reusableVectors } from '../catalogue/load-snapshot.ts';
import { loadVocabulary } from '../catalogue/load-vocabulary.ts';
import { normalise } from '../catalogue/normalise.ts';
import { encoderOf } from '../catalogue/shipped.ts';
import { loadConfig } from '../config.ts';
import type { Anime } from '../domain/anime.ts';
import { AppError } from '../errors.ts';
import { createEmbeddingModel } from '../models/all.ts';
import { createAnimeSpace } from '../models/anime-space/encode.ts';
import { measure, type GradedQuery, type LikedPair, type Measured } from '../models/anime-space/train/measure.ts';
import { readWriting } from '../models/anime-space/train/read-writing.ts';
import { trainSpace } from '../models/anime-space/train/train-space.ts';
import { readWeights, versionOf, writeWeights } from '../models/anime-space/weights.ts';
import { failStart } from './fail-start.ts';
import { projectRoot } from './project-root.ts';

const usage = `Usage: npm run train -- [--development FOLDER] [--entries FILE]... [--steps N] [--seed N] [--dry]
  --development FOLDER  where rec-pairs.csv is, to measure similar titles on (default: ../shared/data beside the project)
  --entries FILE        more entries in the form of data/catalogue/entries
  --steps, --seed       of the training (default: 2400, 2)
  --dry                 measure, write nothing
`;
const dataFolder = path.join(projectRoot, 'data');
const say = (line: string): void => void process.stderr.write(`${line}\n`);

const main = async (): Promise<number> => {
  const options = readArguments();
  const config = loadConfig(process.env, projectRoot);
  const model = createEmbeddingModel({ provider: 'local' });
  const encoder = await encoderOf(model);
  const entries = await readEntries(config.dataDir, encoder, options.entries ?? []);
  const vocabulary = await loadVocabulary(path.join(dataFolder, 'lexicon'));
  const texts = entries.map((entry) => embeddingText(entry, vocabulary));
  say(`${entries.length} entries, ${entries.filter(({ synopsis }) => synopsis !== null).length} of them with a synopsis of ours`);
  const { vectors } = await embedEntries({ texts, textHashes: texts.map(textHash), dimension: encoder.dimension, embeddings: model.embeddings, reuse: await reusableVectors(config.dataDir, encoder) });
  const sentences = entries.map((_, row) => vectors.values.subarray(row * encoder.dimension, (row + 1) * encoder.dimension));
  const embed = async (wanted: readonly string[]): Promise<Float32Array[]> => {
    const distinct = [...new Set(wanted)];
    const answers = await model.embeddings.embedDocuments(distinct);
    const byText = new Map(distinct.map((text, at) => [text, Float32Array.from(answers[at] ?? [])]));
    return wanted.map((text) => byText.get(text) ?? new Float32Array(encoder.dimension));
  };

  const steps = Number(options.steps ?? 2400);
  const seed = Number(options.seed ?? 2);
  const begun = performance.now();
  const writing = await readWriting(dataFolder);
  const weights = await trainSpace({ ...writing, entries, sentences }, {
    seed, steps, encoder, embed,
    onStep: (step, { texts: ofTexts, pairs }) => {
      if (step % 200 === 0) say(`step ${step} of ${steps}: loss ${ofTexts.toFixed(3)} on texts, ${pairs.toFixed(3)} on pairs, ${((performance.now() - begun) / 1000).toFixed(0)} s`);
    },
  });

  // What is measured is what will be used: quantised, read back.
  const file = writeWeights(weights);
  const space = createAnimeSpace(readWeights(file), versionOf(file));
  const measured = await measure({ space, entries, sentences, embed }, { queries: await readQueries(), pairs: await readPairs(options.development ?? path.resolve(projectRoot, '../shared/data')) });
  process.stdout.write(tableOf(measured));
  const missed = measured.filter(({ figure, least }) => figure !== null && figure < least);
  if (missed.length > 0) {
    process.stdout.write('Below its floor, so nothing is written.\n');
    return 1;
  }
  if (options.dry === true) return 0;
  await write(file, {
    format: 1,
    made_by: 'npm run train',
    created_at: new Date().toISOString(),
    weights: { file: 'anime-space.bin', bytes: file.byteLength, version: space.version, dimension: space.dimension, words: weights.words.names.length, facts: weights.facts.names.length },
    encoder,
    seed,
    steps,
    learned_from: [
      { what: `genres, tags, type, year and studios of ${entries.length} entries, and sentence vectors of their catalogue texts (title, tags, our synopsis)`, source: 'anime-offline-database and data/catalogue/entries', licence: 'ODbL 1.0 and DbCL 1.0; MIT' },
      { what: `synopses of ${entries.filter(({ synopsis }) => synopsis !== null).length} entries`, source: 'data/catalogue/entries', licence: 'MIT' },
      { what: `${writing.kindred.length} groups of kindred works, phrases and requests`, source: 'data/models/kindred.jsonl and data/lexicon', licence: 'MIT' },
    ],
    measured: Object.fromEntries(measured.map(({ what, figure }) => [what, figure === null ? null : Number(figure.toFixed(4))])),
  });
  process.stdout.write(`${(file.byteLength / 1e6).toFixed(2)} MB written, version ${space.version}.\n`);
  return 0;
};

/** The synced catalogue with our own entries of today on top. */
const readEntries = async (dataDir: string, encoder: Awaited<ReturnType<typeof encoderOf>>, more: readonly string[]): Promise<Anime[]> => {
  const { catalogue, problems } = await loadNewestSnapshot(dataDir, { encoder });
  for (const problem of problems) say(problem);
  if (catalogue === null) throw new AppError('invalid_input', `There is no catalogue under ${dataDir}.`, { hint: 'Run `npm run sync` first: the space is learned from all entries there are.' });
  const collector = createEntryCollector();
  for (const entry of catalogue.entries) collector.add(entry);
  const vocabulary = await loadVocabulary(path.join(dataFolder, 'lexicon'));
  const own = path.join(dataFolder, 'catalogue/entries');
  const files = [...(await readdir(own)).filter((name) => name.endsWith('.jsonl')).sort().map((name) => path.join(own, name)), ...more];
  for (const file of files) {
    for await (const item of readAnimeOfflineDatabase(file)) {
      if (item.kind !== 'entry') continue;
      const result = normalise(item.entry, { vocabulary, englishWords: new Set() });
      if ('anime' in result) collector.overlay(result.anime);
    }
  }
  return collector.finish();
};

/** The half that may be tuned on; none where the file is not. */
const readQueries = async (): Promise<GradedQuery[]> => {
  const text = await readFile(path.join(dataFolder, 'golden/queries.jsonl'), 'utf8').catch(() => '');
  const rows = text.split('\n').filter(Boolean).map((line) => JSON.parse(line) as GradedQuery & { split: string }); // the golden data's own test proves its shape
  return rows.filter(({ split }) => split === 'tune');
};

/** Pairs with two votes or more. */
const readPairs = async (folder: string): Promise<LikedPair[]> => {
  const text = await readFile(path.join(folder, 'rec-pairs.csv'), 'utf8').catch(() => '');
  return text.split('\n').slice(1).flatMap((line): LikedPair[] => {
    const [a, b, votes] = line.split(',');
    return a !== undefined && b !== undefined && Number(votes) >= 2 ? [[a, b]] : [];
  });
};

const tableOf = (measured: readonly Measured[]): string =>
  measured.map(({ what, figure, least }) => `${what.padEnd(64)} ${figure === null ? 'not measured' : `${figure.toFixed(3)}  (at least ${least.toFixed(2)})`}\n`).join('');

/** Aside first: what is there is whole at any time. */
const write = async (file: Uint8Array, manifest: object): Promise<void> => {
  const folder = path.join(dataFolder, 'models');
  await mkdir(folder, { recursive: true });
  for (const [name, content] of [['anime-space.bin', file], ['manifest.json', `${JSON.stringify(manifest, null, 2)}\n`]] as const) {
    await writeFile(path.join(folder, `${name}.new`), content);
    await rename(path.join(folder, `${name}.new`), path.join(folder, name));
  }
};

const readArguments = () => {
  try {
    return parseArgs({ options: { development: { type: 'string' }, entries: { type: 'string', multiple: true }, steps: { type: 'string' }, seed: { type: 'string' }, dry: { type: 'boolean' } } }).values;
  } catch (problem) {
    throw new AppError('invalid_input', problem instanceof Error ? problem.message : 'The arguments were not understood.', { hint: usage });
  }
};

main().then((code) => {
  process.exitCode = code;
}, failStart);
