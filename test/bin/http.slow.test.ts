import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { chatReplySchema } from '../../src/domain/chat-turn.ts';
import { parseEvents } from '../web/support.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** The program as `npm start` runs it, on a free port and with data of its own. */
const start = (env: Record<string, string> = {}): { child: ChildProcess; stderr: () => string; ended: Promise<number | null> } => {
  const folder = mkdtempSync(path.join(tmpdir(), 'animetrackr-http-'));
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/bin/http.ts'], { cwd: root, env: { PATH: process.env['PATH'], PORT: '0', DATA_DIR: path.join(folder, 'data'), ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  child.stderr?.on('data', (chunk) => { text += String(chunk); });
  let out = '';
  child.stdout?.on('data', (chunk) => { out += String(chunk); });
  const ended = once(child, 'close').then(([code]) => code as number | null); // 'close' has the exit code first
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
    expect(out).toBe('');
  });
  return { child, stderr: () => text, ended };
};

const readyUrl = async (stderr: () => string): Promise<string> => {
  await expect.poll(stderr, { timeout: 60_000, interval: 50 }).toContain('AnimeTrackr is ready');
  return /http:\/\/localhost:(\d+)/.exec(stderr())?.[0].replace('localhost', '127.0.0.1') ?? '';
};

describe('the HTTP program', () => {
  it('starts, answers, streams, and stops in order', { timeout: 120_000 }, async () => {
    const { child, stderr, ended } = start();
    const url = await readyUrl(stderr);
    const ask = (accept: string, body: unknown) => fetch(`${url}/api/v1/chat`, { method: 'POST', headers: { 'Content-Type': 'application/json', Accept: accept }, body: JSON.stringify(body) });

    const page = await fetch(url);
    const reply = chatReplySchema.parse(await (await ask('application/json', { message: 'something like Mushishi' })).json());
    const events = parseEvents(await (await ask('text/event-stream', { message: 'why the first?', thread_id: reply.thread_id })).text());
    const added = await fetch(`${url}/api/v1/users/me/list`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"anime_title":"Cowboy Bebop","status":"completed","score":9}' });
    const list = (await (await fetch(`${url}/api/v1/users/me/list`)).json()) as { results: { title: string; score: number }[] };
    const messages = (await (await fetch(`${url}/api/v1/threads/${reply.thread_id}/messages`)).json()) as { messages: unknown[] };
    child.kill('SIGTERM');

    expect(stderr()).toMatch(/AnimeTrackr is ready: http:\/\/localhost:\d+ \(embedded brain, \d+ titles\)/);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(reply.results.length).toBeGreaterThan(0);
    expect([events[0]?.event, events.at(-1)?.event]).toEqual(['thread', 'done']);
    expect(added.status).toBe(200);
    expect(list.results).toMatchObject([{ title: 'Cowboy Bebop', score: 9 }]);
    expect(messages.messages).toHaveLength(4);
    expect(await ended).toBe(0);
    await expect(fetch(url)).rejects.toThrow();
  });

  it('ends at once when it is told twice', { timeout: 120_000 }, async () => {
    const { child, stderr, ended } = start();
    const url = await readyUrl(stderr);
    // A body that never comes to its end keeps the first stop waiting.
    const { port } = new URL(url);
    const stuck = connect(Number(port), '127.0.0.1').on('error', () => undefined);
    stuck.write(`POST /api/v1/chat HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`);
    onTestFinished(() => void stuck.destroy());
    await expect.poll(() => fetch(`${url}/ready`).then(({ status }) => status)).toBe(200);

    child.kill('SIGINT');
    await expect.poll(stderr).toContain('stopping');
    await expect.poll(() => fetch(`${url}/ready`).then(() => 'answered', () => 'refused'), { timeout: 5000 }).toBe('refused');
    const told = performance.now();
    child.kill('SIGINT');

    expect(await ended).toBe(1);
    expect(performance.now() - told).toBeLessThan(5000);
  });

  it('says in one sentence that the port is taken', { timeout: 60_000 }, async () => {
    const other = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void other.close());
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo; // listening on TCP

    const { stderr, ended } = start({ PORT: String(port) });

    expect(await ended).toBe(1);
    expect(stderr()).toBe(`Port ${port} is in use by another program. Stop that program or choose another port, e.g. PORT=3001 npm start.\n`);
  });

  it('names every bad setting', { timeout: 60_000 }, async () => {
    const { stderr, ended } = start({ PORT: 'many', LOG_LEVEL: 'loud', HOST: '0.0.0.0' });

    expect(await ended).toBe(1);
    expect(stderr().trim().split('\n')).toHaveLength(1);
    for (const named of ['PORT="many"', 'LOG_LEVEL="loud"', 'HOST="0.0.0.0"']) expect(stderr()).toContain(named);
  });

  it('says what is wrong with a data folder that is none', { timeout: 60_000 }, async () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'animetrackr-http-')), 'file');
    writeFileSync(file, 'not a folder');
    onTestFinished(() => rmSync(path.dirname(file), { recursive: true }));

    const { stderr, ended } = start({ DATA_DIR: file });

    expect(await ended).toBe(1);
    expect(stderr()).not.toMatch(/^\s+at /m);
    expect(stderr().trim().split('\n')).toHaveLength(1);
  });
});
