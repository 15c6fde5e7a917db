/** Last in line: whatever was thrown becomes the one error shape. The table of codes is in `errors.ts`. */
import type { ErrorRequestHandler, RequestHandler } from 'express';
import { AppError, toAppError } from '../../errors.ts';
import { contextOf } from '../request-context.ts';
import { sendError } from '../send.ts';

// Express tells an error handler by its four parameters.
export const errorReply: ErrorRequestHandler = (thrown: unknown, request, response, _next) => {
  const context = contextOf(request);
  const error = fromExpress(thrown);
  context.error = error;
  // Half an answer cannot become another one: the broken connection tells the client.
  if (response.headersSent) response.destroy();
  else if (!response.destroyed) sendError(response, error, context);
};

export const notFound: RequestHandler = () => {
  throw new AppError('not_found', 'There is nothing at this address.', { hint: 'The routes are listed at /docs and /openapi.json.' });
};

/** Express and its parts throw errors with an HTTP status: a path that cannot be decoded, a file that is not there. */
const fromExpress = (thrown: unknown): AppError => {
  const status = thrown instanceof Error && 'status' in thrown && typeof thrown.status === 'number' ? thrown.status : undefined;
  if (thrown instanceof AppError || status === undefined || status >= 500) return toAppError(thrown);
  if (status === 404) return new AppError('not_found', 'There is nothing at this address.', { cause: thrown });
  return new AppError('invalid_input', 'The request cannot be understood.', { hint: 'Check the address: percent signs must be followed by two digits.', cause: thrown });
};
