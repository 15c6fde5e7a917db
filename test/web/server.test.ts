import { createServer } from 'node:http';
import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { RunTurn } from '../../src/domain/chat-turn.ts';
import { AppError } from '../../src/errors.ts';
import { startServer } from '../../src/web/server.ts';
import { gate, parseEvents, replyWith, startApp } from './support.ts';

const chat = (url: string, accept = 'application/json'): Promise<Response> =>
  fetch(`${url}/api/v1/chat`, { method: 'POST', headers: { 'Content-Type': 'application/json', Accept: accept }, body: '{"message":"hi"}' });

/** A turn that waits for the test, or for its signal. */
const heldTurn = () => {
  const started = gate();
  const finish = gate();
  const runTurn: RunTurn = (_request, options) =>
    new Promise((resolve, reject) => {
      options?.emit?.({ event: 'thread', data: { thread_id: 't1', turn_id: 'turn1' } });
      options?.signal?.addEventListener('abort', () => reject(options.signal?.reason instanceof AppError ? options.signal.reason : new AppError('cancelled', 'Cancelled.')));
      void finish.opened.then(() => resolve(replyWith()));
      started.open();
    });
  return { runTurn, started: started.opened, finish: finish.open };
};

describe('stopping', () => {
  it('lets the turns under way finish and takes no new connection', async () => {
    const { runTurn, started, finish } = heldTurn();
    const { url, server } = await startApp({ runTurn });

    const answer = chat(url, 'text/event-stream').then((response) => response.text());
    await started;
    const closed = server.close({ graceMs: 5000, lingerMs: 0 });
    await expect.poll(() => fetch(`${url}/health`).then(() => 'answered', () => 'refused')).toBe('refused');
    finish();
    await closed;

    expect(parseEvents(await answer).map(({ event }) => event)).toEqual(['thread', 'done']);
  });

  it('ends what is not done in time with an error event', async () => {
    const { runTurn, started } = heldTurn();
    const { url, server } = await startApp({ runTurn });

    const answer = chat(url, 'text/event-stream').then((response) => response.text());
    await started;
    await server.close({ graceMs: 10, lingerMs: 0 });

    expect(parseEvents(await answer).at(-1)).toMatchObject({ event: 'error', data: { error: { code: 'unavailable', message: 'The service is stopping.' } } });
  });

  it('closes in the end even when work does not stop', async () => {
    const started = gate();
    const { url, server } = await startApp({ runTurn: () => (started.open(), new Promise(() => undefined)) });

    const answer = chat(url).catch(() => 'cut off');
    await started.opened;
    await server.close({ graceMs: 0, lingerMs: 0 });

    expect(await answer).toBe('cut off');
  });

  it('tells clients of open connections to go, while readiness has turned already', async () => {
    const { url, server, health } = await startApp();
    const before = await fetch(`${url}/ready`);
    await before.text();

    health.drain();
    const closed = server.close({ lingerMs: 200 });
    const during = await fetch(`${url}/ready`);
    await during.text();
    await closed;

    expect([before.status, before.headers.get('connection')]).toEqual([200, 'keep-alive']);
    expect([during.status, during.headers.get('connection')]).toEqual([503, 'close']);
  });

  it('does not wait for connections that nobody uses', async () => {
    const { server } = await startApp();
    const socket = connect(server.port, '127.0.0.1');
    onTestFinished(() => void socket.destroy());
    await new Promise((resolve) => socket.once('connect', resolve));

    const started = performance.now();
    await server.close({ graceMs: 8000, lingerMs: 0 });

    expect(performance.now() - started).toBeLessThan(4000);
  });
});

describe('starting', () => {
  it('is alive and not ready until it is told what to serve', async () => {
    const server = await startServer({ host: '127.0.0.1', port: 0 });
    onTestFinished(() => server.close({ graceMs: 0, lingerMs: 0 }));
    const ask = (path: string) => fetch(`http://127.0.0.1:${server.port}${path}`);

    const [health, ready, other] = await Promise.all([ask('/health'), ask('/ready'), ask('/api/v1/threads')]);

    expect([health?.status, ready?.status, other?.status]).toEqual([200, 503, 503]);
    expect(await ready?.json()).toEqual({ status: 'starting' });
    expect(await other?.json()).toMatchObject({ error: { code: 'unavailable', message: 'The agent is still starting.' } });
    expect(other?.headers.get('retry-after')).toBe('1');
  });

  it('says in one sentence that the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number }; // listening on TCP

    await expect(startServer({ host: '127.0.0.1', port })).rejects.toMatchObject({ code: 'unavailable', message: `Port ${port} is in use by another program.`, hint: expect.stringContaining('PORT=') });
  });
});
