/** A list of thousands over HTTP: paging through it, and one write. */
import { createClient } from '../load/client.ts';
import { closedLoop } from '../load/closed-loop.ts';
import { median, percentile } from '../measure/cost.ts';
import { costRow, figure, limitRow, type Row } from '../measure/row.ts';
import { takeRounds } from '../measure/rounds.ts';
import { npmStart } from '../service/npm-start.ts';
import { malList } from '../service/list-file.ts';
import { startWorker } from '../workers/worker.ts';
import type { Part } from './part.ts';

const entries = 5_000;

export const list: Part = {
  name: 'list',
  about: 'pages of a list of 5000 entries, and a write, over HTTP; the write against Express with a bare upsert',
  async run(bench) {
    const product = await npmStart(bench, await bench.folder());
    const ours = createClient(product.url);
    await ours.post('/api/v1/users/me/import', { content: malList(entries) });
    const pages = async (limit: number): Promise<Row> => {
      const times: number[] = [];
      const page = async (offset: number): Promise<void> => {
        const started = performance.now();
        await ours.get(`/api/v1/users/me/list?limit=${limit}&offset=${offset}`);
        times.push(performance.now() - started);
      };
      for (let offset = 0; offset < entries; offset += limit) await page(offset);
      times.length = 0;
      const rounds = await takeRounds(bench.rounds, bench.root, async () => {
        for (let offset = 0; offset < entries; offset += limit) await page(offset);
        return {};
      });
      return limitRow({ what: `page of ${limit} of a list of ${entries}, p95`, value: percentile(times, 0.95), unit: 'ms', yardstick: '-', ratio: '-', must: { atMost: 50 }, aim: { atMost: 10 }, foreign: rounds.map(({ foreign }) => foreign), wall: `median ${figure(median(times))} ms` });
    };

    const write = async (): Promise<Row> => {
      const yardstick = await startWorker(bench, 'express-upsert', { folder: await bench.folder() });
      const express = createClient(`http://127.0.0.1:${await yardstick.call<number>('port')}`);
      const seconds = bench.quick ? 0.3 : 2;
      let turn = 0;
      const body = () => ({ anime_id: 'mal:1535', score: 1 + (turn++ % 10) });
      const load = (serverPid: number, operation: () => Promise<unknown>) => closedLoop({ users: 1, seconds, serverPid }, operation);
      const mine = () => load(product.pid, () => ours.post('/api/v1/users/me/list', body()));
      const theirs = () => load(yardstick.pid, () => express.post('/list', body()));
      await mine().then(theirs);
      const rounds = await takeRounds(bench.rounds, bench.root, async () => ({ product: (await mine()).cost, yardstick: (await theirs()).cost }));
      return costRow({
        what: 'write of one entry over HTTP against Express with a bare upsert, server CPU', must: { atMost: 1.5 }, aim: { atMost: 1 },
        product: rounds.map((round) => round.product), yardstick: rounds.map((round) => round.yardstick), foreign: rounds.map(({ foreign }) => foreign),
      });
    };
    return [await pages(50), await pages(500), await write()];
  },
};
