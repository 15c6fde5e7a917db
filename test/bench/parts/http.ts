/** Doors beside the conversation: plain routes, MCP over HTTP, first event of a stream. For orientation, not gating. */
import { randomUUID } from 'node:crypto';
import { closedLoop, type Load } from '../load/closed-loop.ts';
import { createClient } from '../load/client.ts';
import { median } from '../measure/cost.ts';
import { costRow, figure, figuresRow, type Bound, type Row } from '../measure/row.ts';
import { takeRounds } from '../measure/rounds.ts';
import { npmStart } from '../service/npm-start.ts';
import { echoText } from '../workers/echo-server.ts';
import { startWorker } from '../workers/worker.ts';
import type { Part } from './part.ts';

const users = 10;
const mcpHeaders = { Accept: 'application/json, text/event-stream', 'MCP-Protocol-Version': '2025-06-18' };
const toolsCall = (name: string, args: Record<string, unknown>) => ({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } });

export const http: Part = {
  name: 'http',
  about: 'plain routes against an Express greeting, POST /mcp against the documented stateless SDK server, first event of a stream (not gating)',
  async run(bench) {
    const [product, hello, stateless] = await Promise.all([npmStart(bench, await bench.folder()), startWorker(bench, 'express-hello'), startWorker(bench, 'sdk-stateless')]);
    const [ours, express, sdk] = [createClient(product.url), createClient(`http://127.0.0.1:${await hello.call<number>('port')}`), createClient(`http://127.0.0.1:${await stateless.call<number>('port')}`)];
    for (const title of ['Death Note', 'Mushishi', 'Monster']) await ours.post('/api/v1/users/me/list', { anime_title: title, status: 'completed', score: 8 });
    const seconds = bench.quick ? 0.2 : 2;

    const against = async (what: string, must: Bound, aim: Bound, mine: () => Promise<unknown>, theirs: () => Promise<unknown>, theirPid: number): Promise<Row> => {
      const load = (serverPid: number, operation: () => Promise<unknown>): Promise<Load> => closedLoop({ users, seconds, serverPid }, operation);
      await load(product.pid, mine).then(() => load(theirPid, theirs));
      const rounds = await takeRounds(bench.rounds, bench.root, async () => ({ product: await load(product.pid, mine), yardstick: await load(theirPid, theirs) }));
      return costRow({
        what, must, aim, gating: false, foreign: rounds.map(({ foreign }) => foreign), product: rounds.map((round) => round.product.cost), yardstick: rounds.map(({ yardstick }) => yardstick.cost),
        note: `${figure(median(rounds.map((round) => round.product.perSecond)))} against ${figure(median(rounds.map(({ yardstick }) => yardstick.perSecond)))} per second`,
      });
    };
    const greet = () => express.get('/hello');
    const echo = () => sdk.post('/mcp', toolsCall('echo', { text: echoText }), mcpHeaders);
    return [
      await against('GET /health against an Express greeting, server CPU', { atMost: 1.5 }, { atMost: 0.9 }, () => ours.get('/health'), greet, hello.pid),
      await against('GET list (3 entries) against an Express greeting, server CPU', { atMost: 1.5 }, { atMost: 0.9 }, () => ours.get('/api/v1/users/me/list'), greet, hello.pid),
      await against('POST /mcp tools/call get_watchlist against the SDK stateless echo, server CPU', { atMost: 0.5 }, { atMost: 0.25 }, () => ours.post('/mcp', toolsCall('get_watchlist', { limit: 1 }), mcpHeaders), echo, stateless.pid),
      await firstEvent(),
    ];

    async function firstEvent(): Promise<Row> {
      const times = bench.quick ? 10 : 40;
      const headers = { Accept: 'text/event-stream' };
      const many = async (once: () => Promise<number>): Promise<number> => {
        const all: number[] = [];
        for (let at = 0; at < times; at += 1) all.push(await once());
        return median(all);
      };
      const rounds = await takeRounds(bench.rounds, bench.root, async () => ({
        product: await many(() => ours.firstBytes('/api/v1/chat', { message: 'hi', thread_id: `bench-${randomUUID()}` }, headers)),
        yardstick: await many(() => express.firstBytes('/events', {}, headers)),
      }));
      return figuresRow({
        what: 'first event of a streamed turn against an Express stream, one user', unit: 'ms', must: { atMost: 1.5 }, aim: { atMost: 1.2 }, gating: false,
        product: rounds.map(({ product: mine }) => mine), yardstick: rounds.map(({ yardstick }) => yardstick), foreign: rounds.map(({ foreign }) => foreign), wall: 'wall is what is compared here',
      });
    }
  },
};
