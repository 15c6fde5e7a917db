/** Turns per second over HTTP against LangGraph's own dev server on the yardstick graph; each user has a thread of their own. */
import { randomUUID } from 'node:crypto';
import { closedLoop, type Load } from '../load/closed-loop.ts';
import { createClient } from '../load/client.ts';
import { median } from '../measure/cost.ts';
import { figure, figuresRow, medianRatio, type Row } from '../measure/row.ts';
import { takeRounds } from '../measure/rounds.ts';
import { langgraphDev } from '../service/langgraph-dev.ts';
import { npmStart } from '../service/npm-start.ts';
import { words } from '../workers/graph-of-five.ts';
import type { Part } from './part.ts';
import { chatMessages } from './turn.ts';

const levels = [{ users: 1, must: 20, aim: 40 }, { users: 10, must: 5, aim: 10 }, { users: 50, must: 5, aim: 10 }];

/** A conversation: what to do for its next turn. */
type Conversation = () => Promise<unknown>;

export const devServer: Part = {
  name: 'peer',
  about: 'turns per second over HTTP against the LangGraph dev server with 1, 10 and 50 users',
  async run(bench) {
    const [product, peer] = await Promise.all([npmStart(bench, await bench.folder()), langgraphDev(bench)]);
    const [productClient, peerClient] = [createClient(product.url), createClient(peer.url)];
    const ourTurns = async (): Promise<Conversation> => {
      const thread_id = `bench-${randomUUID()}`;
      let at = 0;
      return () => productClient.post('/api/v1/chat', { thread_id, message: chatMessages[at++ % chatMessages.length] });
    };
    const peerTurns = async (): Promise<Conversation> => {
      const { thread_id } = (await peerClient.post('/threads', {})) as { thread_id: string }; // the LangGraph API's thread
      return () => peerClient.post(`/threads/${thread_id}/runs/wait`, { assistant_id: 'agent', input: { input: words } });
    };
    const seconds = bench.quick ? 0.7 : 4;
    const load = async (pid: number, users: number, begin: () => Promise<Conversation>, forSeconds = seconds): Promise<Load> => {
      const conversations = await Promise.all(Array.from({ length: users }, begin));
      return closedLoop({ users, seconds: forSeconds, serverPid: pid }, (user) => conversations[user]!());
    };
    bench.say('warming both servers up');
    await load(product.pid, 4, ourTurns, bench.quick ? 0.7 : 8);
    await load(peer.pid, 4, peerTurns, bench.quick ? 0.7 : 8);

    const rows: Row[] = [];
    for (const { users, must, aim } of levels) {
      const rounds = await takeRounds(bench.quick ? 1 : bench.rounds, bench.root, async () => ({ product: await load(product.pid, users, ourTurns), peer: await load(peer.pid, users, peerTurns) }));
      const of = (side: 'product' | 'peer', pick: (load: Load) => number): number[] => rounds.map((round) => pick(round[side]));
      const p50 = [of('product', (one) => one.p50), of('peer', (one) => one.p50)] as const;
      const cpu = [of('product', (one) => one.cost.cpu), of('peer', (one) => one.cost.cpu)] as const;
      rows.push(figuresRow({
        what: `turns per second over HTTP, ${users} ${users === 1 ? 'user' : 'users'}`, unit: 'turns/s',
        product: of('product', (one) => one.perSecond), yardstick: of('peer', (one) => one.perSecond), foreign: rounds.map(({ foreign }) => foreign),
        must: { atLeast: must }, aim: { atLeast: aim },
        note: `CPU per turn ${figure(median(cpu[0]))} / ${figure(median(cpu[1]))} ms, ${medianRatio(...cpu).toFixed(2)}x`,
        wall: `p50 ${figure(median(p50[0]))} / ${figure(median(p50[1]))} ms`,
      }));
    }
    return rows;
  },
};
