/** The agent as a model of OpenAI's API, for chat programs that know only that. A turn is the same as everywhere; what is particular is how a history finds its conversation. */
import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { localUser } from '../../domain/caller.ts';
import { threadIdSchema, userIdSchema, type EmitChatEvent, type RunTurn } from '../../domain/chat-turn.ts';
import { AppError } from '../../errors.ts';
import type { ThreadStore } from '../../storage/storage.ts';
import { createEventStream } from '../event-stream.ts';
import { inStream } from '../in-stream.ts';
import { createCut } from '../openai/cut.ts';
import { chunk, completion, modelId, usageChunk, usageOf, type Head } from '../openai/completion.ts';
import { findConversation, type Conversation } from '../openai/find-conversation.ts';
import { completionRequestSchema, readCompletionRequest, type CompletionRequest } from '../openai/read-request.ts';
import { titleOfTranscript } from '../openai/transcript.ts';
import { wordOpenAiError } from '../openai/word-error.ts';
import type { OpenRequests } from '../open-requests.ts';
import { header, json, parameters } from '../openapi/describe.ts';
import { schemaOf } from '../openapi/schema.ts';
import { idempotencyKey, parseInput } from '../parse-input.ts';
import { readJson } from '../read-json.ts';
import type { Route } from '../route.ts';
import { sendJson } from '../send.ts';

const querySchema = z.strictObject({ user_id: userIdSchema.optional().describe('As in `metadata`, which comes first.') });

type Parts = { readonly runTurn: RunTurn; readonly threads: ThreadStore; readonly openRequests: OpenRequests; readonly keepAliveMs?: number };
type TurnOptions = NonNullable<Parameters<RunTurn>[1]>;
type Answer = Omit<Head, 'created'> & { readonly text: string };
/** Who hears the answer while it is made. */
type Listener = { begin(head: Omit<Head, 'created'>): void; speak(text: string): void };

export const openAiRoutes = ({ runTurn, threads, openRequests, keepAliveMs }: Parts): Route[] => {
  const model = { id: modelId, object: 'model', created: seconds(), owned_by: modelId };

  const answer = async (asked: CompletionRequest, user_id: string, options: TurnOptions, { begin, speak }: Listener): Promise<Answer> => {
    const { message, history, thread_id: named } = asked;
    const atOnce = (given: Answer): Answer => (begin(given), speak(given.text), given);
    const title = named === undefined && history.length === 0 ? titleOfTranscript(message) : null;
    if (title !== null) return atOnce({ id: randomUUID(), thread_id: null, text: title });
    const found = named === undefined ? await findConversation(threads, user_id, history, message) : null;
    if (found?.answer !== undefined) return atOnce({ id: found.answer.turn_id, thread_id: found.thread_id, text: found.answer.content });
    const thread = named ?? found?.thread_id ?? (asked.user === undefined ? undefined : threadOf(asked.user));
    const key = options.idempotencyKey ?? (found === null ? undefined : keyOf(found, message));
    const emit: EmitChatEvent = (event) => {
      if (event.event === 'thread') begin({ id: event.data.turn_id, thread_id: event.data.thread_id });
      if (event.event === 'token') speak(event.data.text);
    };
    const { thread_id, turn_id, response } = await runTurn({ message, user_id, ...(found === null && { past: history }), ...(thread !== undefined && { thread_id: thread }) }, { ...options, emit, ...(key !== undefined && { idempotencyKey: key }) });
    return { id: turn_id, thread_id, text: response };
  };

  return [
    {
      method: 'get',
      path: '/v1/models',
      wordError: wordOpenAiError,
      docs: { tag: 'openai', summary: 'The one model', reply: { description: 'A list as OpenAI gives it.', content: json({ type: 'object' }) } },
      handle: (_request, response) => sendJson(response, 200, { object: 'list', data: [model] }),
    },
    {
      method: 'get',
      path: '/v1/models/{model}',
      wordError: wordOpenAiError,
      docs: { tag: 'openai', summary: 'The model', reply: { description: 'The model.', content: json({ type: 'object' }) }, errors: ['not_found'] },
      handle: (request, response) => {
        checkModel(String(request.params['model']));
        sendJson(response, 200, model);
      },
    },
    {
      method: 'post',
      path: '/v1/chat/completions',
      wordError: wordOpenAiError,
      docs: {
        tag: 'openai',
        summary: 'Say something, as OpenAI’s clients do',
        description:
          'A turn of a conversation that every other door knows too; its id is in `metadata.thread_id` of the answer. The conversation is, in this order: the one named by `metadata.thread_id`; the one that the sent history is the end of; the one of `user`; a new one, which keeps the sent history as its past. ' +
          'The same history with the same message again gets the same answer, and nothing is written twice; a first message has no history to be known by, so send an `Idempotency-Key` where it may be repeated. A question of the agent comes as text and is answered by the next message. `usage` is an estimate. `stop`, `max_tokens` and `max_completion_tokens` are kept to; `temperature` and what else steers a model changes nothing; several answers, other formats than text and forced tools are refused. With `stream` the words come as chunks.',
        parameters: [...parameters(querySchema), header.idempotencyKey],
        body: schemaOf(completionRequestSchema),
        reply: { description: 'The answer.', content: { 'application/json': { type: 'object' }, 'text/event-stream': { type: 'string' } } },
        errors: ['invalid_input', 'not_found', 'conflict', 'payload_too_large', 'unavailable'],
      },
      handle: async (request, response) => {
        const query = parseInput(querySchema, request.query, 'query');
        const given = idempotencyKey(request);
        const asked = readCompletionRequest(await readJson(request));
        if (asked.model !== undefined) checkModel(asked.model);
        const user_id = asked.user_id ?? query.user_id ?? localUser;
        const options = { signal: openRequests.signalFor(response), ...(given !== undefined && { idempotencyKey: `openai:${given}` }) };
        const created = seconds();
        const usage = (text: string) => usageOf([...asked.history, { content: asked.message }], text);
        const cut = createCut(asked);
        if (!asked.stream) {
          const { id, thread_id, text: whole } = await answer(asked, user_id, options, { begin: () => undefined, speak: () => undefined });
          const shown = cut.take(whole);
          const { rest, finish } = cut.end();
          return sendJson(response, 200, completion({ id, created, thread_id }, shown + rest, finish, usage(shown + rest)));
        }

        const stream = createEventStream(response, keepAliveMs);
        let head: Head = { id: '', created, thread_id: null };
        const send = (value: unknown): void => stream.sendData(JSON.stringify(value));
        const begin: Listener['begin'] = ({ id, thread_id }) => {
          head = { id, created, thread_id };
          send(chunk(head, { role: 'assistant', content: '' }));
        };
        let said = '';
        const speak = (content: string): void => {
          if (content === '') return;
          said += content;
          send(chunk(head, { content }));
        };
        const answered = answer(asked, user_id, options, { begin, speak: (text) => speak(cut.take(text)) }).then(() => {
          const { rest, finish } = cut.end();
          speak(rest);
          send(chunk(head, {}, finish));
          if (asked.includeUsage) send(usageChunk(head, usage(said)));
          stream.sendData('[DONE]');
        });
        await inStream(request, stream, answered, send);
      },
    },
  ];
};

const seconds = (): number => Math.floor(Date.now() / 1000);

const checkModel = (name: string): void => {
  if (name !== modelId) throw new AppError('not_found', `There is no model ${JSON.stringify(name.slice(0, 80))}.`, { hint: `The model is ${modelId}.` });
};

/** Names of users may be anything, ids of conversations may not. */
const threadOf = (user: string): string => {
  const plain = threadIdSchema.safeParse(`user:${user}`);
  return plain.success ? plain.data : `user:${digest(user)}`;
};

/** The same words after the same message are said once: a request that is sent again while the first is being answered waits for its answer. */
const keyOf = ({ thread_id, head }: Conversation, message: string): string => `openai:${digest(JSON.stringify([thread_id, head, message]))}`;

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url');
