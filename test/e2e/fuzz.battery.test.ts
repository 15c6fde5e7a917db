/** Malformed requests over raw sockets: nothing is answered with 5xx, nothing hangs, nothing crashes, nothing is kept. BATTERY_SIZE=small for CI; FUZZ_SEED repeats a run. */
import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import type { Capabilities } from '../../src/mcp/capabilities.ts';
import { startService } from '../support/service.ts';
import { fuzzRequests, type FuzzRequest } from './fuzz-requests.ts';
import { chat, request } from './talk.ts';

const size = process.env['BATTERY_SIZE'] === 'small' ? 1500 : 10_000;
const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
const atOnce = 8;
/** Longest time from the last byte sent to the end of the answer. */
const hangMs = 2000;
/** In a roomy heap garbage may lie for long; in this one it is collected soon, and what stays is kept for good. */
const smallHeap = '--max-old-space-size=128';
/** JSON-RPC's own and MCP's `resource not found`; internal error (-32603) is not among them on purpose. */
const rpcCodes = [-32700, -32600, -32601, -32602, -32000, -32002];

type Exchange = { readonly statuses: readonly number[]; readonly text: string; readonly ms: number };

/** Sends the bytes in their packets, says that no more will come, and reads to the end of the connection. */
const exchange = ({ bytes, cuts }: FuzzRequest, port: number): Promise<Exchange | 'hangs'> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    const answer: Buffer[] = [];
    let sent = performance.now();
    const done = (outcome: Exchange | 'hangs'): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(outcome);
    };
    let timer = setTimeout(() => done('hangs'), 5 * hangMs);
    const over = (): void => {
      const text = Buffer.concat(answer).toString('utf8');
      done({ statuses: [...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status)), text, ms: performance.now() - sent });
    };
    socket.on('data', (data) => answer.push(data));
    socket.on('error', () => undefined); // a reset is an answer too: `close` follows
    socket.on('close', over);
    void (async () => {
      let from = 0;
      for (const cut of cuts.filter((at) => at < bytes.length)) {
        if (socket.destroyed || cut <= from) continue;
        socket.write(bytes.subarray(from, cut));
        from = cut;
        await wait(1);
      }
      if (socket.destroyed) return;
      socket.end(bytes.subarray(from), () => {
        sent = performance.now();
        clearTimeout(timer);
        timer = setTimeout(() => done('hangs'), hangMs);
      });
    })();
  });

const problemOf = (fuzz: FuzzRequest, outcome: Exchange | 'hangs'): string | null => {
  if (outcome === 'hangs') return `no end within ${hangMs} ms`;
  const bad = outcome.statuses.find((status) => status >= 500);
  if (bad !== undefined) return `answered ${bad}`;
  if (/\n\s+at \S+ \(|node:internal|node_modules/.test(outcome.text)) return 'shows a stack';
  if (!fuzz.rpc) return null;
  const json = /\r\n\r\n(\{.*\})\s*$/s.exec(outcome.text)?.[1];
  if (json === undefined) return null;
  const { jsonrpc, error } = JSON.parse(json) as { jsonrpc?: unknown; error?: { code: number } };
  if (jsonrpc !== '2.0') return 'the answer is not JSON-RPC';
  return error === undefined || rpcCodes.includes(error.code) ? null : `JSON-RPC error ${error.code}`;
};

const memoryOf = (pid: number): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
const openFiles = (pid: number): number => readdirSync(`/proc/${pid}/fd`).length;

/** The lowest it comes down to while nothing is asked. */
const settled = async (measure: () => number, isGood: (value: number) => boolean): Promise<number> => {
  let lowest = measure();
  for (let round = 0; round < 40 && !isGood(lowest); round += 1) {
    await wait(250);
    lowest = Math.min(lowest, measure());
  }
  return lowest;
};

it(`bears ${size} malformed requests`, async () => {
  const service = await startService({ env: { NODE_OPTIONS: smallHeap } });
  onTestFinished(() => service.kill());
  const { port, pid, url } = service;
  const afterStart = service.said().length;
  const { tools } = (await request<Capabilities>(`${url}/mcp/capabilities`)).body;
  process.stderr.write(`fuzz: FUZZ_SEED=${seed}, ${size} requests\n`);

  const problems: string[] = [];
  const statuses = new Map<number, number>();
  let slowest = 0;
  const send = async (requests: readonly FuzzRequest[]): Promise<void> => {
    const queue = requests.values();
    await Promise.all(
      Array.from({ length: atOnce }, async () => {
        for (const fuzz of queue) {
          const outcome = await exchange(fuzz, port);
          const problem = problemOf(fuzz, outcome);
          if (problem !== null) problems.push(`${fuzz.kind}: ${problem}: ${JSON.stringify(fuzz.bytes.toString('latin1').slice(0, 900))}`);
          if (outcome === 'hangs') continue;
          slowest = Math.max(slowest, outcome.ms);
          for (const status of outcome.statuses) statuses.set(status, (statuses.get(status) ?? 0) + 1);
        }
      }),
    );
  };

  // The first requests make the process what it is in use: code compiled, caches filled.
  const warmUp = Math.ceil(size / 5);
  const requests = fc.sample(fuzzRequests(port, tools), { numRuns: size + warmUp, seed });
  await send(requests.slice(0, warmUp));
  await wait(1000);
  const before = { memory: memoryOf(pid), files: openFiles(pid) };
  await send(requests.slice(warmUp));
  const memory = await settled(() => memoryOf(pid), (value) => value <= before.memory * 1.1);
  const files = await settled(() => openFiles(pid), (value) => value <= before.files);

  const counts = [...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}x${count}`).join(' ');
  process.stderr.write(`fuzz: ${counts}; slowest ${Math.round(slowest)} ms; memory ${Math.round(before.memory)} -> ${Math.round(memory)} MB; files ${before.files} -> ${files}\n`);
  // all of them are told, whichever fails first
  expect.soft(problems.slice(0, 20), `FUZZ_SEED=${seed}: ${problems.length} problems`).toEqual([]);
  expect.soft(service.said().slice(afterStart), 'what the service logged as its own faults').toBe('');
  expect.soft(await chat(url, { message: 'hello' })).toMatchObject({ status: 200, body: { success: true } });
  expect.soft(files).toBeLessThanOrEqual(before.files + 2);
  expect.soft(memory).toBeLessThanOrEqual(before.memory * 1.15);
}, 15 * 60_000);
