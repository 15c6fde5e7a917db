/** Requests that no honest client sends: HTTP that is broken at every layer, JSON-RPC that is broken inside good HTTP, and tool arguments of the wrong kind. */
import fc from 'fast-check';
import type { ToolDescriptor } from '../../src/mcp/registry.ts';

/** Raw bytes and where they are cut into packets. `rpc`: a good request to /mcp, so that a JSON answer must be JSON-RPC. */
export type FuzzRequest = { readonly kind: string; readonly bytes: Buffer; readonly cuts: readonly number[]; readonly rpc: boolean };

const crlf = '\r\n';
const hostOf = (port: number): string => `127.0.0.1:${port}`;

/** Strings that break parsers, stores and terminals. */
const nastyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '', ' ', '\u0000', '\uD800', 'é'.normalize('NFD'), '\u202Etxet', '🍥'.repeat(50), "'; DROP TABLE list; --", '{{7*7}}', '${jndi:x}', '../../../etc/passwd', '%00', '%', '%ff%fe', '<script>', 'null', 'NaN', '-0', '1e999',
    '__proto__', 'constructor', 'toString', 'mal:', 'mal:99999999999999999999', 'mal:1/../2', 'anilist:-1', 'a'.repeat(3000), '\n'.repeat(200), '9'.repeat(400), '(((((((((((((((', '\\', '"', '⟦0⟧', '**bold**', 'hello', 'something like Naruto', 'Death Note',
  ),
);
const nastyNumber = fc.oneof(fc.integer(), fc.double(), fc.constantFrom(0, -1, 1, 2 ** 31, 2 ** 53, -(2 ** 53), 1e308, 0.1, 101, 1001));
const nastyValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: nastyText },
  { weight: 2, arbitrary: nastyNumber },
  { weight: 1, arbitrary: fc.constantFrom(null, true, false, [], {}, [[]], [null], { __proto__: null }, { lc: 1, type: 'constructor', id: ['langchain'], kwargs: {} }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.array(nastyText, { maxLength: 5 }) },
);
const nastyObject = fc.dictionary(fc.oneof(nastyText, fc.constantFrom('message', 'thread_id', 'user_id', 'resume', 'name', 'arguments', 'limit', 'filters', 'anime_id', 'title')), nastyValue, { maxKeys: 6 });

const paths = [
  '/', '/docs', '/page/page.js', '/page/..%2f..%2fpackage.json', '/openapi.json', '/health', '/ready', '/health/detailed', '/metrics', '/mcp', '/mcp/capabilities', '/api/v1/mcp/call_tool', '/api/v1/chat', '/api/v1/threads', '/api/v1/threads/{x}',
  '/api/v1/threads/{x}/messages', '/api/v1/anime/search', '/api/v1/anime/{x}', '/api/v1/anime/{x}/similar', '/api/v1/recommendations', '/api/v1/users/me/list', '/api/v1/users/me/list/{x}', '/{x}', '//', '/./', '/%2e%2e/', '*', 'http://evil.example/', '',
];
const queryNames = ['q', 'query', 'limit', 'offset', 'after', 'user_id', 'genres', 'filters', 'year', 'sort', 'status', 'types', '__proto__', 'a[b]', 'limit[]', ''];
const method = fc.oneof({ weight: 9, arbitrary: fc.constantFrom('GET', 'GET', 'POST', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS') }, { weight: 1, arbitrary: fc.constantFrom('TRACE', 'CONNECT', 'PROPFIND', 'get', 'FOO', 'G T', '') });
const version = fc.oneof({ weight: 20, arbitrary: fc.constant('HTTP/1.1') }, { weight: 1, arbitrary: fc.constantFrom('HTTP/1.0', 'HTTP/2.0', 'HTTP/9', 'XTTP/1.1', '') });

const target = fc
  .tuple(fc.constantFrom(...paths), nastyText, fc.boolean(), fc.array(fc.tuple(fc.constantFrom(...queryNames), nastyText, fc.boolean()), { maxLength: 4 }))
  .map(([path, text, encode, query]) => {
    const written = (part: string, safe: boolean): string => (safe ? encodeURIComponent(part.replace(/\p{Surrogate}/gu, '?')) : part.replace(/[\r\n ]/g, '_'));
    const search = query.map(([name, value, safe]) => `${name}=${written(value, safe)}`).join('&');
    return `${path.replace('{x}', written(text, encode))}${search === '' ? '' : `?${search}`}`.slice(0, 6000);
  });

const goodHeaders = [
  'Accept: text/event-stream', 'Accept: application/json', 'Accept: */*', 'Accept: ,,;q=', 'Content-Type: application/json', 'Content-Type: application/json; charset=utf-16', 'Content-Type: text/plain', 'Content-Type: multipart/form-data; boundary=x',
  'Content-Encoding: gzip', 'Content-Encoding: identity', 'Expect: 100-continue', 'Expect: the-unexpected', 'Connection: close', 'Connection: Upgrade', 'Upgrade: websocket', 'Upgrade: h2c', 'Range: bytes=0-1', 'If-None-Match: *', 'Cookie: a=b',
  'Origin: null', 'Origin: http://evil.example', 'Sec-Fetch-Site: cross-site', 'Idempotency-Key: k', 'Idempotency-Key: bad key', 'MCP-Protocol-Version: 2025-06-18', 'MCP-Protocol-Version: 1999-01-01', 'Mcp-Session-Id: x', 'Last-Event-ID: 5',
  'X-Request-Id: ok-1', 'X-Forwarded-Host: evil', 'TE: trailers', 'Trailer: X', 'Authorization: Bearer x', `X-Long: ${'a'.repeat(5000)}`,
];
const badHeaders = [`X-Longer: ${'a'.repeat(20_000)}`, 'NoColon', ': no name', 'Bad Name: x', 'Content-Length: 5', 'Transfer-Encoding: chunked', 'Transfer-Encoding: gzip', ' folded', 'X: a\u0000b'];
const headerLine = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom(...goodHeaders) },
  { weight: 1, arbitrary: fc.constantFrom(...badHeaders) },
  { weight: 1, arbitrary: fc.tuple(fc.string({ maxLength: 10 }), fc.string({ maxLength: 20 })).map(([name, value]) => `${name}: ${value}`) },
);

const body: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 4, arbitrary: nastyObject.map((value) => Buffer.from(JSON.stringify(value))) },
  { weight: 2, arbitrary: nastyValue.map((value) => Buffer.from(JSON.stringify(value) ?? '')) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '', '{', '{"message":', '[1,2', '{"message":"hello"}', '{"message":"hello","message":"bye"}', '{"message":"hello"}{"message":"hello"}', '\uFEFF{"message":"hello"}', '{"message":"\\ud800"}', `${'['.repeat(20_000)}`, `{"a":${'{"a":'.repeat(5000)}1${'}'.repeat(5001)}`,
      '{"__proto__":{"message":"hello"}}', '1e400', 'true', 'null', '"text"', 'message=hello',
    ).map((text) => Buffer.from(text)),
  },
);

type Framing = 'right' | 'none' | 'too short' | 'too long' | 'chunked' | 'chunked badly' | 'both' | 'twice' | 'not a number';
const framing: fc.Arbitrary<Framing> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<Framing>('right', 'right', 'chunked') },
  { weight: 1, arbitrary: fc.constantFrom<Framing>('none', 'too short', 'too long', 'chunked badly', 'both', 'twice', 'not a number') },
);

const framed = (how: Framing, content: Buffer): { lines: string[]; payload: Buffer } => {
  const length = (size: number): string => `Content-Length: ${size}`;
  const chunk = (size: string): Buffer => Buffer.concat([Buffer.from(`${size}${crlf}`), content, Buffer.from(`${crlf}0${crlf}${crlf}`)]);
  const hex = content.length.toString(16);
  switch (how) {
    case 'right': return { lines: [length(content.length)], payload: content };
    case 'none': return { lines: [], payload: content };
    case 'too short': return { lines: [length(Math.max(0, content.length - 3))], payload: content };
    case 'too long': return { lines: [length(content.length + 7)], payload: content };
    case 'chunked': return { lines: ['Transfer-Encoding: chunked'], payload: chunk(content.length === 0 ? '0' : hex) };
    case 'chunked badly': return { lines: ['Transfer-Encoding: chunked'], payload: chunk(`${hex}zz;=`) };
    case 'both': return { lines: [length(content.length), 'Transfer-Encoding: chunked'], payload: chunk(hex) };
    case 'twice': return { lines: [length(content.length), length(content.length + 1)], payload: content };
    case 'not a number': return { lines: ['Content-Length: -5'], payload: content };
  }
};

const cuts = fc.array(fc.nat({ max: 400 }), { maxLength: 3 });
const written = (kind: string, head: readonly string[], payload: Buffer, at: readonly number[], rpc = false): FuzzRequest => ({ kind, bytes: Buffer.concat([Buffer.from(`${head.join(crlf)}${crlf}${crlf}`, 'latin1'), payload]), cuts: [...at].sort((a, b) => a - b), rpc });

const brokenHttp = (port: number): fc.Arbitrary<FuzzRequest> =>
  fc
    .record({
      method, to: target, version,
      host: fc.oneof({ weight: 9, arbitrary: fc.constant([`Host: ${hostOf(port)}`]) }, { weight: 1, arbitrary: fc.constantFrom<string[]>([], ['Host: evil.example'], [`Host: ${hostOf(port)}`, 'Host: evil.example'], ['Host: ']) }),
      lines: fc.array(headerLine, { maxLength: 4 }), isJson: fc.boolean(), content: body, how: framing, at: cuts,
    })
    .map(({ method: verb, to, version: protocol, host, lines, isJson, content, how, at }) => {
      const { lines: frame, payload } = verb === 'GET' || verb === 'HEAD' ? { lines: [], payload: Buffer.alloc(0) } : framed(how, content);
      return written('http', [`${verb} ${to} ${protocol}`, ...host, ...(isJson ? ['Content-Type: application/json'] : []), ...lines, ...frame], payload, at);
    });

const noise = fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 200 }), cuts).map(([bytes, at]): FuzzRequest => ({ kind: 'noise', bytes: Buffer.from(bytes), cuts: at, rpc: false }));

/** Two requests in one connection, the second broken. */
const pipelined = (port: number): fc.Arbitrary<FuzzRequest> =>
  brokenHttp(port).map((second) => ({ ...second, kind: 'pipelined', bytes: Buffer.concat([Buffer.from(`GET /health HTTP/1.1${crlf}Host: ${hostOf(port)}${crlf}${crlf}`), second.bytes]) }));

const post = (port: number, path: string, kind: string, value: unknown, { headers = [], at = [], rpc = false }: { headers?: readonly string[]; at?: readonly number[]; rpc?: boolean } = {}): FuzzRequest => {
  const payload = Buffer.from(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
  return written(kind, [`POST ${path} HTTP/1.1`, `Host: ${hostOf(port)}`, 'Content-Type: application/json', `Content-Length: ${payload.length}`, ...headers], payload, at, rpc);
};

const rpcMethods = [
  'initialize', 'ping', 'tools/list', 'tools/call', 'resources/list', 'resources/read', 'resources/templates/list', 'resources/subscribe', 'prompts/list', 'prompts/get', 'completion/complete', 'logging/setLevel', 'sampling/createMessage', 'elicitation/create',
  'notifications/initialized', 'notifications/cancelled', 'notifications/progress', 'tools/call ', 'Tools/List', '__proto__', 'constructor', '', 'rpc.discover',
];
const rpcId: fc.Arbitrary<unknown> = fc.oneof(fc.integer(), fc.constantFrom<unknown>(null, '', 0, -1, 1.5, 1e300, 2 ** 60, 'a'.repeat(1000), {}, [], true, '__proto__'), nastyText);
const brokenRpc = (port: number, toolNames: readonly string[]): fc.Arbitrary<FuzzRequest> => {
  const params = fc.oneof(
    nastyValue,
    fc.record({ name: fc.oneof(fc.constantFrom(...toolNames), nastyText), arguments: fc.oneof(nastyObject, nastyValue), _meta: fc.oneof(nastyObject, fc.record({ progressToken: nastyValue })) }, { requiredKeys: [] }),
    fc.record({ uri: fc.oneof(nastyText, fc.constantFrom('anime://database', 'anime://anime/mal:1', 'anime://anime/', 'file:///etc/passwd', 'anime://anime/%E0%A4%A')), requestId: nastyValue, level: nastyValue, protocolVersion: nastyValue, capabilities: nastyValue, clientInfo: nastyValue, cursor: nastyValue }, { requiredKeys: [] }),
  );
  const message = fc.record({ jsonrpc: fc.constantFrom<unknown>('2.0', '2.0', '2.0', '2.0', '1.0', 2, null), id: rpcId, method: fc.oneof({ weight: 5, arbitrary: fc.constantFrom<unknown>(...rpcMethods) }, { weight: 1, arbitrary: nastyValue }), params, result: nastyValue, error: nastyValue }, { requiredKeys: [] });
  const wellFormed = fc.record({ jsonrpc: fc.constant('2.0'), id: fc.integer(), method: fc.constantFrom(...rpcMethods), params });
  const protocol = fc.constantFrom<string[]>([], [], ['MCP-Protocol-Version: 2025-06-18'], ['MCP-Protocol-Version: 2026-07-28'], ['MCP-Protocol-Version: latest'], ['MCP-Protocol-Version: ']);
  const accept = fc.constantFrom<string[]>(['Accept: application/json, text/event-stream'], ['Accept: application/json, text/event-stream'], ['Accept: text/event-stream'], ['Accept: application/json'], ['Accept: text/html'], []);
  return fc
    .tuple(fc.oneof<fc.Arbitrary<unknown>[]>(wellFormed, wellFormed, message, message, fc.array(message, { maxLength: 4 }), nastyValue), protocol, accept, cuts)
    .map(([value, ofVersion, ofAccept, at]) => post(port, '/mcp', 'json-rpc', value, { headers: [...ofVersion, ...ofAccept], at, rpc: true }));
};

/** Known arguments of every tool, each of the right kind or not. */
const brokenCalls = (port: number, tools: readonly Pick<ToolDescriptor, 'name' | 'inputSchema'>[]): fc.Arbitrary<FuzzRequest> =>
  fc.constantFrom(...tools).chain(({ name, inputSchema }) => {
    const valueFor = (schema: unknown): fc.Arbitrary<unknown> => {
      const type = (schema as { type?: unknown }).type; // JSON Schema
      const fitting = type === 'string' ? nastyText : type === 'integer' || type === 'number' ? nastyNumber : type === 'boolean' ? fc.boolean() : type === 'array' ? fc.array(nastyValue, { maxLength: 4 }) : type === 'object' ? nastyObject : nastyValue;
      return fc.oneof({ weight: 8, arbitrary: fitting }, { weight: 1, arbitrary: nastyValue });
    };
    const known = Object.entries(inputSchema.properties ?? {});
    return fc
      .subarray(known, { maxLength: 3 })
      .chain((chosen) => fc.record(Object.fromEntries(chosen.map(([key, schema]) => [key, valueFor(schema)]))))
      .map((args) => post(port, '/api/v1/mcp/call_tool', `tool ${name}`, { name, arguments: args }));
  });

const talk = (port: number): fc.Arbitrary<FuzzRequest> =>
  fc
    .tuple(fc.record({ message: fc.oneof(nastyText, fc.constantFrom('hello', 'the second one', 'yes', 'shorter', 'why?', 'add it', 'undo', 'compare', 'similar to', 'add  to my list with a 9')), thread_id: fc.constantFrom('f1', 'f2', 'f3', 'bad id', ''), resume: nastyValue, user_id: fc.constantFrom('fuzz', '', '../x') }, { requiredKeys: ['message'] }), fc.constantFrom<string[]>([], ['Accept: text/event-stream'], ['Idempotency-Key: same']))
    .map(([value, headers]) => post(port, '/api/v1/chat', 'chat', value, { headers }));

export const fuzzRequests = (port: number, tools: readonly Pick<ToolDescriptor, 'name' | 'inputSchema'>[]): fc.Arbitrary<FuzzRequest> =>
  fc.oneof(
    { weight: 40, arbitrary: brokenHttp(port) },
    { weight: 5, arbitrary: noise },
    { weight: 5, arbitrary: pipelined(port) },
    { weight: 30, arbitrary: brokenRpc(port, tools.map(({ name }) => name)) },
    { weight: 15, arbitrary: brokenCalls(port, tools) },
    { weight: 5, arbitrary: talk(port) },
  );
