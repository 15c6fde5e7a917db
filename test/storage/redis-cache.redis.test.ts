/** Against the Redis on this machine. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createOpenAiEmbeddings } from '../../src/models/embeddings/openai.ts';
import { createRedisCache } from '../../src/storage/redis-cache.ts';
import { describeCache } from '../contracts/cache.ts';
import { fakeEmbeddings } from '../support/fake-embeddings.ts';
import { startFakeOpenAi } from '../support/fake-openai.ts';

const url = 'redis://127.0.0.1:6379';
const open = async (prefix = `test:${randomUUID()}:`) => {
  const cache = await createRedisCache({ url, prefix });
  onTestFinished(() => cache.close());
  return cache;
};

describeCache('redis', async () => ({ cache: await createRedisCache({ url, prefix: `test:${randomUUID()}:` }), passTime: (ms) => wait(ms) }));

describe('a Redis cache', () => {
  it('is shared by processes', async () => {
    const prefix = `test:${randomUUID()}:`;
    const [one, other] = [await open(prefix), await open(prefix)];

    await one.set('a', '1', 60);

    expect(await other.get('a')).toBe('1');
  });

  it('answers as an empty one while the server is away, at once, and says so to a ping', async () => {
    const port = await new Promise<number>((resolve) => {
      const server = createServer().listen(0, '127.0.0.1', () => {
        const address = server.address();
        server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
      });
    });
    const cache = await createRedisCache({ url: `redis://127.0.0.1:${port}` });
    onTestFinished(() => cache.close());
    const started = performance.now();

    await cache.set('a', '1', 60);

    expect(await cache.get('a')).toBeNull();
    expect(performance.now() - started).toBeLessThan(1000);
    await expect(cache.ping()).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('goes on after its connection was cut', async () => {
    const cache = await open();
    await cache.set('a', '1', 60);
    const admin = new Redis(url);
    onTestFinished(() => admin.disconnect());

    await admin.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');

    await vi.waitFor(async () => expect(await cache.get('a')).toBe('1'), { timeout: 5000 });
  });

  it('keeps vectors of queries, so that a second process asks the provider nothing', async () => {
    const server = await startFakeOpenAi(fakeEmbeddings({ dimension: 16 }));
    onTestFinished(() => server.close());
    const prefix = `test:${randomUUID()}:`;
    const process = async (model?: string) => createOpenAiEmbeddings({ apiKey: 'key', baseUrl: server.baseUrl, memory: await open(prefix), ...(model !== undefined && { model }) }).embeddings;
    const first = await (await process()).embedQuery('a quiet village');
    await vi.waitFor(async () => {
      const before = server.requests.length;
      const second = await (await process()).embedQuery('a quiet village');
      expect(second.map((x) => x.toFixed(5))).toEqual(first.map((x) => x.toFixed(5)));
      expect(server.requests).toHaveLength(before);
    });

    await (await process('another-model')).embedQuery('a quiet village');
    expect(server.requests).toHaveLength(2);
  });

  it('tells every process when the provider wants to be left alone', async () => {
    const server = await startFakeOpenAi(fakeEmbeddings({ dimension: 16 }));
    onTestFinished(() => server.close());
    const prefix = `test:${randomUUID()}:`;
    const process = async () => createOpenAiEmbeddings({ apiKey: 'key', baseUrl: server.baseUrl, memory: await open(prefix) }).embeddings;
    server.misbehave({ status: 429, headers: { 'retry-after': '30' } });
    await expect((await process()).embedQuery('one')).rejects.toMatchObject({ code: 'rate_limited' });
    const asked = server.requests.length;

    await expect((await process()).embedQuery('two')).rejects.toMatchObject({ code: 'rate_limited', retryAfter: 30 });
    expect(server.requests).toHaveLength(asked);
  });
});
