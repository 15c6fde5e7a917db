/** kill -9 while turns and list changes are acknowledged: none is lost, none is done twice, none is half done. BATTERY_SIZE=small for CI. */
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterAll, expect, it } from 'vitest';
import type { ChatReply } from '../../src/domain/chat-turn.ts';
import { makeDataDir, startService, type Service } from '../support/service.ts';
import { chat, listOf, messagesOf, request } from './talk.ts';

const cycles = process.env['BATTERY_SIZE'] === 'small' ? 5 : 20;
const clientCount = 4;
const title = 'mal:21'; // One Piece: no last episode, so that counting never ends

const dataDir = makeDataDir();
let service: Service | undefined;
afterAll(() => service?.kill());

/** `acknowledged`: turns (or changes) numbered 1.. that this client has been told are done. */
type Client = { readonly name: string; acknowledged: number; send(url: string, number: number): Promise<number> };

/** Each turn sets the episode to its own number, so messages and list can be held against each other. */
const talker = (name: string): Client => ({
  name,
  acknowledged: 0,
  send: async (url, number) => {
    const { status, body } = await chat(url, { message: `I'm on ep ${number} of One Piece`, thread_id: name, user_id: name }, { headers: { 'Idempotency-Key': `${name}-${number}` } });
    expect(body as ChatReply).toMatchObject({ success: true, interrupt: null });
    return status;
  },
});
/** Each change adds one episode: done twice, it would count twice. */
const counter = (name: string): Client => ({
  name,
  acknowledged: 0,
  send: async (url, number) => (await request(`${url}/api/v1/users/me/list/${title}?user_id=${name}`, { method: 'PATCH', body: { progress_add: 1, status: 'watching' }, headers: { 'Idempotency-Key': `${name}-${number}` } })).status,
});

/** Sends one after the other until the service is gone. What was under way then is sent again by the next call, under its old key. */
const sendUntilGone = async (client: Client, url: string, isGone: () => boolean): Promise<void> => {
  while (!isGone()) {
    const status = await client.send(url, client.acknowledged + 1).catch((problem: unknown) => {
      if (problem instanceof TypeError && isGone()) return 'gone' as const; // what fetch throws when the connection breaks
      throw problem;
    });
    if (status === 'gone') return;
    expect(status).toBe(200);
    client.acknowledged += 1;
  }
};

const progressOf = async (url: string, user_id: string): Promise<number> => Number((await listOf(url, user_id))[0]?.['progress'] ?? 0);

const checkTalker = async (url: string, { name, acknowledged }: Client): Promise<void> => {
  const messages = await messagesOf(url, name, name);
  const numbers = messages.filter(({ role }) => role === 'user').map(({ content }) => Number(/ep (\d+)/.exec(content)?.[1]));
  expect(numbers, `turns of ${name}`).toEqual(numbers.map((_, at) => at + 1));
  expect([acknowledged, acknowledged + 1]).toContain(numbers.length);
  for (let at = 0; at < messages.length; at += 2) {
    expect([messages[at]?.role, messages[at + 1]?.role, messages[at]?.turn_id === messages[at + 1]?.turn_id]).toEqual(['user', 'assistant', true]);
  }
  expect(await progressOf(url, name), `list of ${name} against its messages`).toBe(numbers.length);
};

it(`loses, doubles and tears nothing over ${cycles} kills`, async () => {
  const talkers = Array.from({ length: clientCount }, (_, at) => talker(`talker-${at}`));
  const counters = Array.from({ length: clientCount }, (_, at) => counter(`counter-${at}`));
  const starts: number[] = [];

  for (let cycle = 1; cycle <= cycles; cycle += 1) {
    const started = performance.now();
    service = await startService({ dataDir });
    starts.push(performance.now() - started);
    const { url, kill } = service;

    for (const client of talkers) await checkTalker(url, client);
    for (const { name, acknowledged } of counters) expect([acknowledged, acknowledged + 1], name).toContain(await progressOf(url, name));
    const database = new Database(path.join(dataDir, 'animetrackr.sqlite'), { readonly: true });
    expect(database.pragma('integrity_check')).toEqual([{ integrity_check: 'ok' }]);
    database.close();

    let gone = false;
    const counts = () => [talkers, counters].map((clients) => clients.reduce((sum, { acknowledged }) => sum + acknowledged, 0));
    const before = counts();
    const load = Promise.all([...talkers, ...counters].map((client) => sendUntilGone(client, url, () => gone)));
    // by then each kind is at full speed: some are always under way
    while (counts().some((count, at) => count < (before[at] ?? 0) + clientCount)) await Promise.race([wait(5), load]);
    await Promise.race([wait(Math.random() * 400), load]);
    gone = true;
    await kill();
    await load;
  }

  service = await startService({ dataDir });
  const { url } = service;
  for (const client of [...talkers, ...counters]) {
    expect(await client.send(url, client.acknowledged + 1)).toBe(200);
    client.acknowledged += 1;
  }
  for (const client of talkers) {
    await checkTalker(url, client);
    expect(await messagesOf(url, client.name, client.name)).toHaveLength(2 * client.acknowledged);
  }
  for (const { name, acknowledged } of counters) expect(await progressOf(url, name), name).toBe(acknowledged);
  const turns = talkers.reduce((sum, { acknowledged }) => sum + acknowledged, 0);
  const changes = counters.reduce((sum, { acknowledged }) => sum + acknowledged, 0);
  process.stderr.write(`${cycles} kills, ${turns} turns and ${changes} changes acknowledged, start to ready ${Math.round(Math.min(...starts))}-${Math.round(Math.max(...starts))} ms\n`);
}, cycles * 30_000);
