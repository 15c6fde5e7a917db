/** `npm run sync [-- --file PATH] [--shipped [--check]]`: builds a catalogue snapshot, or the vectors of the shipped catalogue. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readBangumiData } from '../catalogue/bangumi-data.ts';
import { loadVocabulary } from '../catalogue/load-vocabulary.ts';
import { encoderOf, staleness, writeShippedVectors } from '../catalogue/shipped.ts';
import { createProgressDisplay } from '../catalogue/show-progress.ts';
import { syncReportText } from '../catalogue/sync-report.ts';
import { stoppedCode, type SyncMessage } from '../catalogue/sync-process.ts';
import { runSync } from '../catalogue/sync.ts';
import { loadConfig } from '../config.ts';
import { AppError, toAppError } from '../errors.ts';
import { createLog } from '../log.ts';
import { createEmbeddingModel } from '../models/all.ts';
import { loadAnimeSpace } from '../models/anime-space/encode.ts';
import { writeFaissFolder } from '../vectors/faiss-folder.ts';

const usage = `Usage: npm run sync -- [--file PATH] [--shipped [--check]]
  --file PATH   the data set from a file (JSONL or JSON, plain or .zst) instead of DATA_URL
  --shipped     recompute the vectors of the catalogue in data/catalogue
  --check       with --shipped: change nothing, fail when they are not up to date
`;
const root = path.resolve(import.meta.dirname, '../..');
const shippedData = path.join(root, 'data');

const main = async (signal: AbortSignal): Promise<number> => {
  const options = readArguments();
  if (options.help === true) {
    process.stdout.write(usage);
    return 0;
  }
  const config = loadConfig(process.env, root);
  const log = createLog(config.logLevel);
  const embeddingModel = createEmbeddingModel(config.embeddings);
  const display = createProgressDisplay(process.stderr);
  try {
    if (options.shipped === true) {
      const folder = path.join(shippedData, 'catalogue');
      const vocabulary = await loadVocabulary(path.join(shippedData, 'lexicon'));
      if (options.check === true) {
        const stale = await staleness(folder, vocabulary, await encoderOf(embeddingModel));
        process.stdout.write(stale.length === 0 ? 'The shipped vectors are up to date.\n' : `${stale.slice(0, 20).join('\n')}\nRun \`npm run sync -- --shipped\`.\n`);
        return stale.length === 0 ? 0 : 1;
      }
      const onProgress = (done: number, total: number): void => display.show({ stage: 'embed', done, total });
      const { entries, changed, problems } = await writeShippedVectors({ folder, vocabulary, model: embeddingModel, now: new Date(), onProgress, signal });
      display.close();
      process.stdout.write(`${problems.map((problem) => `${problem}\n`).join('')}${entries} entries, vectors ${changed ? 'written' : 'were up to date'}.\n`);
      return problems.length === 0 ? 0 : 1;
    }
    const report = await runSync({
      dataDir: config.dataDir, shippedData, dataUrl: config.dataUrl, root, embeddingModel, space: await loadAnimeSpace(path.join(shippedData, 'models')).catch(() => null), works: await readBangumiData(), signal,
      ...(options.file !== undefined && { dataUrl: path.resolve(options.file) }),
      writeFaissFolder: (input) => writeFaissFolder({ ...input, log }),
      onProgress: (progress) => {
        display.show(progress);
        tell({ kind: 'progress', ...progress });
      },
    });
    display.close();
    process.stdout.write(syncReportText(report));
    return 0;
  } finally {
    display.close();
  }
};

const readArguments = () => {
  try {
    const { values } = parseArgs({ options: { file: { type: 'string' }, shipped: { type: 'boolean' }, check: { type: 'boolean' }, help: { type: 'boolean' } } });
    if (values.check === true && values.shipped !== true) throw new Error('--check goes with --shipped');
    return values;
  } catch (problem) {
    throw new AppError('invalid_input', problem instanceof Error ? problem.message : 'The arguments were not understood.', { hint: usage });
  }
};

/** To the service that started it, if one did. */
const tell = (message: SyncMessage): void => {
  if (process.connected) process.send?.(message);
};

const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort());

main(stop.signal).then(
  (code) => {
    process.exitCode = code;
  },
  (problem: unknown) => {
    const { code, message, hint } = toAppError(problem);
    process.stderr.write(`${code === 'cancelled' ? 'Stopped; what was served before is untouched.' : message}${hint === undefined ? '' : `\n${hint}`}\n`);
    tell({ kind: 'failed', message, hint });
    process.exitCode = code === 'cancelled' ? stoppedCode : 1;
  },
);
