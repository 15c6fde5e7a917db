/** Two services on one PostgreSQL and one Redis: one thread and one list, without interleaving or lost updates. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { makeDataDir, startService, type Service } from '../support/service.ts';
import { onServer, postgresUnderTest } from '../storage/postgres-under-test.ts';
import { chat, listOf, messagesOf } from './talk.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const under = postgresUnderTest();
let services: Service[] = [];
beforeAll(async () => {
  await onServer(`create schema ${under.schema}`);
  services = await Promise.all([0, 1].map(() => startService({ dataDir: makeDataDir(), env: { DATABASE_URL: under.url, REDIS_URL: 'redis://127.0.0.1:6379' } })));
});
afterAll(async () => {
  for (const service of services) await service.kill();
  await under.dispose();
});

it('answers a thread in two processes, turn after turn', async () => {
  const [one, other] = services.map(({ url }) => url);
  await chat(one ?? '', { message: 'add One Piece', thread_id: 't' });

  const turns = await Promise.all(Array.from({ length: 16 }, (_, at) => chat((at % 2 ? one : other) ?? '', { message: 'watched one more episode of One Piece', thread_id: 't' })));

  expect(turns.map(({ status }) => status)).toEqual(turns.map(() => 200));
  expect(await listOf(other ?? '')).toMatchObject([{ anime_id: 'mal:21', progress: 16 }]);
  const said = (await messagesOf(one ?? '', 't')).map(({ turn_id }) => turn_id);
  expect(said).toHaveLength(34);
  expect(said.every((turn_id, at) => turn_id === said[at % 2 ? at - 1 : at + 1])).toBe(true);
});

it('says in its health report what it stands on', async () => {
  const reports = await Promise.all(services.map(async ({ url }) => (await fetch(`${url}/health/detailed`)).json()));

  for (const report of reports) expect(report).toMatchObject({ parts: { storage: { status: 'ok', engine: 'postgres' }, cache: { status: 'ok', engine: 'redis' } } });
});
