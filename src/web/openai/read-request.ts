/** The body of `/v1/chat/completions`: which words are new, and what was said before them. What steers how a model words things (temperature, seed ...) is read by nobody: there is nothing to steer. */
import { z } from 'zod';
import { threadIdSchema, userIdSchema, type Said } from '../../domain/chat-turn.ts';
import { AppError } from '../../errors.ts';
import { parseInput } from '../parse-input.ts';
import { contentSchema, textOf } from '../text-content.ts';

export const completionRequestSchema = z.looseObject({
  model: z.string().optional(),
  messages: z.array(z.looseObject({ role: z.enum(['system', 'developer', 'user', 'assistant', 'tool', 'function']), content: contentSchema.nullish() })).min(1).describe('Text only. Instructions of system messages are not followed: this is an agent, not a bare model.'),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
  n: z.number().nullish().describe('Only 1.'),
  response_format: z.looseObject({ type: z.string() }).nullish().describe('Only text.'),
  max_tokens: z.int().min(1).nullish().describe('The answer ends there, with finish_reason `length`; counted as `usage` is.'),
  max_completion_tokens: z.int().min(1).nullish().describe('The same.'),
  stop: z.union([z.string().min(1), z.array(z.string().min(1)).max(4)]).nullish().describe('The answer ends before the first of these.'),
  tools: z.array(z.unknown()).nullish().describe('Never called: the agent has its own.'),
  tool_choice: z.union([z.string(), z.looseObject({ type: z.string() })]).nullish().describe('Only auto or none.'),
  user: z.string().min(1).max(512).nullish().describe('Keeps one conversation of ours for whoever is named here, when the sent history is of none.'),
  metadata: z.looseObject({ thread_id: threadIdSchema.optional(), user_id: userIdSchema.optional() }).nullish().describe('`thread_id`: the conversation of ours that goes on; `user_id`: a profile of this machine.'),
});

export type CompletionRequest = {
  readonly model: string | undefined;
  readonly message: string;
  /** What was said before, oldest first. */
  readonly history: readonly Said[];
  readonly stream: boolean;
  readonly includeUsage: boolean;
  readonly thread_id: string | undefined;
  readonly user_id: string | undefined;
  readonly user: string | undefined;
  readonly stop: readonly string[];
  readonly maxTokens: number | undefined;
};

/** @throws AppError invalid_input */
export const readCompletionRequest = (body: unknown): CompletionRequest => {
  const { model, messages, stream, stream_options, n, response_format, max_tokens, max_completion_tokens, stop, tool_choice, user, metadata } = parseInput(completionRequestSchema, body, 'body');
  if (n !== undefined && n !== null && n !== 1) throw new AppError('invalid_input', 'One answer is given, not several.', { hint: 'Leave out n.' });
  if ((response_format?.type ?? 'text') !== 'text') throw new AppError('invalid_input', 'Answers are text.', { hint: 'Leave out response_format; POST /api/v1/chat answers in JSON.' });
  if (!['auto', 'none'].includes(typeof tool_choice === 'object' && tool_choice !== null ? tool_choice.type : (tool_choice ?? 'auto'))) {
    throw new AppError('invalid_input', 'The agent calls its own tools, not those of the request.', { hint: 'Leave out tool_choice, or send "auto".' });
  }
  const said = messages.flatMap(({ role, content: given }): Said[] => (role === 'user' || role === 'assistant' ? [{ role, content: textOf(given ?? '') }] : []));
  const last = said.pop();
  if (last?.role !== 'user') throw new AppError('invalid_input', 'The last message must be the user’s.', { hint: 'Send the history with the new message at its end.' });
  return {
    model,
    message: last.content,
    history: said.filter(({ content: text }) => text !== ''),
    stream: stream === true,
    includeUsage: stream_options?.include_usage === true,
    thread_id: metadata?.thread_id,
    user_id: metadata?.user_id,
    user: user ?? undefined,
    stop: [stop ?? []].flat(),
    maxTokens: max_completion_tokens ?? max_tokens ?? undefined,
  };
};
