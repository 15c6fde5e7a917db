import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import express from 'express';
import type { Mcp } from '../../src/mcp/server.ts';

type SessionService = {
  readonly url: string;
  readonly port: number;
  /** Other tools from now on, in sessions that are open too. */
  replace(mcp: Mcp): void;
  announce(): Promise<void>;
  close(): Promise<void>;
};

/** A server of another make: with sessions, as many public ones have. */
export const serveSessions = async (first: Mcp, port = 0): Promise<SessionService> => {
  let mcp = first;
  const sessions = new Map<string, { transport: StreamableHTTPServerTransport; server: Server }>();
  const app = express();
  app.use(express.json());
  app.all('/mcp', async (request, response) => {
    const id = request.headers['mcp-session-id'];
    const known = typeof id === 'string' ? sessions.get(id) : undefined;
    if (id !== undefined && known === undefined) return void response.status(404).json({ jsonrpc: '2.0', error: { code: -32001, message: 'Session not found' }, id: null });
    if (known) return known.transport.handleRequest(request, response, request.body);
    const server = mcp.serverFor({ callerOf: () => ({ user_id: 'local', door: 'mcp' }) });
    server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: mcp.list().map((tool) => ({ ...tool })) }));
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: randomUUID, onsessioninitialized: (session) => void sessions.set(session, { transport, server }) });
    await server.connect(transport);
    await transport.handleRequest(request, response, request.body);
  });
  const http = await new Promise<ReturnType<typeof app.listen>>((resolve, reject) => {
    const listening = app.listen(port, '127.0.0.1', (error) => (error ? reject(error) : resolve(listening)));
  });
  const address = http.address() as AddressInfo; // listening on TCP
  return {
    url: `http://127.0.0.1:${address.port}/mcp`,
    port: address.port,
    replace: (other) => void (mcp = other),
    announce: async () => void (await Promise.all([...sessions.values()].map(({ server }) => server.sendToolListChanged()))),
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
};
