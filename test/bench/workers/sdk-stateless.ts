/** MCP over HTTP in the SDK's documented stateless pattern: a fresh server and transport per request. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import express from 'express';
import type { WorkerMethods } from './all.ts';
import { echoServer } from './echo-server.ts';

export const startSdkStateless = async (): Promise<WorkerMethods> => {
  const app = express();
  app.use(express.json({ limit: '256kb' }));
  app.post('/mcp', async (request, response) => {
    const server = echoServer();
    const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
    response.on('close', () => {
      void transport.close();
      void server.close();
    });
    await server.connect(transport);
    await transport.handleRequest(request, response, request.body);
  });
  const server = await new Promise<Server>((resolve) => {
    const listening: Server = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  return { port: async () => (server.address() as AddressInfo).port };
};
