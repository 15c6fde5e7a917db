/** The HTTP surface: every route of the rooms behind the checks that come before any of them. */
import express, { type Express, type RequestHandler } from 'express';
import type { CatalogueSync } from '../catalogue/sync-process.ts';
import type { RunTurn } from '../domain/chat-turn.ts';
import { AppError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Mcp } from '../mcp/server.ts';
import type { Health } from '../ops/health.ts';
import type { Metrics } from '../ops/metrics.ts';
import type { ThreadStore } from '../storage/storage.ts';
import { errorReply, notFound } from './middleware/error-reply.ts';
import { localOnly } from './middleware/local-only.ts';
import { trackRequest } from './middleware/track-request.ts';
import { createOpenRequests, type OpenRequests } from './open-requests.ts';
import { contextOf } from './request-context.ts';
import { expressPath, type Route } from './route.ts';
import { animeRoutes } from './routes/anime.ts';
import { catalogueRoutes } from './routes/catalogue.ts';
import { chatRoutes } from './routes/chat.ts';
import { listFileRoutes } from './routes/list-files.ts';
import { listRoutes } from './routes/list.ts';
import { langGraphRoutes } from './routes/langgraph.ts';
import { openAiRoutes } from './routes/openai.ts';
import { openApiRoutes } from './routes/openapi.ts';
import { operationRoutes } from './routes/operations.ts';
import { pageRoutes } from './routes/pages.ts';
import { threadRoutes } from './routes/threads.ts';
import { preferenceRoutes } from './routes/preferences.ts';
import { toolRoutes } from './routes/tools.ts';
import { sendError } from './send.ts';

export type AppParts = {
  readonly runTurn: RunTurn;
  readonly threads: ThreadStore;
  readonly mcp: Mcp;
  readonly health: Health;
  readonly metrics: Metrics;
  readonly catalogueSync: CatalogueSync;
  /** Exact origins of other local UIs. */
  readonly allowedOrigins: readonly string[];
  /** The port in use; a function because port 0 is known only after listening. */
  readonly port: () => number;
  readonly log: Log;
  readonly version: string;
  /** Folder of the pages. */
  readonly pageDir: string;
  /** Shared with whoever stops the server, so that it can end what is still being worked on. */
  readonly openRequests?: OpenRequests;
  readonly keepAliveMs?: number;
};

/** Needs nothing but the parts: whoever calls it listens. */
export const createWebApp = ({ allowedOrigins, port, log, ...parts }: AppParts): Express => {
  const shared = { openRequests: createOpenRequests(), ...parts };
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  app.use(trackRequest({ log, metrics: parts.metrics }), localOnly({ allowedOrigins, port }));

  // What is cheap and asked often comes first: the router tries one after the other.
  const routes = [...operationRoutes(shared), ...listRoutes(shared), ...listFileRoutes(shared), ...preferenceRoutes(shared), ...threadRoutes(shared), ...animeRoutes(shared), ...catalogueRoutes(shared), ...chatRoutes(shared), ...openAiRoutes(shared), ...langGraphRoutes({ ...shared, log }), ...toolRoutes(shared), ...pageRoutes(shared)];
  mount(app, [...routes, ...openApiRoutes({ ...shared, routes })]);
  app.use(notFound, errorReply);
  return app;
};

const mount = (app: Express, routes: readonly Route[]): void => {
  for (const path of new Set(routes.map((route) => route.path))) {
    const atPath = routes.filter((route) => route.path === path);
    const place = app.route(expressPath(path));
    for (const { method, handle, ownsMethods, wordError } of atPath) {
      place[ownsMethods === true ? 'all' : method]((request, response) => {
        const context = contextOf(request);
        context.route = path;
        if (wordError !== undefined) context.wordError = wordError;
        return handle(request, response);
      });
    }
    place.all(otherMethods(path, atPath.map(({ method }) => method.toUpperCase())));
  }
};

/** OPTIONS says what there is; anything else is refused. */
const otherMethods = (path: string, methods: readonly string[]): RequestHandler => {
  const allow = [...methods.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : [method])), 'OPTIONS'].join(', ');
  return (request, response) => {
    const context = contextOf(request);
    context.route = path;
    response.setHeader('Allow', allow);
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    context.error = new AppError('invalid_input', `This address does not take ${request.method}.`, { hint: `It takes ${allow}.` });
    sendError(response, context.error, context, 405);
  };
};
