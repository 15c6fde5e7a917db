import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { sampleMcp, type Seen } from './support.ts';
import { serveHttp, type HttpService } from './serve-http.ts';

const services: HttpService[] = [];
afterEach(async () => void (await Promise.all(services.splice(0).map((service) => service.close()))));
const serve = async (mcp = sampleMcp(), options: { bodyLimit?: number; parseFirst?: boolean } = {}): Promise<HttpService> => {
  const service = await serveHttp(mcp, options);
  services.push(service);
  return service;
};

const call = { jsonrpc: '2.0', id: 7, method: 'tools/call', params: { name: 'list_things', arguments: { query: 'q' } } };
const both = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
const post = (url: string, body: unknown, headers: Record<string, string> = both): Promise<Response> =>
  fetch(url, { method: 'POST', headers, body: typeof body === 'string' ? body : JSON.stringify(body) });

describe('POST /mcp', () => {
  it('serves a client of the SDK', async () => {
    const { url } = await serve();
    const client = new Client({ name: 'test', version: '0' });
    await client.connect(new StreamableHTTPClientTransport(new URL(url)));

    const { tools } = await client.listTools();
    const result = await client.callTool({ name: 'list_things', arguments: { query: 'q' } });
    await client.close();

    expect(tools).toHaveLength(4);
    expect(result.structuredContent).toEqual({ results: [{ name: 'q/20' }], total: 1 });
    expect(client.getServerVersion()).toMatchObject({ name: 'animetrackr', version: '1.2.3' });
  });

  it('answers as JSON when the client takes both', async () => {
    const { url } = await serve();

    const response = await post(url, call);

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('mcp-session-id')).toBeNull();
    expect(await response.json()).toMatchObject({ jsonrpc: '2.0', id: 7, result: { structuredContent: { total: 1 } } });
  });

  it.each([
    ['takes a stream only', { accept: 'text/event-stream' }, {}],
    ['takes both and wants progress', { accept: 'text/event-stream, application/json' }, { _meta: { progressToken: 'p' } }],
  ])('answers as a stream when the client %s', async (_when, headers, params) => {
    const { url } = await serve();

    const response = await post(url, { ...call, params: { ...call.params, ...params } }, { ...both, ...headers });

    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const [, data] = /^event: message\ndata: (.*)\n\n$/.exec(await response.text()) ?? [];
    expect(JSON.parse(data ?? '')).toMatchObject({ id: 7, result: { structuredContent: { total: 1 } } });
  });

  it.each([
    ['no Accept header', undefined],
    ['anything', '*/*'],
    ['JSON only', 'application/json'],
  ])('answers as JSON to a client that accepts %s', async (_what, accept) => {
    const { url } = await serve();

    const response = await post(url, call, { 'content-type': 'application/json; charset=utf-8', ...(accept !== undefined && { accept }) });

    expect(response.headers.get('content-type')).toBe('application/json');
  });

  it('takes a body that was parsed before it', async () => {
    const { url } = await serve(sampleMcp(), { parseFirst: true });

    expect(await (await post(url, call)).json()).toMatchObject({ id: 7, result: { structuredContent: { total: 1 } } });
  });

  it('answers a notification with 202 and nothing else', async () => {
    const { url } = await serve();

    const response = await post(url, { jsonrpc: '2.0', method: 'notifications/initialized' });

    expect(response.status).toBe(202);
    expect(await response.text()).toBe('');
  });

  it.each([
    ['a batch', [call, call], {}, 400, -32600],
    ['an empty batch', [], {}, 400, -32600],
    ['what is no JSON', '{"jsonrpc":', {}, 400, -32700],
    ['an empty body', '', {}, 400, -32700],
    ['another protocol', { id: 1, method: 'ping' }, {}, 400, -32600],
    ['a null id', { jsonrpc: '2.0', id: null, method: 'ping' }, {}, 400, -32600],
    ['plain text', call, { 'content-type': 'text/plain' }, 415, -32000],
    ['another charset', call, { 'content-type': 'application/json; charset=utf-16' }, 415, -32000],
    ['a compressed body', call, { 'content-encoding': 'gzip' }, 415, -32000],
    ['a client that accepts HTML only', call, { accept: 'text/html' }, 406, -32000],
    ['an unknown protocol version', call, { 'mcp-protocol-version': '1999-01-01' }, 400, -32000],
  ])('refuses %s', async (_what, body, headers, status, code) => {
    const { url } = await serve();

    const response = await post(url, body, { ...both, ...headers });

    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ jsonrpc: '2.0', id: null, error: { code, message: expect.any(String) } });
  });

  it.each(['2025-03-26', '2025-06-18', '2025-11-25'])('takes protocol version %s', async (version) => {
    const { url } = await serve();

    expect((await post(url, call, { ...both, 'mcp-protocol-version': version })).status).toBe(200);
  });

  it.each(['GET', 'DELETE', 'PUT', 'HEAD'])('answers %s with 405 and what is allowed', async (method) => {
    const { url } = await serve();

    const response = await fetch(url, { method });

    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
  });

  it('refuses a body over the limit that says so', async () => {
    const { url } = await serve(sampleMcp(), { bodyLimit: 1000 });

    const response = await post(url, { ...call, padding: 'x'.repeat(1000) });

    expect(response.status).toBe(413);
  });

  it('refuses a body over the limit that does not say so, while it is still being sent', async () => {
    const { port } = await serve(sampleMcp(), { bodyLimit: 1000 });

    const status = await new Promise<number | undefined>((resolve, reject) => {
      const request = httpRequest({ host: '127.0.0.1', port, path: '/mcp', method: 'POST', headers: both }, (response) => resolve(response.resume().statusCode));
      request.on('error', reject);
      request.write('x'.repeat(2000));
    });

    expect(status).toBe(413);
  });

  it('aborts the call when the client goes away', async () => {
    const seen: Seen = [];
    const { port } = await serve(sampleMcp({ seen }));
    const body = JSON.stringify({ ...call, params: { name: 'wait_thing' } });

    const socket = connect(port, '127.0.0.1', () => socket.write(`POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`));
    await expect.poll(() => seen.length).toBe(1);
    socket.destroy();

    await expect.poll(() => seen[0]?.caller.signal?.aborted).toBe(true);
  });

  it('keeps simultaneous calls with the same id apart', async () => {
    const { url } = await serve();

    const answers = await Promise.all(Array.from({ length: 20 }, async (_, index) => (await post(url, { ...call, params: { name: 'list_things', arguments: { query: `q${index}` } } })).json()));

    expect(answers.map((answer) => (answer as { result: { structuredContent: { results: { name: string }[] } } }).result.structuredContent.results[0]?.name)).toEqual(answers.map((_, index) => `q${index}/20`));
  });

  it('answers any body with a JSON-RPC message and never with 5xx', async () => {
    const { url } = await serve();
    const message = fc.record(
      { jsonrpc: fc.constantFrom('2.0', '1.0', 2), id: fc.oneof(fc.integer(), fc.string(), fc.constant(null), fc.double()), method: fc.constantFrom('tools/call', 'tools/list', 'resources/read', 'initialize', 'ping', 'nope', 'notifications/cancelled'), params: fc.oneof(fc.jsonValue(), fc.record({ name: fc.constantFrom('list_things', 'nope'), arguments: fc.jsonValue(), uri: fc.string() }, { requiredKeys: [] })) },
      { requiredKeys: ['method'] },
    );

    await fc.assert(
      fc.asyncProperty(fc.oneof(message, fc.jsonValue()), async (body) => {
        const response = await post(url, body);
        expect([200, 202, 400]).toContain(response.status);
        if (response.status !== 202) expect(await response.json()).toMatchObject({ jsonrpc: '2.0' });
      }),
      { numRuns: 150 },
    );
  });
});
