/** A thousand people at once: streams of a chat turn opened in the same instant, against the bare server that writes the same bytes. */
import { createClient } from '../load/client.ts';
import { openStreams, type Opened } from '../load/open-streams.ts';
import { median } from '../measure/cost.ts';
import { residentMb } from '../measure/cpu.ts';
import { figure, figuresRow, limitRow, type Row } from '../measure/row.ts';
import { takeRounds } from '../measure/rounds.ts';
import { freshDataDir } from '../service/data-dir.ts';
import { startWorker, type Worker } from '../workers/worker.ts';
import type { Part } from './part.ts';
import { chatMessages } from './turn.ts';

const settled = (server: Worker): Promise<number> => server.call<number>('settled');
/** What the compiler and the caches take is there before the crowd comes. */
const warmUps = 10;
const few = 20;

type Burst = Opened & { readonly p50: number; readonly last: number };

export const streams: Part = {
  name: 'streams',
  about: '1000 streams of a chat turn opened at once against node:http writing the same bytes: first event, memory, failures',
  async run(bench): Promise<Row[]> {
    const count = bench.quick ? 100 : 1000;
    const product = await startWorker(bench, 'serving', { dataDir: await freshDataDir(bench, null) });
    const ours = `http://127.0.0.1:${await product.call<number>('port')}`;
    const body = (at: number) => ({ message: chatMessages[at % chatMessages.length] });
    const frames = (await createClient(ours).streamed('/api/v1/chat', body(0))).split('\n\n').filter(Boolean).map((frame) => `${frame}\n\n`);
    const raw = await startWorker(bench, 'raw-stream', { frames });
    const theirs = `http://127.0.0.1:${await raw.call<number>('port')}`;
    const burst = async (url: string, many = count, whenOpen?: (open: number) => void): Promise<Burst> => {
      const opened = await openStreams({ url: `${url}/api/v1/chat`, count: many, body, last: 'event: done', ...(whenOpen !== undefined && { whenOpen }) });
      const firsts = opened.streams.map(({ first }) => first);
      return { ...opened, p50: median(firsts), last: Math.max(...firsts) };
    };

    bench.say('warming both servers up');
    for (let round = 0; round < warmUps; round += 1) await burst(ours, few).then(() => burst(theirs, few));
    const idle = residentMb(product.pid);
    let peak = idle;
    const look = setInterval(() => (peak = Math.max(peak, residentMb(product.pid))), 20);
    await burst(ours).then(() => burst(theirs));
    const rounds = await takeRounds(bench.rounds, bench.root, async () => ({ product: await burst(ours), yardstick: await burst(theirs) }));
    clearInterval(look);
    // Looking holds the server up, so it is done in bursts of their own.
    const held: number[] = [];
    for (let round = 0; round < bench.rounds; round += 1) {
      let looked: Promise<{ open: number; mb: number }> | undefined;
      await burst(ours, count, (open) => (looked = settled(product).then((mb) => ({ open, mb }))));
      const during = await looked;
      if (during !== undefined) held.push(((during.mb - (await settled(product))) * 1024) / during.open);
    }

    const of = (side: 'product' | 'yardstick', pick: (burst: Burst) => number): number[] => rounds.map((round) => pick(round[side]));
    const foreign = rounds.map((round) => round.foreign);
    const failed = rounds.flatMap((round) => round.product.failed);
    if (failed[0] !== undefined) bench.say(`a stream failed: ${failed[0]}`);
    return [
      figuresRow({
        what: `first event of ${count} streams opened at once, p50, against node:http`, unit: 'ms', product: of('product', ({ p50 }) => p50), yardstick: of('yardstick', ({ p50 }) => p50),
        foreign, must: { atMost: 2 }, aim: { atMost: 1.2 }, wall: `the last one after ${figure(median(of('product', ({ last }) => last)))} / ${figure(median(of('yardstick', ({ last }) => last)))} ms`,
      }),
      limitRow({ what: `memory held by each of ${count} open streams`, value: median(held), unit: 'KiB', yardstick: '-', ratio: '-', must: { atMost: 60 }, aim: { atMost: 50 }, foreign, wall: `with garbage ${figure(((peak - idle) * 1024) / count)} KiB` }),
      limitRow({ what: `failed streams of ${count * rounds.length}`, value: failed.length, unit: '', yardstick: '-', ratio: '-', must: { atMost: 0 }, foreign }),
    ];
  },
};
