import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { ChatEvent, RunTurn } from '../../src/domain/chat-turn.ts';
import { AppError } from '../../src/errors.ts';
import { answering, gate, parseEvents, replyWith, startApp } from './support.ts';

const path = '/api/v1/chat';
const events = { 'Content-Type': 'application/json', Accept: 'text/event-stream' };
type Calls = Parameters<RunTurn>[];

describe('POST /api/v1/chat as JSON', () => {
  it('answers with the whole reply', async () => {
    const { json } = await startApp();

    const { status, body, headers } = await json('POST', path, { message: 'something cozy', thread_id: 't7' });

    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toEqual(replyWith({ thread_id: 't7' }));
  });

  it('hands message, thread, user and idempotency key to the turn', async () => {
    const calls: Calls = [];
    const { json } = await startApp({ runTurn: answering(calls) });

    await json('POST', path, { message: ' hi ', thread_id: 't1', user_id: 'ann' }, { 'Idempotency-Key': 'k-1' });
    await json('POST', `${path}?user_id=ben`, { thread_id: 't1', resume: { interrupt_id: 'i', option_id: 'o' } });
    await json('POST', path, { message: 'hi' });

    expect(calls.map(([request]) => request)).toEqual([
      { message: 'hi', thread_id: 't1', user_id: 'ann' },
      { thread_id: 't1', user_id: 'ben', resume: { interrupt_id: 'i', option_id: 'o' } },
      { message: 'hi', user_id: 'local' },
    ]);
    expect(calls.map(([, options]) => options?.idempotencyKey)).toEqual(['k-1', undefined, undefined]);
  });

  it.each([
    ['an unknown field', { message: 'hi', msg: 'x' }, 'Unknown field "msg".', 'The body takes: message, thread_id, user_id, resume.'],
    ['an unknown field inside', { thread_id: 't', resume: { interrupt_id: 'i', option_id: 'o', x: 1 } }, 'Unknown field "x" in resume.', 'resume takes: interrupt_id, option_id.'],
    ['neither message nor resume', {}, 'send either `message` or `resume`.', 'Send a JSON object with message, thread_id, user_id, resume.'],
    ['both', { message: 'hi', thread_id: 't', resume: { interrupt_id: 'i', option_id: 'o' } }, 'send either `message` or `resume`.', expect.any(String)],
    ['a list', [], 'Invalid input: expected object, received array.', expect.any(String)],
    ['a wrong type', { message: 5 }, 'message: Invalid input: expected string, received number.', expect.any(String)],
  ])('refuses %s and says what is expected', async (_what, body, message, hint) => {
    const calls: Calls = [];
    const { json } = await startApp({ runTurn: answering(calls) });

    const reply = await json('POST', path, body);

    expect(reply.status).toBe(400);
    expect(reply.body).toEqual({ error: { code: 'invalid_input', message, hint, request_id: expect.any(String) } });
    expect(calls).toEqual([]);
  });

  it('says when to come back to a thread that is busy', async () => {
    const { json } = await startApp({ runTurn: () => Promise.reject(new AppError('conflict', 'An earlier message is still being answered.', { retryAfter: 1.2 })) });

    const { status, body, headers } = await json('POST', path, { message: 'hi', thread_id: 't1' });

    expect(status).toBe(409);
    expect(headers.get('retry-after')).toBe('2');
    expect(body.error).toMatchObject({ code: 'conflict', message: 'An earlier message is still being answered.' });
  });

  it('refuses an idempotency key that is none', async () => {
    const { json } = await startApp();

    const { status, body } = await json('POST', path, { message: 'hi' }, { 'Idempotency-Key': 'x'.repeat(201) });

    expect([status, body.error.code]).toEqual([400, 'invalid_input']);
  });
});

describe('POST /api/v1/chat as events', () => {
  it('sends the events in order, with ids, and last the whole reply', async () => {
    const { url } = await startApp();

    const response = await fetch(url + path, { method: 'POST', headers: events, body: JSON.stringify({ message: 'hi' }) });
    const stream = parseEvents(await response.text());

    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-cache, no-transform');
    expect(stream.map(({ event }) => event)).toEqual(['thread', 'intent', 'tool_start', 'tool_end', 'token', 'token', 'results', 'done']);
    expect(stream.map(({ id }) => id)).toEqual(['1', '2', '3', '4', '5', '6', '7', '8']);
    expect(stream.at(-1)?.data).toEqual(replyWith());
  });

  it('sends an event when it happens, not at the end', async () => {
    const hold = gate();
    const runTurn: RunTurn = async (_request, options) => {
      options?.emit?.({ event: 'thread', data: { thread_id: 't1', turn_id: 'turn1' } });
      await hold.opened;
      return replyWith();
    };
    const { url } = await startApp({ runTurn });

    const response = await fetch(url + path, { method: 'POST', headers: events, body: JSON.stringify({ message: 'hi' }) });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader(); // `!`: a POST's answer has a body
    const first = await reader.read();
    hold.open();
    let rest = '';
    for (let part = await reader.read(); !part.done; part = await reader.read()) rest += part.value;

    expect(parseEvents(first.value ?? '').map(({ event }) => event)).toEqual(['thread']);
    expect(parseEvents(rest).map(({ event }) => event)).toEqual(['done']);
  });

  it('answers with a plain HTTP error when the turn is refused before its first event', async () => {
    const { url } = await startApp({ runTurn: () => Promise.reject(new AppError('interrupt_gone', 'That question is no longer open.')) });

    const response = await fetch(url + path, { method: 'POST', headers: events, body: JSON.stringify({ message: 'hi' }) });

    expect([response.status, response.headers.get('content-type')]).toEqual([409, 'application/json; charset=utf-8']);
    expect(await response.json()).toMatchObject({ error: { code: 'interrupt_gone' } });
  });

  it('ends with an error event in the error shape when the turn fails on the way', async () => {
    const runTurn: RunTurn = async (_request, options) => {
      options?.emit?.({ event: 'thread', data: { thread_id: 't1', turn_id: 'turn1' } });
      throw new TypeError('secret detail');
    };
    const { url, logged } = await startApp({ runTurn });

    const response = await fetch(url + path, { method: 'POST', headers: { ...events, 'X-Request-Id': 'r-1' }, body: JSON.stringify({ message: 'hi' }) });
    const text = await response.text();

    expect(text).not.toContain('secret');
    expect(parseEvents(text).at(-1)).toMatchObject({ id: '2', event: 'error', data: { error: { code: 'internal', request_id: 'r-1' } } });
    expect(logged.find(({ msg }) => msg === 'request')).toMatchObject({ level: 50, code: 'internal', request_id: 'r-1', err: { message: 'secret detail' } });
  });

  it('keeps the line alive with comments while nothing happens', async () => {
    const runTurn: RunTurn = async () => (await wait(120), replyWith());
    const { url } = await startApp({ runTurn, keepAliveMs: 20 });

    const response = await fetch(url + path, { method: 'POST', headers: events, body: JSON.stringify({ message: 'hi' }) });
    const stream = parseEvents(await response.text());

    expect(stream[0]).toEqual({ comment: 'keep-alive' });
    expect(stream.at(-1)).toMatchObject({ id: '1', event: 'done' });
  });

  it('prefers JSON when the client takes anything', async () => {
    const { json } = await startApp();

    const { headers } = await json('POST', path, { message: 'hi' }, { Accept: '*/*' });

    expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
  });
});

describe('a client that goes away', () => {
  it.each(['application/json', 'text/event-stream'])('aborts the signal of its turn (%s)', async (accept) => {
    const started = gate();
    const aborted = gate();
    const runTurn: RunTurn = (_request, options) =>
      new Promise((_resolve, reject) => {
        options?.emit?.({ event: 'thread', data: { thread_id: 't1', turn_id: 'turn1' } } satisfies ChatEvent);
        options?.signal?.addEventListener('abort', () => {
          aborted.open();
          reject(new AppError('cancelled', 'The turn was cancelled.'));
        });
        started.open();
      });
    const { url, logged } = await startApp({ runTurn });
    const client = new AbortController();

    const request = fetch(url + path, { method: 'POST', headers: { ...events, Accept: accept }, body: JSON.stringify({ message: 'hi' }), signal: client.signal }).then((response) => response.text());
    await started.opened;
    client.abort();
    await expect(request).rejects.toThrow('aborted');
    await aborted.opened;

    await expect.poll(() => logged.find(({ msg }) => msg === 'request')).toMatchObject({ route: path, method: 'POST' });
    expect(logged.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });

  it('leaves the signal of a turn that was answered alone', async () => {
    const calls: Calls = [];
    const { json, logged } = await startApp({ runTurn: answering(calls) });

    await json('POST', path, { message: 'hi' });
    await expect.poll(() => logged.some(({ msg }) => msg === 'request')).toBe(true);

    expect(calls[0]?.[1]?.signal?.aborted).toBe(false);
  });
});
