/** What finding costs beyond the scan it cannot do without: the whole use case of `search_anime` against a bare FAISS flat scan of the same matrix. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { floatsToBytes } from '../../../src/catalogue/vector-file.ts';
import type { Filters } from '../../../src/domain/filters.ts';
import type { Cost } from '../measure/cost.ts';
import { costRow, type Row } from '../measure/row.ts';
import { takeRounds } from '../measure/rounds.ts';
import { recombinedCatalogue, wholeCatalogue } from '../service/catalogues.ts';
import { freshDataDir } from '../service/data-dir.ts';
import { servedCatalogue } from '../service/use-cases.ts';
import type { FlatSearchOptions } from '../workers/flat-search.ts';
import { startWorker } from '../workers/worker.ts';
import type { Part } from './part.ts';

const substitute = 20_000;

const kinds: readonly { name: string; filters: Filters }[] = [
  { name: 'free words', filters: {} },
  { name: 'free words among movies since 2000', filters: { types: ['MOVIE'], year_from: 2000 } },
];

export const search: Part = {
  name: 'search',
  about: 'the use case of search_anime (embedding, words, vectors, fusion) against a FAISS flat scan of the same index',
  async run(bench) {
    const catalogueDir = bench.quick ? await recombinedCatalogue(bench, 2000, null) : ((await wholeCatalogue(bench)) ?? (await recombinedCatalogue(bench, substitute, null)));
    const dataDir = await freshDataDir(bench, catalogueDir);
    const { vectors, space, info } = await servedCatalogue(dataDir);
    /** The index that is searched, and for comparison the one of plain sentence vectors that it took the place of. */
    const indexes = [{ name: 'the same index', matrix: space ?? vectors, gates: true }, { name: 'sentence vectors', matrix: vectors, gates: false }];
    const folder = await bench.folder();
    const flats = await Promise.all(indexes.map(async ({ matrix: { dimension, rows, values }, matrix }, at) => {
      const file = path.join(folder, `matrix-${at}.f32`);
      await writeFile(file, floatsToBytes(matrix));
      const queries = Array.from({ length: 64 }, (_, query) => values.slice(((query * 37) % rows) * dimension, (((query * 37) % rows) + 1) * dimension));
      return startWorker(bench, 'flat-search', { file, dimension, k: 10, queries } satisfies FlatSearchOptions, { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' });
    }));
    const useCase = await startWorker(bench, 'use-case-search', { dataDir });
    const times = bench.quick ? 20 : 100;
    const run = (filters: Filters): Promise<Cost> => useCase.call<Cost>('run', { times, filters });
    for (const { filters } of kinds) await run(filters);
    for (const flat of flats) await flat.run(times);

    const results: Row[] = [];
    for (const { name, filters } of kinds) {
      const rounds = await takeRounds(bench.rounds, bench.root, async () => ({ product: await run(filters), flat: [await flats[0]!.run(times), await flats[1]!.run(times)] }));
      for (const [at, index] of indexes.entries()) {
        results.push(costRow({
          what: `search (${name}) against a flat scan of ${index.name}, ${vectors.rows} rows of ${index.matrix.dimension}${info.source.location.startsWith('recombined') ? ', recombined entries' : ''}`,
          product: rounds.map(({ product }) => product), yardstick: rounds.map(({ flat }) => flat[at]!), foreign: rounds.map(({ foreign }) => foreign), ...(index.gates && { must: { atMost: 1.5 }, aim: { atMost: 1 } }),
        }));
      }
    }
    return results;
  },
};
