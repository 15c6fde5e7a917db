import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import express, { type ErrorRequestHandler } from 'express';
import { afterEach, describe, expect, it } from 'vitest';
import { errorStatus, toAppError } from '../../../src/errors.ts';
import { localOnly } from '../../../src/web/middleware/local-only.ts';

const otherUi = 'http://localhost:5173';
type Service = { readonly port: number; readonly bodiesRead: () => number; close(): Promise<void> };
const services: Service[] = [];
afterEach(async () => void (await Promise.all(services.splice(0).map((service) => service.close()))));

/** The translator of the web room, in short. */
const translate: ErrorRequestHandler = (thrown, _request, response, _next) => {
  const { code, message, hint } = toAppError(thrown);
  response.status(errorStatus(code)).json({ error: { code, message, hint, request_id: 'r' } });
};

const serve = async (pretendPort?: number): Promise<Service> => {
  const app = express();
  let bodies = 0;
  let port = 0;
  app.use(localOnly({ allowedOrigins: [otherUi], port: () => pretendPort ?? port }));
  app.use(express.json());
  app.use((_request, response) => {
    bodies += 1;
    response.json({ ok: true });
  });
  app.use(translate);
  const server = await new Promise<ReturnType<typeof app.listen>>((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  port = (server.address() as AddressInfo).port; // listening on TCP
  const service = {
    port,
    bodiesRead: () => bodies,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  services.push(service);
  return service;
};

type Reply = { readonly status: number; readonly headers: string; readonly body: string };

/** Header lines exactly as written: fetch and node:http would tidy them. PORT stands for the port. */
const raw = ({ port }: Service, lines: readonly string[], { target = '/', method = 'GET', body = '' }: { target?: string; method?: string; body?: string } = {}): Promise<Reply> =>
  new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(`${[`${method} ${target} HTTP/1.1`, ...lines, 'Connection: close', ...(body === '' ? [] : ['Content-Type: application/json', `Content-Length: ${body.length}`])].join('\r\n').replaceAll('PORT', String(port))}\r\n\r\n${body}`);
    });
    socket.on('data', (data) => (text += String(data)));
    socket.on('end', () => {
      const [head = '', ...rest] = text.split('\r\n\r\n');
      resolve({ status: Number(head.split(' ')[1]), headers: head.toLowerCase(), body: rest.join('\r\n\r\n') });
    });
    socket.on('error', reject);
  });

const ours = 'Host: 127.0.0.1:PORT';

describe('Host', () => {
  it.each(['127.0.0.1:PORT', 'localhost:PORT', 'LOCALHOST:PORT', '[::1]:PORT'])('lets %s in', async (host) => {
    expect((await raw(await serve(), [`Host: ${host}`])).status).toBe(200);
  });

  it.each([
    'evil.example:PORT', '127.0.0.1', 'localhost', '127.0.0.1:1', 'localhost.:PORT', '127.0.0.1.:PORT', '127.1:PORT', '0x7f.0.0.1:PORT', '2130706433:PORT', '0.0.0.0:PORT', '[::]:PORT', '[::ffff:127.0.0.1]:PORT',
    'user@127.0.0.1:PORT', '127.0.0.1:PORT@evil.example', '127.0.0.1:PORT.evil.example', '127.0.0.1:0PORT', '127.0.0.1:PORT, evil.example', 'localhost:PORT/', 'localhost.evil.example:PORT', '127.0.0.1:PORT evil', '', 'null',
  ])('turns %j away', async (host) => {
    const reply = await raw(await serve(), [`Host: ${host}`]);

    expect(reply.status).toBe(403);
    expect(JSON.parse(reply.body)).toEqual({ error: { code: 'forbidden', message: expect.stringContaining('Host'), hint: expect.any(String), request_id: 'r' } });
  });

  it('turns two of them away, whichever comes first', async () => {
    const service = await serve();

    expect((await raw(service, [ours, 'Host: evil.example'])).status).toBe(403);
    expect((await raw(service, ['Host: evil.example', ours])).status).toBe(403);
    expect((await raw(service, [ours, ours])).status).toBe(403);
  });

  it('turns an absolute request target away, which would outrank it', async () => {
    expect((await raw(await serve(), [ours], { target: 'http://evil.example/' })).status).toBe(403);
  });

  it('may do without the port only on port 80', async () => {
    const onPort80 = await serve(80);

    expect((await raw(onPort80, ['Host: localhost'])).status).toBe(200);
    expect((await raw(onPort80, ['Host: localhost:80'])).status).toBe(200);
    expect((await raw(onPort80, ['Host: evil.example'])).status).toBe(403);
  });
});

describe('Origin', () => {
  it.each([
    ['none', []],
    ['the same', ['Origin: http://127.0.0.1:PORT']],
    ['an allowed one', [`Origin: ${otherUi}`]],
  ])('lets %s in', async (_what, lines) => {
    expect((await raw(await serve(), [ours, ...lines])).status).toBe(200);
  });

  it.each([
    'null', '', 'http://evil.example', 'https://127.0.0.1:PORT', 'http://127.0.0.1', 'http://127.0.0.1:1', 'http://127.0.0.1:PORT/', 'http://localhost:PORT', 'http://127.0.0.1:PORT.evil.example', 'http://user@127.0.0.1:PORT',
    'http://127.0.0.1.:PORT', 'http://localhost:5173/', 'http://LOCALHOST:5173', 'https://localhost:5173', 'http://localhost:51730', 'http://localhost', 'file://', 'chrome-extension://abc', `${otherUi}, http://evil.example`,
  ])('turns %j away', async (origin) => {
    const reply = await raw(await serve(), [ours, `Origin: ${origin}`]);

    expect(reply.status).toBe(403);
    expect(reply.headers).not.toContain('access-control-allow-origin');
  });

  it('turns two of them away', async () => {
    const service = await serve();

    expect((await raw(service, [ours, `Origin: ${otherUi}`, 'Origin: http://evil.example'])).status).toBe(403);
    expect((await raw(service, [ours, 'Origin: http://127.0.0.1:PORT', 'Origin: http://127.0.0.1:PORT'])).status).toBe(403);
  });

  it('does not let a good Origin make up for a bad Host', async () => {
    expect((await raw(await serve(), ['Host: evil.example', `Origin: ${otherUi}`])).status).toBe(403);
  });

  it('answers before the body is read', async () => {
    const service = await serve();

    const reply = await raw(service, [ours, 'Origin: http://evil.example'], { method: 'POST', body: '{"message":"delete everything"}' });

    expect(reply.status).toBe(403);
    expect(service.bodiesRead()).toBe(0);
  });
});

describe('requests of other sites without an Origin', () => {
  it.each([
    ['an image', ['Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: no-cors', 'Sec-Fetch-Dest: image'], 'GET'],
    ['a script of another port', ['Sec-Fetch-Site: same-site', 'Sec-Fetch-Mode: no-cors', 'Sec-Fetch-Dest: script'], 'GET'],
    ['a frame', ['Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: navigate', 'Sec-Fetch-Dest: iframe'], 'GET'],
    ['a form', ['Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: navigate', 'Sec-Fetch-Dest: document'], 'POST'],
  ])('turns %s away', async (_what, lines, method) => {
    expect((await raw(await serve(), [ours, ...lines], { method })).status).toBe(403);
  });

  it.each([
    ['a link that was followed', ['Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: navigate', 'Sec-Fetch-Dest: document']],
    ['an address that was typed', ['Sec-Fetch-Site: none', 'Sec-Fetch-Mode: navigate', 'Sec-Fetch-Dest: document']],
    ['our own page', ['Sec-Fetch-Site: same-origin', 'Sec-Fetch-Mode: cors', 'Sec-Fetch-Dest: empty']],
  ])('lets %s in', async (_what, lines) => {
    expect((await raw(await serve(), [ours, ...lines])).status).toBe(200);
  });
});

describe('CORS for an allowed origin', () => {
  it('lets its page read answers', async () => {
    const reply = await raw(await serve(), [ours, `Origin: ${otherUi}`]);

    expect(reply.headers).toContain(`access-control-allow-origin: ${otherUi}`);
    expect(reply.headers).toContain('access-control-expose-headers: retry-after');
    expect(reply.headers).toContain('vary: origin');
    expect(reply.headers).not.toContain('access-control-allow-credentials');
  });

  it('answers its preflight itself, private network included', async () => {
    const service = await serve();

    const reply = await raw(service, [ours, `Origin: ${otherUi}`, 'Access-Control-Request-Method: POST', 'Access-Control-Request-Headers: content-type,x-api-key', 'Access-Control-Request-Private-Network: true'], { method: 'OPTIONS' });

    expect(reply.status).toBe(204);
    expect(reply.headers).toContain('access-control-allow-methods: get, post, put, patch, delete');
    expect(reply.headers).toMatch(/access-control-allow-headers: content-type,x-api-key/);
    expect(reply.headers).toContain('access-control-allow-private-network: true');
    expect(service.bodiesRead()).toBe(0);
  });

  it('refuses the preflight of any other', async () => {
    const reply = await raw(await serve(), [ours, 'Origin: http://evil.example', 'Access-Control-Request-Method: POST'], { method: 'OPTIONS' });

    expect(reply.status).toBe(403);
    expect(reply.headers).not.toContain('access-control-allow');
  });

  it('tells caches that answers depend on the origin even without one', async () => {
    expect((await raw(await serve(), [ours])).headers).toContain('vary: origin');
  });
});
