/** Searches must not stop everything else: event-loop delay of the serving process with ten of them under way. */
import { closedLoop } from '../load/closed-loop.ts';
import { createClient } from '../load/client.ts';
import { query, queryCount } from '../load/queries.ts';
import { median } from '../measure/cost.ts';
import { figure, figuresRow } from '../measure/row.ts';
import { takeRounds } from '../measure/rounds.ts';
import { recombinedCatalogue, wholeCatalogue } from '../service/catalogues.ts';
import { freshDataDir } from '../service/data-dir.ts';
import { startWorker } from '../workers/worker.ts';
import type { Part } from './part.ts';

const searches = 10;
type Delay = { readonly p50: number; readonly p99: number; readonly max: number };

export const eventLoop: Part = {
  name: 'loop',
  about: 'event-loop delay with ten searches in flight at 40000 entries against the same idle process',
  async run(bench) {
    const rows = bench.quick ? 2000 : 40_000;
    const dataDir = await freshDataDir(bench, await recombinedCatalogue(bench, rows, bench.quick ? null : await wholeCatalogue(bench)));
    const serving = await startWorker(bench, 'serving', { dataDir });
    const client = createClient(`http://127.0.0.1:${await serving.call<number>('port')}`);
    const seconds = bench.quick ? 0.5 : 4;
    let asked = 0;
    const search = () => client.get(`/api/v1/anime/search?q=${encodeURIComponent(query(asked++ % queryCount))}`);
    const load = () => closedLoop({ users: searches, seconds, serverPid: serving.pid }, search);
    const idle = () => new Promise<void>((resolve) => setTimeout(resolve, seconds * 1000));
    const delayDuring = async <T>(work: () => Promise<T>): Promise<{ delay: Delay; result: T }> => {
      await serving.call('reset');
      const result = await work();
      return { result, delay: await serving.call<Delay>('delay') };
    };
    await load();
    const rounds = await takeRounds(bench.rounds, bench.root, async () => ({ loaded: await delayDuring(load), idle: await delayDuring(idle) }));
    const medianOf = (pick: (round: (typeof rounds)[number]) => number): string => figure(median(rounds.map(pick)));
    return [
      figuresRow({
        what: `event-loop delay p99 with ${searches} searches in flight at ${rows} entries against idle`, unit: 'ms',
        product: rounds.map(({ loaded }) => loaded.delay.p99), yardstick: rounds.map((round) => round.idle.delay.p99), foreign: rounds.map(({ foreign }) => foreign),
        must: { atMost: 3 }, aim: { atMost: 1.5 },
        note: `max ${medianOf(({ loaded }) => loaded.delay.max)}; ${medianOf(({ loaded }) => loaded.result.perSecond)} searches/s`,
        wall: `search p50 ${medianOf(({ loaded }) => loaded.result.p50)}, p99 ${medianOf(({ loaded }) => loaded.result.p99)} ms`,
      }),
    ];
  },
};
