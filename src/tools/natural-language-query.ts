import { z } from 'zod';
import { localUser } from '../domain/caller.ts';
import { chatReplySchema, maxMessageLength, threadIdSchema, userIdSchema, type RunTurn } from '../domain/chat-turn.ts';
import { AppError } from '../errors.ts';
import { defineTool } from './tool.ts';

const input = z.strictObject({
  query: z.string().trim().min(1).max(maxMessageLength).describe('what the person said, in their words'),
  user_context: z.object({ user_id: userIdSchema.optional() }).optional().describe('who is asking: {user_id}'),
  thread_id: threadIdSchema.optional().describe('continue this conversation; leave out to begin a new one'),
});

const output = chatReplySchema.pick({ success: true, response: true, intent: true, entities: true, results: true, thread_id: true, interrupt: true }).extend({ query: z.string() });

export const naturalLanguageQuery = ({ runTurn }: { runTurn: RunTurn }) =>
  defineTool({
    name: 'natural_language_query',
    title: 'Ask the anime agent',
    description:
      'Use this to hand over a whole request in plain words (several steps, follow-ups, list changes) and get a worded answer. When `interrupt` is set, it asks back: call again with the same thread_id and the answer as query.',
    input,
    output,
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: true },
    text: 'object',
    run: async ({ query, user_context, thread_id }, { user_id, signal, idempotency }) => {
      const named = user_context?.user_id;
      if (named !== undefined && user_id !== localUser && user_id !== named) {
        throw new AppError('invalid_input', 'user_id and user_context.user_id name two different profiles.', { hint: 'Give one of them.' });
      }
      const reply = await runTurn(
        { message: query, user_id: named ?? user_id, ...(thread_id !== undefined && { thread_id }) },
        { ...(signal && { signal }), ...(idempotency && { idempotencyKey: idempotency.key }) },
      );
      const { success, response, intent, entities, results, interrupt } = reply;
      return { success, response, query, intent, entities, results, thread_id: reply.thread_id, interrupt };
    },
  });
