/** A crowd that closes its tabs: whose turn has written nothing is stopped at once, whose turn was answered keeps it. On a quiet machine within 100 ms; here measured in turns of the same run, because other tests run beside. */
import http from 'node:http';
import { expect, it } from 'vitest';
import type { RunTurn } from '../../src/domain/chat-turn.ts';
import { createChatWorld } from '../chat/world.ts';
import { startApp } from './support.ts';

const crowd = 100;
/** So many turns could be computed meanwhile: of all that are left behind, a quarter. */
const mostTurns = crowd / 4;
const measured = 5;
const body = JSON.stringify({ message: 'something cozy like Mushishi', user_id: 'mika' });

it('stops what has not written anything at once, and keeps what has', async () => {
  const world = await createChatWorld();
  const ended: { at: number; answered: boolean }[] = [];
  const end = (answered: boolean): void => void ended.push({ at: performance.now(), answered });
  const runTurn: RunTurn = (request, options) => {
    const turn = world.runTurn(request, options);
    turn.then(() => end(true), () => end(false));
    return turn;
  };
  const { url, json, storage } = await startApp({ ...world, runTurn });
  const begun = performance.now();
  for (let turn = 0; turn < measured; turn++) await json('POST', '/api/v1/chat', { ...(JSON.parse(body) as object), user_id: 'alone' });
  const turnMs = (performance.now() - begun) / measured;
  ended.length = 0;
  const requests: http.ClientRequest[] = [];
  const open = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const request = http.request(`${url}/api/v1/chat`, { method: 'POST', headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream', 'Content-Length': Buffer.byteLength(body) } }, (response) => {
        response.once('data', () => resolve());
        response.on('error', () => undefined); // it is closed below
      });
      request.on('error', reject);
      request.end(body);
      requests.push(request);
    });
  await Promise.all(Array.from({ length: crowd }, open));

  const left = performance.now();
  for (const request of requests) request.destroy();
  await expect.poll(() => ended.length, { timeout: 10_000, interval: 5 }).toBe(crowd);

  const stopped = ended.filter(({ answered }) => !answered);
  expect(stopped.length).toBeGreaterThan(crowd / 2);
  expect(Math.max(...stopped.map(({ at }) => at)) - left).toBeLessThan(mostTurns * turnMs);
  expect((await storage.threads.list('mika', { limit: 1000, offset: 0 })).map(({ message_count }) => message_count)).toEqual(Array.from({ length: crowd - stopped.length }, () => 2));
  expect((await json('POST', '/api/v1/chat', { message: 'hi' })).status).toBe(200);
});
