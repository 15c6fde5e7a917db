/** Express as its documentation shows it: a greeting in JSON, one echoing a parsed body, and one as server-sent events. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { WorkerMethods } from './all.ts';

export const startExpressHello = async (): Promise<WorkerMethods> => {
  const app = express();
  app.use(express.json());
  app.get('/hello', (_request, response) => {
    response.json({ hello: 'world' });
  });
  app.post('/hello', (_request, response) => {
    response.json({ hello: 'world' });
  });
  app.post('/events', (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache' });
    response.write('event: hello\ndata: {}\n\n');
    response.end();
  });
  const server = await new Promise<Server>((resolve) => {
    const listening: Server = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  return { port: async () => (server.address() as AddressInfo).port };
};
