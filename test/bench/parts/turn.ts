/** What a durable turn costs beyond LangGraph's own price: the whole of `runTurn` against the bare five-node graph. */
import { randomUUID } from 'node:crypto';
import { costOf, meanCost, median, minus, type Cost } from '../measure/cost.ts';
import { costRow, figure, type Row } from '../measure/row.ts';
import { takeRounds, type Round } from '../measure/rounds.ts';
import { wholeCatalogue } from '../service/catalogues.ts';
import { freshDataDir } from '../service/data-dir.ts';
import { startService, type Service } from '../service/start-service.ts';
import type { DirectCall } from '../workers/direct-tools.ts';
import { startWorker, type Worker } from '../workers/worker.ts';
import type { Bench, Part } from './part.ts';

/** A conversation of these, over and over; `search`: the turn's tools are a search, which is measured by itself. */
const messages = [
  { text: 'something like Death Note but shorter', search: true },
  { text: 'romance from 2023', search: true },
  { text: 'show my list', search: false },
  { text: 'hi', search: false },
];
export const chatMessages = messages.map(({ text }) => text);
const must = { atMost: 1.5 };
const aim = { atMost: 1 };

type Figures = { readonly turns: readonly Cost[]; readonly tools: readonly Cost[]; readonly bare: Cost };

export const turn: Part = {
  name: 'turn',
  about: "a durable chat turn without its search against LangGraph's bare five-node graph",
  async run(bench) {
    const bare = await startWorker(bench, 'bare-graph');
    const whole = bench.quick ? null : await wholeCatalogue(bench);
    const rows = await onCatalogue(bench, bare, null);
    return whole === null ? rows : [...rows, ...(await onCatalogue(bench, bare, whole))];
  },
};

const onCatalogue = async (bench: Bench, bare: Worker, catalogueDir: string | null): Promise<Row[]> => {
  const dataDir = await freshDataDir(bench, catalogueDir);
  const service = await startService(dataDir, bench.atEnd);
  const direct = await startWorker(bench, 'direct-tools', { dataDir });
  const sizes = bench.quick ? { warm: 12, conversations: 1, cycles: 4, bare: 30 } : { warm: 400, conversations: 3, cycles: 5, bare: 150 };

  bench.say(`warming up: ${sizes.warm * messages.length} turns`);
  await converse(service, direct, sizes.warm);
  await bare.run(sizes.warm * messages.length);
  const rounds = await takeRounds(bench.rounds, bench.root, async (): Promise<Figures> => {
    const conversations: Pick<Figures, 'turns' | 'tools'>[] = [];
    for (let at = 0; at < sizes.conversations; at += 1) conversations.push(await converse(service, direct, sizes.cycles));
    return {
      turns: messages.map((_, at) => meanCost(conversations.map(({ turns }) => turns[at]!))),
      tools: messages.map((_, at) => meanCost(conversations.map(({ tools }) => tools[at]!))),
      bare: await bare.run(sizes.bare),
    };
  });
  return rowsOf(rounds, catalogueDir === null ? '' : `, ${service.app.catalogueSize()} entries`);
};

/** One new thread; mean costs per message: of its turns, and of its turns' tool calls made directly. FAISS's share is in neither: it cancels out. */
const converse = async ({ say }: Service, direct: Worker, cycles: number): Promise<Pick<Figures, 'turns' | 'tools'>> => {
  const thread = `bench-${randomUUID()}`;
  const turns = messages.map((): Cost[] => []);
  const calls = messages.map((): DirectCall[] => []);
  for (let cycle = 0; cycle < cycles; cycle += 1) {
    for (const [at, { text }] of messages.entries()) {
      let made: readonly DirectCall[] = [];
      turns[at]!.push(await costOf(async () => { made = (await say(text, thread)).tool_calls; }));
      calls[at]!.push(...made);
    }
  }
  const tools: Cost[] = [];
  for (const [at, { search }] of messages.entries()) {
    if (search && calls[at]!.length === 0) throw new Error(`The turn ${JSON.stringify(messages[at]?.text)} called no tool.`);
    const total = search ? await direct.call<Cost>('replay', calls[at]) : { cpu: 0, wall: 0 };
    tools.push({ cpu: total.cpu / cycles, wall: total.wall / cycles });
  }
  return { turns: turns.map(meanCost), tools };
};

const rowsOf = (rounds: readonly Round<Figures>[], where: string): Row[] => {
  const foreign = rounds.map((round) => round.foreign);
  const yardstick = rounds.map(({ bare }) => bare);
  const common = { yardstick, foreign, must, aim };
  const each = messages.map(({ text, search }, at) => {
    const product = rounds.map(({ turns, tools }) => minus(turns[at]!, tools[at]!));
    const whole = median(rounds.map(({ turns }) => turns[at]!.cpu));
    const tools = median(rounds.map((round) => round.tools[at]!.cpu));
    return costRow({ ...common, what: `turn "${text}"${search ? ' without its search' : ''}${where}`, product, ...(search && { note: `turn ${figure(whole)} - tools ${figure(tools)}` }) });
  });
  const all = rounds.map(({ turns, tools }) => meanCost(messages.map((_, at) => minus(turns[at]!, tools[at]!))));
  return [...each, costRow({ ...common, what: `turn, mean of the ${messages.length} messages, without search${where}`, product: all })];
};
