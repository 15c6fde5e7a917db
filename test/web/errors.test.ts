import { connect } from 'node:net';
import { request as httpRequest } from 'node:http';
import { describe, expect, it } from 'vitest';
import { errorCodes, errorStatus, AppError } from '../../src/errors.ts';
import { addThread, answering, startApp } from './support.ts';

/** Bytes as they are; fetch would tidy them up. */
const raw = (port: number, text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (chunk) => { answer += String(chunk); }).on('close', () => resolve(answer)).on('error', reject);
  });

describe('errors', () => {
  it.each(errorCodes)('%s has its status and the one shape', async (code) => {
    const { json } = await startApp({ runTurn: () => Promise.reject(new AppError(code, 'Told.', { hint: 'Do this.', data: { fact: 1 }, cause: new Error('not told') })) });

    const { status, body, headers } = await json('POST', '/api/v1/chat', { message: 'hi' });

    expect(status).toBe(errorStatus(code));
    expect(body).toEqual({ error: { code, message: 'Told.', hint: 'Do this.', data: { fact: 1 }, request_id: headers.get('x-request-id') } });
  });

  it.each([
    ['GET', '/nope', 404, 'not_found'],
    ['POST', '/api/v1/threadz', 404, 'not_found'],
    ['GET', '/api/v1/anime/%E0%A4%A', 400, 'invalid_input'],
    ['GET', '/page/..%2Findex.html', 404, 'not_found'],
    ['GET', '/page/README.md', 404, 'not_found'],
  ])('%s %s is answered with %i %s', async (method, path, status, code) => {
    const { json } = await startApp();

    const reply = await json(method, path);

    expect([reply.status, reply.body.error.code]).toEqual([status, code]);
    expect(Object.keys(reply.body)).toEqual(['error']);
  });

  it.each([
    ['{"message":', 'The body is not JSON.'],
    [Buffer.from([0x22, 0xff, 0x22]), 'The body is not JSON.'],
  ])('refuses a malformed body %j', async (body, message) => {
    const { url } = await startApp();

    const response = await fetch(`${url}/api/v1/chat`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: 'invalid_input', message } });
  });

  it.each([
    { 'Content-Type': 'text/plain' },
    { 'Content-Type': 'application/x-www-form-urlencoded' },
    { 'Content-Type': 'application/json; charset=latin1' },
    { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' },
  ])('refuses a body sent as %j', async (headers) => {
    const { url } = await startApp();

    const response = await fetch(`${url}/api/v1/chat`, { method: 'POST', headers, body: '{"message":"hi"}' });

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: 'invalid_input', message: 'The body must be JSON.' } });
  });

  it('takes a body of exactly 1 MB and refuses one byte more, declared or not', async () => {
    const { url, json } = await startApp();
    const body = (size: number): string => `{"message":"hi","pad":"${'x'.repeat(size - 25)}"}`;
    const chunked = (text: string): ReadableStream => new Blob([text]).stream();

    const fits = await json('POST', '/api/v1/chat', body(1024 * 1024));
    const declared = await json('POST', '/api/v1/chat', body(1024 * 1024 + 1));
    const undeclared = await fetch(`${url}/api/v1/chat`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: chunked(body(1024 * 1024 + 1)), duplex: 'half' }); // `duplex` is missing from Node 20's types

    expect(fits.body.error.message).toBe('Unknown field "pad".');
    expect([declared.status, declared.body.error.code]).toEqual([413, 'payload_too_large']);
    expect(undeclared.status).toBe(413);
    expect(await undeclared.json()).toMatchObject({ error: { code: 'payload_too_large' } });
  });

  it('refuses other methods with 405 and what it takes', async () => {
    const { json } = await startApp();

    const refused = await json('DELETE', '/api/v1/chat', undefined);
    const two = await json('POST', '/api/v1/threads/t1', {});

    expect([refused.status, refused.headers.get('allow'), refused.body.error.code]).toEqual([405, 'POST, OPTIONS', 'invalid_input']);
    expect(two.headers.get('allow')).toBe('GET, HEAD, PATCH, DELETE, OPTIONS');
  });

  it('answers OPTIONS with what it takes and HEAD like GET without a body', async () => {
    const { url, json } = await startApp();

    const options = await json('OPTIONS', '/api/v1/threads');
    const [get, head] = await Promise.all(['GET', 'HEAD'].map((method) => fetch(`${url}/health`, { method })));

    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, HEAD, OPTIONS']);
    expect(head?.status).toBe(200);
    expect(await head?.text()).toBe('');
    expect(head?.headers.get('content-length')).toBe(get?.headers.get('content-length'));
  });

  it.each([
    ['GARBAGE\r\n\r\n', 400],
    [`GET / HTTP/1.1\r\nHost: x\r\nX-Large: ${'x'.repeat(17 * 1024)}\r\n\r\n`, 431],
  ])('answers what is not a request in the same shape', async (text, status) => {
    const { server } = await startApp();

    const [head, body] = (await raw(server.port, text)).split('\r\n\r\n');

    expect(head).toContain(`HTTP/1.1 ${status} `);
    expect(JSON.parse(body ?? '')).toMatchObject({ error: { code: 'invalid_input', request_id: expect.any(String) } });
  });
});

describe('who may ask', () => {
  const foreign = [{ Host: 'evil.example' }, { Origin: 'https://evil.example' }];

  it.each(foreign)('refuses %j on every route, in the one shape', async (headers) => {
    const { server } = await startApp();
    const ask = (path: string): Promise<{ status: number | undefined; text: string }> =>
      new Promise((resolve, reject) => {
        httpRequest({ port: server.port, host: '127.0.0.1', path, headers }, (response) => {
          let text = '';
          response.on('data', (chunk) => { text += String(chunk); }).on('end', () => resolve({ status: response.statusCode, text }));
        }).on('error', reject).end();
      });

    for (const path of ['/', '/health', '/metrics', '/openapi.json', '/api/v1/threads', '/mcp/capabilities', '/nope']) {
      const { status, text } = await ask(path);
      expect([path, status, JSON.parse(text).error.code]).toEqual([path, 403, 'forbidden']);
    }
  });

  it('refuses a foreign page before it reads the body', async () => {
    const calls: unknown[] = [];
    const { server } = await startApp({ runTurn: answering(calls as []) });
    const head = `POST /api/v1/chat HTTP/1.1\r\nHost: 127.0.0.1:${server.port}\r\nOrigin: https://evil.example\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n`;

    // Not one byte of the body is ever sent.
    const status = await new Promise<string>((resolve) => {
      const socket = connect(server.port, '127.0.0.1', () => socket.write(head));
      socket.once('data', (chunk) => { resolve(String(chunk).slice(0, 12)); socket.destroy(); });
    });

    expect(status).toBe('HTTP/1.1 403');
    expect(calls).toEqual([]);
  });

  it('lets another UI in that was allowed by name', async () => {
    const { json } = await startApp({ allowedOrigins: ['http://localhost:5173'] });

    const { status, headers } = await json('POST', '/api/v1/chat', { message: 'hi' }, { Origin: 'http://localhost:5173' });

    expect([status, headers.get('access-control-allow-origin')]).toEqual([200, 'http://localhost:5173']);
  });
});

describe('what is written down', () => {
  it('gives every request an id, or keeps the one it came with', async () => {
    const { json } = await startApp();

    const own = await json('GET', '/health');
    const given = await json('GET', '/nope', undefined, { 'X-Request-Id': 'trace:42' });
    const unusable = await json('GET', '/health', undefined, { 'X-Request-Id': 'a b"c' });

    expect(own.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect([given.headers.get('x-request-id'), given.body.error.request_id]).toEqual(['trace:42', 'trace:42']);
    expect(unusable.headers.get('x-request-id')).not.toContain('"');
  });

  it('logs one line per request, by route pattern and without its content', async () => {
    const { json, storage, logged } = await startApp();
    await addThread(storage, { thread_id: 'private-thread' });

    await json('GET', '/api/v1/threads/private-thread?user_id=local');
    await json('POST', '/api/v1/chat', { message: 'private words' });
    await json('GET', '/api/v1/threads/none');
    await json('GET', '/health');

    const lines = logged.filter(({ msg }) => msg === 'request');
    expect(lines).toMatchObject([
      { level: 30, method: 'GET', route: '/api/v1/threads/{thread_id}', status: 200, ms: expect.any(Number), request_id: expect.any(String) },
      { level: 30, method: 'POST', route: '/api/v1/chat', status: 200 },
      { level: 30, method: 'GET', route: '/api/v1/threads/{thread_id}', status: 404, code: 'not_found' },
      { level: 20, method: 'GET', route: '/health', status: 200 },
    ]);
    expect(JSON.stringify(logged)).not.toMatch(/private/);
  });
});
