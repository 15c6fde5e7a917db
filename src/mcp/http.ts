/**
 * `POST /mcp`: MCP's Streamable HTTP without sessions. Each request gets a thin server over a transport of a few lines; the SDK's own
 * transport turns every request and reply into web streams, which costs several times the call itself.
 */
import type { IncomingMessage } from 'node:http';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { isInitializeRequest, isJSONRPCRequest, JSONRPCMessageSchema, SUPPORTED_PROTOCOL_VERSIONS, type JSONRPCMessage, type JSONRPCRequest } from '@modelcontextprotocol/sdk/types.js';
import type { Request, RequestHandler, Response } from 'express';
import { localUser, type Caller } from '../domain/caller.ts';
import { malformedParams } from './malformed-params.ts';
import type { Mcp } from './server.ts';

const keepAliveMs = 15_000;
const defaultBodyLimit = 1024 * 1024;

type Options = {
  readonly mcp: Pick<Mcp, 'serverFor'>;
  readonly callerOf?: (request: Request) => Caller;
  /** Bytes. */
  readonly bodyLimit?: number;
};

/**
 * Handler of every method of `/mcp`. Host and Origin must have been checked before it. It reads the body itself, or takes `request.body`
 * when something before it has parsed it. Requests answer 200 (JSON, or SSE when the client wants a stream), notifications 202,
 * GET and DELETE 405; problems of the envelope are JSON-RPC errors with 400, 406, 413 or 415.
 */
export const createMcpHttp = ({ mcp, callerOf = () => ({ user_id: localUser, door: 'mcp' }), bodyLimit = defaultBodyLimit }: Options): RequestHandler =>
  async (request, response) => {
    if (request.method !== 'POST') return refuse(response.setHeader('Allow', 'POST'), 405, rpc.refused, 'Method not allowed: this server keeps no sessions, send each message by POST.');
    const reply = replyKind(request.headers.accept);
    if (reply === null) return refuse(response, 406, rpc.refused, 'Not acceptable: accept application/json or text/event-stream.');
    if (!isJson(request)) return refuse(response, 415, rpc.refused, 'Unsupported media type: send application/json in UTF-8, not compressed.');

    const body: unknown = request.body === undefined ? await readJson(request, bodyLimit) : request.body;
    if (body === tooLarge) {
      request.resume(); // a client that is still sending would otherwise see a reset instead of the answer
      return refuse(response.setHeader('Connection', 'close'), 413, rpc.refused, `Payload too large: at most ${bodyLimit} bytes.`);
    }
    if (body === notJson) return refuse(response, 400, rpc.parseError, 'Parse error: the body is not JSON.');
    if (Array.isArray(body)) return refuse(response, 400, rpc.invalidRequest, 'Invalid request: batches left the protocol with 2025-06-18; send one message per POST.');
    const message = JSONRPCMessageSchema.safeParse(body);
    if (!message.success) return refuse(response, 400, rpc.invalidRequest, 'Invalid request: the body is not a JSON-RPC 2.0 message.');
    const version = request.headers['mcp-protocol-version'];
    if (version !== undefined && !isInitializeRequest(message.data) && !SUPPORTED_PROTOCOL_VERSIONS.includes(String(version))) {
      return refuse(response, 400, rpc.refused, `Unsupported protocol version. Supported: ${SUPPORTED_PROTOCOL_VERSIONS.join(', ')}.`);
    }
    // Notifications and replies need no answer, and without a session there is nothing they could refer to.
    if (!isJSONRPCRequest(message.data)) return void response.writeHead(202).end();

    const malformed = malformedParams(message.data);
    if (malformed !== null) return end(response, malformed);

    const transport = transportFor(response, reply === 'sse' || (reply === 'both' && wantsProgress(message.data)));
    await mcp.serverFor({ callerOf: () => callerOf(request) }).connect(transport);
    transport.onmessage?.(message.data, { requestInfo: { headers: request.headers } });
  };

const rpc = { parseError: -32700, invalidRequest: -32600, refused: -32000 } as const;

const refuse = (response: Response, status: number, code: number, message: string): void => {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify({ jsonrpc: '2.0', error: { code, message }, id: null }));
};

/** One request's way back. Closing the connection before the answer closes the server, which aborts the call. */
const transportFor = (response: Response, stream: boolean): Transport => {
  let keepAlive: NodeJS.Timeout | undefined;
  let answered = false;
  const transport: Transport = {
    start: async () => {
      response.on('close', () => {
        clearInterval(keepAlive);
        if (!answered) transport.onclose?.();
      });
      if (!stream) return;
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache, no-transform', 'X-Accel-Buffering': 'no' });
      response.flushHeaders();
      keepAlive = setInterval(() => response.write(': keepalive\n\n'), keepAliveMs);
    },
    send: async (message) => {
      if (response.writableEnded || response.destroyed) return;
      answered = !('method' in message);
      if (stream) response.write(`event: message\ndata: ${JSON.stringify(message)}\n\n`);
      if (answered) end(response, stream ? undefined : message);
    },
    close: async () => void response.end(),
  };
  return transport;
};

const end = (response: Response, message: JSONRPCMessage | undefined): void => {
  if (message === undefined) return void response.end();
  const text = Buffer.from(JSON.stringify(message));
  response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': text.length }).end(text);
};

/** What the Accept header allows; a client that says nothing, or anything, gets JSON. */
const replyKind = (accept: string | undefined): 'json' | 'sse' | 'both' | null => {
  const accepted = accept?.toLowerCase() ?? '*/*';
  const json = accepted.includes('application/json') || accepted.includes('application/*') || accepted.includes('*/*');
  const sse = accepted.includes('text/event-stream');
  if (json) return sse ? 'both' : 'json';
  return sse ? 'sse' : null;
};

/** Only a call that asks for progress gains from a stream. */
const wantsProgress = ({ params }: JSONRPCRequest): boolean => params?._meta?.progressToken !== undefined;

const isJson = ({ headers }: IncomingMessage): boolean => {
  const [type, ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';').map((part) => part.trim());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length).replaceAll('"', '');
  const encoding = headers['content-encoding'] ?? 'identity';
  return type === 'application/json' && (charset === undefined || charset === 'utf-8' || charset === 'utf8') && encoding === 'identity';
};

const tooLarge = Symbol('body too large');
const notJson = Symbol('body is not JSON');

/** Plain events: an async iterator over the request costs more than the JSON it carries. */
const readJson = (request: IncomingMessage, limit: number): Promise<unknown> =>
  new Promise((resolve, reject) => {
    if (Number(request.headers['content-length'] ?? 0) > limit) return resolve(tooLarge);
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else resolve(tooLarge);
    });
    request.on('end', () => resolve(parseJson(Buffer.concat(chunks).toString('utf8'))));
    request.on('error', reject);
  });

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return notJson;
  }
};
