/** What is known of a request while it is served; kept beside the request, because Express's own `locals` has no types. */
import type { IncomingMessage } from 'node:http';
import type { AppError } from '../errors.ts';
import type { WordError } from './send.ts';

export type RequestContext = {
  readonly request_id: string;
  readonly started: number;
  /** Pattern of the matched route; `unmatched` until then. */
  route: string;
  /** How this door words errors, when it is not our own way. */
  wordError?: WordError;
  /** What the caller was told, when it was an error. */
  error?: AppError;
};

const contexts = new WeakMap<IncomingMessage, RequestContext>();

export const setContext = (request: IncomingMessage, context: RequestContext): void => void contexts.set(request, context);

export const contextOf = (request: IncomingMessage): RequestContext => {
  const context = contexts.get(request);
  if (context === undefined) throw new Error('The request-context middleware has not run.');
  return context;
};
