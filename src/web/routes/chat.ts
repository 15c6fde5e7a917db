/** One turn of conversation, as JSON or as events. */
import type { Request } from 'express';
import { z } from 'zod';
import { localUser } from '../../domain/caller.ts';
import { chatRequestSchema, userIdSchema, type RunTurn } from '../../domain/chat-turn.ts';
import { createEventStream } from '../event-stream.ts';
import { inStream } from '../in-stream.ts';
import type { OpenRequests } from '../open-requests.ts';
import { component, header, parameters } from '../openapi/describe.ts';
import { idempotencyKey, parseInput } from '../parse-input.ts';
import { readJson } from '../read-json.ts';
import type { Route } from '../route.ts';
import { sendJson } from '../send.ts';

const bodySchema = chatRequestSchema.safeExtend({ resume: chatRequestSchema.shape.resume.unwrap().strict().optional() }).strict();
const querySchema = z.strictObject({ user_id: userIdSchema.optional().describe('As in the body, which comes first.') });

type Parts = { readonly runTurn: RunTurn; readonly openRequests: OpenRequests; readonly keepAliveMs?: number };

export const chatRoutes = ({ runTurn, openRequests, keepAliveMs }: Parts): Route[] => [
  {
    method: 'post',
    path: '/api/v1/chat',
    docs: {
      tag: 'chat',
      summary: 'Say something, or answer a question',
      description:
        'One turn. Without `thread_id` it begins a conversation. A reply with an `interrupt` asks something: answer with `resume`, or in words with `message`. ' +
        'With `Accept: text/event-stream` the turn arrives as events, each with an id: `thread`, `intent`, `tool_start`, `tool_end`, `token`, `results`, `interrupt`, and last `done` (the whole reply) or `error`; comments keep the line alive. ' +
        'A second message while the first is being answered waits up to 10 s, then is refused with `conflict` and Retry-After. A client that leaves cancels the turn unless it has already written something.',
      parameters: [...parameters(querySchema), header.idempotencyKey],
      body: component('ChatRequest'),
      reply: { description: 'The turn.', content: { 'application/json': component('ChatReply'), 'text/event-stream': component('ChatEvent') } },
      errors: ['invalid_input', 'not_found', 'conflict', 'interrupt_gone', 'payload_too_large', 'unavailable'],
    },
    handle: async (request, response) => {
      const query = parseInput(querySchema, request.query, 'query');
      const key = idempotencyKey(request);
      const { message, resume, thread_id, user_id } = parseInput(bodySchema, await readJson(request), 'body');
      const turn = {
        user_id: user_id ?? query.user_id ?? localUser,
        ...(message !== undefined && { message }),
        ...(resume !== undefined && { resume }),
        ...(thread_id !== undefined && { thread_id }),
      };
      const options = { signal: openRequests.signalFor(response), ...(key !== undefined && { idempotencyKey: key }) };
      if (!wantsEvents(request)) return sendJson(response, 200, await runTurn(turn, options));

      const stream = createEventStream(response, keepAliveMs);
      const answered = runTurn(turn, { ...options, emit: (event) => event.event !== 'done' && event.event !== 'error' && stream.send(event) }).then((reply) => stream.send({ event: 'done', data: reply }));
      await inStream(request, stream, answered, (error) => stream.send({ event: 'error', data: error }));
    },
  },
];

/** Whoever names no preference gets JSON. */
const wantsEvents = (request: Request): boolean => request.accepts(['application/json', 'text/event-stream']) === 'text/event-stream';
