/** What a turn that leads to a search costs: CPU of this process and its children. */
import { costOf, median, percentile } from '../../bench/measure/cost.ts';
import { descendantsOf } from '../../bench/measure/cpu.ts';
import { listingTools } from '../../../graphs/chat/intents/listing.ts';
import type { App } from '../../../src/compose.ts';
import { largeSize, openLarge } from '../large-catalogue.ts';
import { sum } from '../metrics.ts';
import type { EvalPart, EvalRow } from '../part.ts';
import type { Utterance } from '../read-utterances.ts';

const leadsToSearch = new Set(['recommendation', 'search', 'seasonal']);
const warmUp = 30;

export const cost: EvalPart = {
  name: 'cost',
  title: 'Cost of a turn that searches (ms CPU)',
  async run(world) {
    const app = world.small ? await world.open(world.dataDir) : await openLarge(world);
    const texts = (await world.golden<Utterance>('utterances')).filter(({ intent, context }) => leadsToSearch.has(intent) && context === undefined).map(({ text }) => text);
    const children = descendantsOf(process.pid);
    const meter = meterParts(app, children);
    const turns: { whole: number; parts: Record<string, number> }[] = [];
    for (const [at, message] of [...texts.slice(0, warmUp), ...texts].entries()) {
      const parts = meter.start();
      let searched = false;
      const { cpu } = await costOf(async () => {
        const { tool_calls } = await app.runTurn({ message, user_id: `cost-${at}` });
        searched = tool_calls.some(({ name }) => listingTools.has(name));
      }, children);
      // what was misread and only answered with a question would flatter the figures
      if (at >= warmUp && searched) turns.push({ whole: cpu, parts });
    }
    const size = world.small ? 'the shipped catalogue' : `${largeSize} entries`;
    const rowsOf = (what: string, times: readonly number[], must?: readonly [number, number], aim?: readonly [number, number]): EvalRow[] => [
      { what: `${what}: median`, product: { all: median(times) }, ...(must && { must: { atMost: must[0] } }), ...(aim && { aim: { atMost: aim[0] } }) },
      { what: `${what}: p95`, product: { all: percentile(times, 0.95) }, ...(must && { must: { atMost: must[1] } }), ...(aim && { aim: { atMost: aim[1] } }) },
    ];
    return {
      rows: [
        ...rowsOf(`understanding + search + wording, ${size}`, turns.map(({ parts }) => sum(Object.values(parts))), [15, 60], [8, 30]),
        ...meter.names.flatMap((name) => rowsOf(`  ${name}`, turns.map(({ parts }) => parts[name] ?? 0))),
        ...rowsOf('the whole turn (with graph, storage, commit)', turns.map(({ whole }) => whole)),
      ],
      remarks: [`${turns.length} turns that searched, of ${texts.length} utterances that should; ${warmUp} before them to warm up.`],
    };
  },
};

/** Puts a meter around the parts of a turn. The graph calls them through these objects, one turn at a time. */
const meterParts = ({ chatDeps: { brain, tools } }: App, children: readonly number[]) => {
  let spent: Record<string, number> = {};
  const metered = <Args extends unknown[], Result>(name: string, work: (...args: Args) => Promise<Result>) => async (...args: Args): Promise<Result> => {
    let result!: Result; // set by the work, or the work has thrown
    const { cpu } = await costOf(async () => { result = await work(...args); }, children);
    spent[name] = (spent[name] ?? 0) + cpu;
    return result;
  };
  Object.assign(brain, { classify: metered('intent', brain.classify), extract: metered('entities', brain.extract), compose: metered('wording', brain.compose) });
  Object.assign(tools, { call: metered('tools', tools.call) });
  return { names: ['intent', 'entities', 'tools', 'wording'], start: () => (spent = {}) };
};
