/** First in line: gives the request its id and, when the answer is out, writes its one log line and counts it. */
import { randomUUID } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import { errorLevel } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { Metrics } from '../../ops/metrics.ts';
import { setContext, type RequestContext } from '../request-context.ts';

const idPattern = /^[\w.:@-]{1,100}$/;
/** Asked every few seconds by machines: their lines are for debugging only. */
const probes = new Set(['/health', '/ready', '/metrics']);
const clientGone = 499;

export const trackRequest = ({ log, metrics }: { log: Log; metrics: Pick<Metrics, 'requestFinished'> }): RequestHandler =>
  (request, response, next) => {
    const given = request.headers['x-request-id'];
    const context: RequestContext = {
      request_id: typeof given === 'string' && idPattern.test(given) ? given : randomUUID(),
      started: performance.now(),
      route: 'unmatched',
    };
    setContext(request, context);
    response.setHeader('X-Request-Id', context.request_id);
    response.on('close', () => {
      const { request_id, route, error } = context;
      const status = statusOf(response);
      metrics.requestFinished({ method: request.method, route, status });
      const level = error === undefined ? (probes.has(route) ? 'debug' : 'info') : errorLevel(error.code);
      if (!log.isLevelEnabled(level)) return;
      const ms = Math.round((performance.now() - context.started) * 10) / 10;
      const line = { request_id, method: request.method, route, status, ms };
      if (error === undefined) log[level](line, 'request');
      else log[level](level === 'error' ? { ...line, code: error.code, err: error.cause ?? error } : { ...line, code: error.code }, 'request');
    });
    next();
  };

/** An answer that was never begun because its client left. */
const statusOf = (response: Response): number => (response.headersSent ? response.statusCode : clientGone);
