/** The port is taken first and the parts are loaded then: meanwhile the process is alive, but not ready. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from '../errors.ts';
import { sendError, sendJson } from './send.ts';

export const answerWhileStarting = (request: IncomingMessage, response: ServerResponse): void => {
  if (request.url === '/health') return sendJson(response, 200, { status: 'ok' });
  response.setHeader('Retry-After', 1);
  if (request.url === '/ready') return sendJson(response, 503, { status: 'starting' });
  const request_id = randomUUID();
  response.setHeader('X-Request-Id', request_id);
  sendError(response, new AppError('unavailable', 'The agent is still starting.', { hint: 'Try again in a second.', retryAfter: 1 }), { request_id });
};
