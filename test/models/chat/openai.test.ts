import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { HumanMessage } from '@langchain/core/messages';
import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createLog } from '../../../src/log.ts';
import { createOpenAIChatModel, type OpenAIChatOptions } from '../../../src/models/chat/openai.ts';
import { breaksAfter, callsTools, drips, emptyChoices, fakeChat, hang, malformedJson, says, stallsAfter, status } from '../../support/fake-openai-chat.ts';
import { startFakeOpenAi } from '../../support/fake-openai.ts';

const log = createLog('silent');

const setUp = async (options: Partial<OpenAIChatOptions> = {}) => {
  const chat = fakeChat();
  const server = await startFakeOpenAi(chat);
  onTestFinished(() => server.close());
  const model = createOpenAIChatModel({ name: 'gpt-4o-mini', apiKey: 'sk-test', baseUrl: server.baseUrl, log, timeoutMs: 2000, ...options });
  return { chat, server, model };
};

const ask = (model: BaseChatModel, signal: AbortSignal) => model.invoke([new HumanMessage('hello')], { signal }).then(({ text }) => text);
const readAll = async (model: BaseChatModel, signal: AbortSignal) => {
  const pieces: string[] = [];
  for await (const chunk of await model.stream([new HumanMessage('hello')], { signal })) pieces.push(chunk.text);
  return pieces.filter(Boolean);
};

describe('createOpenAIChatModel', () => {
  it('asks the configured server by name and key, and sends nothing that says who asks', async () => {
    const { chat, server, model } = await setUp();
    chat.next(says('Hello there.'));

    expect(await model.guarded(ask)).toBe('Hello there.');

    const [request] = server.requests;
    expect(request).toMatchObject({ path: '/v1/chat/completions', authorization: 'Bearer sk-test', body: { model: 'gpt-4o-mini' } });
    expect(Object.keys(request?.body ?? {}).sort()).toEqual(['messages', 'model', 'stream']);
  });

  it('streams pieces as they come', async () => {
    const { chat, model } = await setUp();
    chat.next(says(['One ', 'two ', 'three.']));

    expect(await model.guarded(readAll)).toEqual(['One ', 'two ', 'three.']);
  });

  it('puts the fragments of parallel tool calls together', async () => {
    const { chat, model } = await setUp();
    const calls = [{ name: 'search_anime', args: { query: 'mushishi', limit: 3 } }, { name: 'get_watchlist', args: { status: 'watching' } }];
    chat.next(callsTools(...calls));

    const joined = await model.guarded(async (chatModel, signal) => {
      const chunks = await chatModel.stream([new HumanMessage('hello')], { signal });
      let whole: Awaited<ReturnType<(typeof chunks)['next']>>['value'];
      for await (const chunk of chunks) whole = whole === undefined ? chunk : whole.concat(chunk);
      return whole;
    });

    expect(joined?.tool_calls?.map(({ name, args }: { name: string; args: unknown }) => ({ name, args }))).toEqual(calls);
  });

  it.each([
    ['a refused key', status(401), 'upstream_failed', 1],
    ['a bad request', status(400), 'upstream_failed', 1],
    ['a rate limit', status(429, { 'retry-after': '7' }), 'rate_limited', 1],
    ['a broken server', status(500), 'upstream_failed', 2],
    ['bytes that are no JSON', malformedJson, 'upstream_failed', 2],
    ['an answer without choices', emptyChoices, 'upstream_failed', 1],
  ] as const)('turns %s into one of our errors, without upstream text', async (_what, reply, code, requests) => {
    const { chat, server, model } = await setUp({ timeoutMs: 8000 });
    chat.otherwise(reply);

    const error = await model.guarded(ask).catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ name: 'AppError', code, ...(code === 'rate_limited' && { retryAfter: 7 }) });
    expect(`${(error as Error).message} ${String((error as { hint?: string }).hint)}`).not.toMatch(/secret|upstream text|sk-test/);
    expect(server.requests).toHaveLength(requests);
  });

  it('says that nobody listens', async () => {
    const probe = createServer();
    const port = await new Promise<number>((resolve) => probe.listen(0, '127.0.0.1', () => resolve((probe.address() as AddressInfo).port)));
    await new Promise((resolve) => probe.close(resolve));
    const model = createOpenAIChatModel({ name: 'm', apiKey: 'k', baseUrl: `http://127.0.0.1:${port}/v1`, log, timeoutMs: 5000 });

    await expect(model.guarded(ask)).rejects.toMatchObject({ code: 'upstream_failed' });
  });

  it.each([
    ['a server that never answers', hang, ask],
    ['a body that drips', drips('A long answer that takes its time to arrive, one byte after the other.', { everyMs: 20 }), ask],
    ['a stream that stalls', stallsAfter(['One ']), readAll],
    ['a stream that drips', drips('A long answer that takes its time to arrive, one byte after the other.', { everyMs: 20 }), readAll],
  ] as const)('gives up on %s when the time is over, and hangs up', async (_what, reply, work: (model: BaseChatModel, signal: AbortSignal) => Promise<unknown>) => {
    const { chat, server, model } = await setUp({ timeoutMs: 250 });
    chat.otherwise(reply);
    const started = performance.now();

    await expect(model.guarded(work)).rejects.toMatchObject({ code: 'upstream_timeout' });

    expect(performance.now() - started).toBeLessThan(1500);
    await chat.hungUp;
    expect(server.requests).toHaveLength(1);
  });

  it('reports a connection that breaks in the middle of a stream', async () => {
    const { chat, model } = await setUp();
    chat.otherwise(breaksAfter(['One ', 'two ']));

    await expect(model.guarded(readAll)).rejects.toMatchObject({ code: 'upstream_failed' });
  });

  it("stops the request when the caller gives up, and does not hold it against the model", async () => {
    const { chat, model } = await setUp({ failuresToOpen: 1 });
    chat.next(stallsAfter(['One ']));
    const caller = new AbortController();

    const outcome = model.guarded(async (chatModel, signal) => {
      for await (const _chunk of await chatModel.stream([new HumanMessage('hello')], { signal })) caller.abort();
    }, caller.signal);

    await expect(outcome).rejects.toMatchObject({ code: 'cancelled' });
    await chat.hungUp;
    expect(model.circuit()).toMatchObject({ state: 'closed', consecutive_failures: 0 });
  });

  it('sends nothing for a caller that is gone already', async () => {
    const { server, model } = await setUp();

    await expect(model.guarded(ask, AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });

    expect(server.requests).toHaveLength(0);
  });

  it('refuses calls after five failures in a row, and tries again after half a minute', async () => {
    const clock = { now: 0 };
    const { chat, server, model } = await setUp({ now: () => clock.now });
    chat.otherwise(status(401));
    for (let count = 0; count < 5; count += 1) await model.guarded(ask).catch(() => undefined);
    expect(model.circuit()).toEqual({ state: 'open', consecutive_failures: 5, retry_in_ms: 30_000 });

    await expect(model.guarded(ask)).rejects.toMatchObject({ code: 'unavailable', retryAfter: 30 });
    expect(server.requests).toHaveLength(5);

    clock.now = 30_000;
    chat.next(says('Back again.'));
    expect(await model.guarded(ask)).toBe('Back again.');
    expect(model.circuit().state).toBe('closed');
  });
});
