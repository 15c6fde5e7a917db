/** Threads, states and histories in LangGraph's shapes, read from the message table. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { threadIdSchema } from '../../domain/chat-turn.ts';
import { AppError } from '../../errors.ts';
import type { ThreadStore } from '../../storage/storage.ts';
import { assistantId, graphId } from '../langgraph/assistant.ts';
import type { NewThreads } from '../langgraph/new-threads.ts';
import type { Runs } from '../langgraph/runs.ts';
import { readTalk, shownThread, stateAt, type Talk } from '../langgraph/talk.ts';
import { json, parameters } from '../openapi/describe.ts';
import { schemaOf } from '../openapi/schema.ts';
import { parseInput, userQuery } from '../parse-input.ts';
import { readJson } from '../read-json.ts';
import type { Route } from '../route.ts';
import { sendJson, sendNothing } from '../send.ts';

const userOnly = z.looseObject(userQuery);
const createSchema = z.looseObject({ thread_id: threadIdSchema.nullish(), if_exists: z.enum(['raise', 'do_nothing']).nullish() });
const updateSchema = z.looseObject({ metadata: z.looseObject({ title: z.string().trim().min(1).max(200).optional() }).nullish() });
/** Each state holds all messages up to it, and each thread found all of its own: whoever asks for more gets a page. */
const mostStates = 50;
const mostThreads = 100;

const searchSchema = z.looseObject({
  metadata: z.record(z.string(), z.unknown()).nullish(),
  ids: z.array(z.string()).max(1000).nullish(),
  status: z.enum(['idle', 'busy', 'interrupted', 'error']).nullish(),
  limit: z.int().min(1).max(1000).nullish(),
  offset: z.int().min(0).nullish(),
});
const checkpointSchema = z.looseObject({ checkpoint_id: z.string().nullish() });
const atSchema = z.looseObject({ checkpoint: checkpointSchema });
const historySchema = z.looseObject({ limit: z.coerce.number().int().min(1).max(1000).nullish(), before: z.union([z.string(), checkpointSchema, z.looseObject({ configurable: checkpointSchema })]).nullish() });

type Parts = {
  readonly threads: ThreadStore;
  readonly newThreads: NewThreads;
  readonly runs: Runs;
  /** Also of a thread that was only created; null when absent. */
  readonly findTalk: (user_id: string, thread_id: string) => Promise<Talk | null>;
  readonly now: () => Date;
};

export const langGraphThreadRoutes = ({ threads, newThreads, runs, findTalk, now }: Parts): Route[] => {
  const userOf = (query: unknown): string => parseInput(userOnly, query, 'query').user_id;
  const owned = async (user_id: string, params: Readonly<Record<string, unknown>>): Promise<Talk> => (await findTalk(user_id, String(params['thread_id']))) ?? absent();
  const shown = (user_id: string, talk: Talk) => shownThread(talk, runs.ofThread(user_id, talk.thread.thread_id).length > 0);
  const stored = async (user_id: string, thread_ids: readonly string[]) =>
    (await Promise.all(thread_ids.map((thread_id) => readTalk(threads, user_id, thread_id)))).flatMap((talk) => (talk === null ? [] : [shown(user_id, talk)]));

  /** Last used first; a status is only known when a conversation has been read, so that one is looked for page by page. */
  const search = async (user_id: string, { ids, status, limit, offset }: z.output<typeof searchSchema>) => {
    const [from, most] = [offset ?? 0, Math.min(limit ?? 10, mostThreads)];
    if (ids !== undefined && ids !== null) return (await stored(user_id, ids)).filter((thread) => (status ?? thread.status) === thread.status).slice(from, from + most);
    const page = async (at: number, size: number): Promise<string[]> => (await threads.list(user_id, { limit: size, offset: at })).map(({ thread_id }) => thread_id);
    if (status === undefined || status === null) return stored(user_id, await page(from, most));
    const found: Awaited<ReturnType<typeof stored>> = [];
    for (let at = 0; found.length < from + most; at += pageSize) {
      const ofPage = await page(at, pageSize);
      found.push(...(await stored(user_id, ofPage)).filter((thread) => thread.status === status));
      if (ofPage.length < pageSize) break;
    }
    return found.slice(from, from + most);
  };

  const history = (talk: Talk, { limit, before }: z.output<typeof historySchema>) => {
    const [end, most] = [before === undefined || before === null ? talk.turns.length : placeOf(talk, idOf(before)), Math.min(limit ?? 10, mostStates)];
    return Array.from({ length: Math.min(most, end) }, (_, step) => stateAt(talk, end - 1 - step));
  };

  const path = '/threads/{thread_id}';
  const docs = { tag: 'langgraph' as const, parameters: parameters(userOnly), errors: ['invalid_input' as const, 'not_found' as const] };
  const reply = (description: string, type = 'object') => ({ description, content: json({ type }) });

  return [
    {
      method: 'post',
      path: '/threads',
      docs: { ...docs, summary: 'Create a thread', description: 'It is stored with its first message.', body: schemaOf(createSchema), reply: reply('The thread.'), errors: ['invalid_input', 'conflict'] },
      handle: async (request, response) => {
        const user_id = userOf(request.query);
        const { thread_id: given, if_exists } = parseInput(createSchema, (await readJson(request)) ?? {}, 'body');
        const thread_id = given ?? randomUUID();
        const known = await findTalk(user_id, thread_id);
        if (known !== null && if_exists !== 'do_nothing') throw new AppError('conflict', 'This thread is already there.', { hint: 'Send if_exists: "do_nothing", or another thread_id.' });
        const at = now().toISOString();
        const thread = { thread_id, title: '', created_at: at, updated_at: at, message_count: 0 };
        if (known === null) newThreads.add(user_id, thread);
        sendJson(response, 200, shown(user_id, known ?? { thread, turns: [], interrupt: null }));
      },
    },
    {
      method: 'post',
      path: '/threads/search',
      docs: { ...docs, summary: 'Threads, last used first', description: 'Conversations of every door. `metadata` may name our graph or assistant.', body: schemaOf(searchSchema), reply: reply('A page.', 'array'), errors: ['invalid_input'] },
      handle: async (request, response) => {
        const user_id = userOf(request.query);
        const wanted = parseInput(searchSchema, (await readJson(request)) ?? {}, 'body');
        const ours: Readonly<Record<string, unknown>> = { graph_id: graphId, assistant_id: assistantId };
        const isOurs = Object.entries(wanted.metadata ?? {}).every(([key, value]) => ours[key] === value);
        sendJson(response, 200, isOurs ? await search(user_id, wanted) : []);
      },
    },
    {
      method: 'get',
      path,
      docs: { ...docs, summary: 'One thread, with its values', reply: reply('The thread.') },
      handle: async (request, response) => {
        const user_id = userOf(request.query);
        sendJson(response, 200, shown(user_id, await owned(user_id, request.params)));
      },
    },
    {
      method: 'patch',
      path,
      docs: { ...docs, summary: 'Rename a thread', description: '`metadata.title`; nothing else is kept.', body: schemaOf(updateSchema), reply: reply('The thread.') },
      handle: async (request, response) => {
        const user_id = userOf(request.query);
        const { metadata: named } = parseInput(updateSchema, await readJson(request), 'body');
        const { thread } = await owned(user_id, request.params);
        if (named?.title !== undefined) await threads.rename(user_id, thread.thread_id, named.title);
        sendJson(response, 200, shown(user_id, await owned(user_id, request.params)));
      },
    },
    {
      method: 'delete',
      path,
      docs: { ...docs, summary: 'Delete a thread', reply: { status: 204, description: 'Deleted.', content: null } },
      handle: async (request, response) => {
        const user_id = userOf(request.query);
        const thread_id = String(request.params['thread_id']);
        const wasNew = newThreads.delete(user_id, thread_id);
        if (!(await threads.delete(user_id, thread_id)) && !wasNew) absent();
        sendNothing(response);
      },
    },
    {
      method: 'get',
      path: `${path}/state`,
      docs: { ...docs, summary: 'The newest state', reply: reply('The state.') },
      handle: async (request, response) => {
        const talk = await owned(userOf(request.query), request.params);
        sendJson(response, 200, stateAt(talk, talk.turns.length - 1));
      },
    },
    {
      method: 'post',
      path: `${path}/state/checkpoint`,
      docs: { ...docs, summary: 'The state after a turn', body: schemaOf(atSchema), reply: reply('The state.') },
      handle: async (request, response) => {
        const user_id = userOf(request.query);
        const { checkpoint } = parseInput(atSchema, await readJson(request), 'body');
        const talk = await owned(user_id, request.params);
        sendJson(response, 200, stateAt(talk, placeOf(talk, checkpoint.checkpoint_id ?? talk.turns.at(-1)?.run_id)));
      },
    },
    {
      method: 'get',
      path: `${path}/state/{checkpoint_id}`,
      docs: { ...docs, summary: 'The state after a turn', reply: reply('The state.') },
      handle: async (request, response) => {
        const talk = await owned(userOf(request.query), request.params);
        sendJson(response, 200, stateAt(talk, placeOf(talk, String(request.params['checkpoint_id']))));
      },
    },
    {
      method: 'get',
      path: `${path}/history`,
      docs: { ...docs, summary: 'States, newest first, one a turn', parameters: parameters(userOnly.extend({ limit: z.int().min(1).max(1000).default(10), before: z.string().optional() })), reply: reply('A page.', 'array') },
      handle: async (request, response) => {
        const talk = await owned(userOf(request.query), request.params);
        sendJson(response, 200, history(talk, parseInput(historySchema, request.query, 'query')));
      },
    },
    {
      method: 'post',
      path: `${path}/history`,
      docs: { ...docs, summary: 'States, newest first, one a turn', body: schemaOf(historySchema), reply: reply('A page.', 'array') },
      handle: async (request, response) => {
        const user_id = userOf(request.query);
        const wanted = parseInput(historySchema, (await readJson(request)) ?? {}, 'body');
        sendJson(response, 200, history(await owned(user_id, request.params), wanted));
      },
    },
  ];
};

const pageSize = 100;

type Before = NonNullable<z.output<typeof historySchema>['before']>;
const idOf = (before: Before): string | undefined => {
  if (typeof before === 'string') return before;
  const { checkpoint_id, configurable } = before as { checkpoint_id?: string; configurable?: { checkpoint_id?: string } }; // either of the two forms
  return checkpoint_id ?? configurable?.checkpoint_id;
};

/** @throws AppError not_found */
const placeOf = ({ turns }: Talk, checkpoint_id: string | undefined): number => {
  const at = turns.findIndex(({ run_id }) => run_id === checkpoint_id);
  if (at === -1) throw new AppError('not_found', 'This thread has no such checkpoint.', { hint: 'Its history lists them.' });
  return at;
};

const absent = (): never => {
  throw new AppError('not_found', 'There is no such thread.', { hint: 'POST /threads/search lists them.' });
};
