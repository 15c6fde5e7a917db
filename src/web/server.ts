/** The listening socket: limits against slow and greedy clients, answers while the service starts, and an orderly end. */
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { AppError } from '../errors.ts';
import { answerClientError } from './client-error.ts';
import { createOpenRequests, type OpenRequests } from './open-requests.ts';
import { answerWhileStarting } from './while-starting.ts';

export type WebServer = {
  readonly port: number;
  /** For `createWebApp`, so that `close` can end what is still being worked on. */
  readonly openRequests: OpenRequests;
  /** From now on requests go here; until then they are told that the service is starting. */
  serve(app: RequestListener): void;
  /**
   * Lets current requests finish and takes no new connections. What is not done after `graceMs` is aborted: streams end with an error event.
   * Readiness must have turned before.
   */
  close(options?: { graceMs?: number; lingerMs?: number }): Promise<void>;
};

const limits = {
  maxHeaderSize: 16 * 1024,
  headersTimeout: 10_000,
  /** For the whole request to arrive; an answer may take as long as it likes. */
  requestTimeout: 30_000,
  /** Longer than load balancers keep idle connections (60 s), so that none of them sends into one that we are closing. */
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 2000,
};
const maxConnections = 4096;
const maxHeadersCount = 100;
/** Nothing sent or received: a client that does not read its answer. */
const deadSocketMs = 5 * 60_000;
/** How long aborted work has to say so to its client. */
const lastWordsMs = 500;

/** @throws AppError unavailable when the port cannot be had */
export const startServer = async ({ host, port }: { host: string; port: number }): Promise<WebServer> => {
  let app: RequestListener = answerWhileStarting;
  let draining = false;
  /** Opened without a request so far, as browsers do in advance. Node does not count them as idle. */
  const unused = new Set<Socket>();
  const server = createServer(limits, (request, response) => {
    unused.delete(request.socket);
    if (draining) response.setHeader('Connection', 'close');
    app(request, response);
  });
  server.maxConnections = maxConnections;
  server.maxHeadersCount = maxHeadersCount;
  server.setTimeout(deadSocketMs);
  server.on('clientError', answerClientError);
  server.on('connection', (socket: Socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  await listen(server, host, port);
  const openRequests = createOpenRequests();

  return {
    port: (server.address() as AddressInfo).port, // a TCP server that listens has one
    openRequests,
    serve: (next) => {
      app = next;
    },
    close: async ({ graceMs = 10_000, lingerMs = 250 } = {}) => {
      draining = true;
      // Clients with a connection in use learn from `Connection: close` that it ends, instead of sending into a closed one.
      if ((await connections(server)) > 0) await wait(lingerMs);
      const closed = once(server, 'close').then(() => true);
      server.close();
      for (const socket of unused) socket.destroy();
      const idle = setInterval(() => server.closeIdleConnections(), 50);
      if (!(await within(closed, graceMs))) {
        openRequests.abortAll(new AppError('unavailable', 'The service is stopping.', { hint: 'Send it again in a moment.', retryAfter: 5 }));
        if (!(await within(closed, lastWordsMs))) server.closeAllConnections();
        await closed;
      }
      clearInterval(idle);
    },
  };
};

const listen = (server: Server, host: string, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(cannotListen(cause, host, port)));
    server.listen({ host, port, backlog: 1024 }, resolve);
  });

const cannotListen = (cause: NodeJS.ErrnoException, host: string, port: number): AppError => {
  const hint = 'Stop that program or choose another port, e.g. PORT=3001 npm start.';
  if (cause.code === 'EADDRINUSE') return new AppError('unavailable', `Port ${port} is in use by another program.`, { hint, cause });
  if (cause.code === 'EACCES') return new AppError('unavailable', `This user may not listen on port ${port}.`, { hint: 'Choose a port above 1023, e.g. PORT=3000 npm start.', cause });
  return new AppError('unavailable', `Cannot listen on ${host}, port ${port} (${cause.code ?? 'unknown reason'}).`, { hint: 'Check the settings HOST and PORT.', cause });
};

const connections = (server: Server): Promise<number> => new Promise((resolve) => server.getConnections((_problem, count) => resolve(count)));

const within = async (work: Promise<boolean>, ms: number): Promise<boolean> => {
  const timer = new AbortController();
  const inTime = await Promise.race([work, wait(ms, false, { signal: timer.signal })]);
  timer.abort();
  return inTime;
};
