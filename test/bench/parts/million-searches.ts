/** A million searches through the port of the vector index: memory stays flat, nothing crashes, although the FAISS addon leaks. */
import { createLog } from '../../../src/log.ts';
import { createFaissIndex } from '../../../src/vectors/faiss-index.ts';
import { costOf } from '../measure/cost.ts';
import { descendantsOf, foreignShare, machineTime, residentMb } from '../measure/cpu.ts';
import { figure, limitRow, type Row } from '../measure/row.ts';
import { servedCatalogue } from '../service/use-cases.ts';
import type { Part } from './part.ts';

const inFlight = 128;
const k = 20;
const samples = 300;

type Sample = { readonly at: number; readonly parent: number; readonly children: number };

export const millionSearches: Part = {
  name: 'million',
  about: 'many searches through the vector index: memory flat, no crash',
  async run(bench) {
    const { vectors: matrix } = await servedCatalogue(await bench.folder());
    // A short run leaks too little to see the process replaced at the product's own limit, so it gets a smaller one.
    const memoryLimitMb = bench.searches >= 500_000 ? undefined : Math.max(8, Math.round(bench.searches / 2500));
    const crashes: string[] = [];
    const log = createLog('warn');
    const watched = Object.assign(Object.create(log) as typeof log, { warn: (facts: { reason?: string }) => void crashes.push(facts.reason ?? 'unknown') });
    const index = createFaissIndex({ matrix, folder: null, log: watched, ...(memoryLimitMb !== undefined && { memoryLimitMb }) });
    bench.atEnd(() => index.close());
    await index.ready();
    const queries = Array.from({ length: Math.min(matrix.rows, 500) }, (_, row) => matrix.values.slice(row * matrix.dimension, (row + 1) * matrix.dimension));

    let started = 0;
    let wrong = 0;
    const searcher = async (until: number): Promise<void> => {
      while (started < until) {
        const query = started % queries.length;
        started += 1;
        const [best] = await index.search(queries[query]!, k);
        if (best === undefined || best.score < 0.99) wrong += 1; // a row of the matrix finds itself or a twin
      }
    };
    const before = machineTime(bench.root);
    const taken: Sample[] = [];
    const cost = await costOf(async () => {
      const step = Math.max(inFlight, Math.ceil(bench.searches / samples));
      for (let until = step; started < bench.searches; until = Math.min(bench.searches, until + step)) {
        await Promise.all(Array.from({ length: inFlight }, () => searcher(until)));
        taken.push({ at: started, parent: residentMb(process.pid), children: descendantsOf(process.pid).reduce((sum, pid) => sum + residentMb(pid), 0) });
      }
    });
    const foreign = [foreignShare(before, machineTime(bench.root))];
    const { restarts } = index.status();
    bench.say(`${started} searches of ${matrix.rows} rows in ${(cost.wall / 1000).toFixed(0)} s; FAISS processes replaced: ${restarts}; crashes: ${crashes.length}${crashes.length > 0 ? ` (${[...new Set(crashes)].join(', ')})` : ''}; wrong answers: ${wrong}`);
    bench.say(`RSS in MB, start / median / end: parent ${spread(taken.map(({ parent }) => parent))}, children ${spread(taken.map(({ children }) => children))}`);
    return rowsOf(taken, { searches: started, crashes: crashes.length + wrong, restarts, limit: memoryLimitMb ?? 256, wall: cost.wall, foreign });
  },
};

const spread = (values: readonly number[]): string => [values[0], values.toSorted((a, b) => a - b)[values.length >> 1], values.at(-1)].map((value) => (value ?? Number.NaN).toFixed(0)).join(' / ');

/** The first tenth is a warm-up: heaps find their size. */
const rowsOf = (taken: readonly Sample[], { searches, crashes, restarts, limit, wall, foreign }: { searches: number; crashes: number; restarts: number; limit: number; wall: number; foreign: readonly number[] }): Row[] => {
  const settled = taken.slice(Math.floor(taken.length / 10));
  /** Megabytes that a straight line through the samples rises over all searches. */
  const rise = (pick: (sample: Sample) => number): number => searches * leastSquares(settled.map(({ at }) => at), settled.map(pick));
  const children = settled.map((sample) => sample.children);
  const perMillion = `${(searches / 1e6).toFixed(2)} million searches`;
  const time = `${((wall / searches) * 1000).toFixed(0)} us per search, ${inFlight} in flight`;
  return [
    limitRow({ what: `memory of the serving process over ${perMillion}: rise`, value: rise(({ parent }) => parent), unit: 'MB', yardstick: `${figure(settled[0]?.parent ?? 0)} MB at the start`, ratio: '-', must: { atMost: 100 }, aim: { atMost: 20 }, foreign, wall: time }),
    limitRow({ what: `memory of the FAISS process over ${perMillion}: highest above lowest (replaced ${restarts} times)`, value: Math.max(...children) - Math.min(...children), unit: 'MB', yardstick: `replaced after ${limit} MB of growth`, ratio: '-', must: { atMost: 2 * limit + 200 }, foreign, wall: `rise ${figure(rise((sample) => sample.children))} MB` }),
    limitRow({ what: `crashes and wrong answers in ${perMillion}`, value: crashes, unit: '', yardstick: '-', ratio: '-', must: { atMost: 0 }, foreign }),
  ];
};

const leastSquares = (x: readonly number[], y: readonly number[]): number => {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanX, meanY] = [mean(x), mean(y)];
  return x.reduce((sum, value, at) => sum + (value - meanX) * (y[at]! - meanY), 0) / x.reduce((sum, value) => sum + (value - meanX) ** 2, 0);
};
