/** A tool call through the toolbelt, as a node makes it, against the bare SDK plus the tool's own work. */
import { localUser } from '../../../src/domain/caller.ts';
import { costPerTime, median, plus, type Cost } from '../measure/cost.ts';
import { costRow, figure } from '../measure/row.ts';
import { takeRounds } from '../measure/rounds.ts';
import { startService } from '../service/start-service.ts';
import type { DirectCall } from '../workers/direct-tools.ts';
import { startWorker } from '../workers/worker.ts';
import type { Part } from './part.ts';

/** Cheap tools: the dearer the tool, the less its call shows. */
const calls: readonly DirectCall[] = [
  { name: 'get_anime_details', arguments: { title: 'Death Note' } },
  { name: 'get_watchlist', arguments: { status: 'completed', limit: 5 } },
];

export const toolCall: Part = {
  name: 'tool',
  about: 'a tool call in process through the toolbelt against an echo on the bare MCP SDK plus the work of the tool',
  async run(bench) {
    const dataDir = await bench.folder();
    const [{ app }, echo] = await Promise.all([startService(dataDir, bench.atEnd), startWorker(bench, 'sdk-echo')]);
    const direct = await startWorker(bench, 'direct-tools', { dataDir });
    const times = bench.quick ? 50 : 1000;

    const throughToolbelt = ({ name, arguments: args }: DirectCall): Promise<Cost> =>
      costPerTime(times, async () => {
        const outcome = await app.chatDeps.tools.call(name, args, { caller: { user_id: localUser, door: 'chat' }, count: { writes: 0 } });
        if (!outcome.ok) throw new Error(`${name}: ${outcome.error.message}`);
      });
    const directly = async (call: DirectCall): Promise<Cost> => {
      const total = await direct.call<Cost>('replay', Array.from({ length: times }, () => call));
      return { cpu: total.cpu / times, wall: total.wall / times };
    };
    for (const call of calls) await throughToolbelt(call).then(() => directly(call));
    await echo.run(times);

    const rows = [];
    for (const call of calls) {
      const rounds = await takeRounds(bench.rounds, bench.root, async () => ({ product: await throughToolbelt(call), own: await directly(call), echo: await echo.run(times) }));
      rows.push(costRow({
        what: `tool call ${call.name} through the toolbelt, in process`,
        product: rounds.map(({ product }) => product),
        yardstick: rounds.map((round) => plus(round.echo, round.own)),
        foreign: rounds.map(({ foreign }) => foreign),
        note: `echo ${figure(median(rounds.map((round) => round.echo.cpu)))} + tool ${figure(median(rounds.map(({ own }) => own.cpu)))}`,
        must: { atMost: 1.5 }, aim: { atMost: 1 },
      }));
    }
    return rows;
  },
};
