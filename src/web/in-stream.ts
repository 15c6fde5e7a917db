/** Work whose answer is a stream: what is refused before the stream opens is a plain HTTP error, what fails after that is its last event. */
import type { Request } from 'express';
import { toAppError } from '../errors.ts';
import type { EventStream } from './event-stream.ts';
import { contextOf } from './request-context.ts';
import { errorBody, type ErrorBody } from './send.ts';

export const inStream = async (request: Request, stream: EventStream, work: Promise<void>, tell: (error: ErrorBody) => void): Promise<void> => {
  await work.catch((thrown: unknown) => {
    if (!stream.isOpen()) throw thrown;
    const context = contextOf(request);
    context.error = toAppError(thrown);
    tell((context.wordError ?? errorBody)(context.error, context.request_id));
  });
  stream.end();
};
