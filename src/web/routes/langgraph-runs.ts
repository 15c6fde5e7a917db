/** Runs in LangGraph's shapes: a run is a turn. It can be waited for, streamed, joined by others and cancelled. */
import { createHash, randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { z } from 'zod';
import { AppError } from '../../errors.ts';
import { createEventStream } from '../event-stream.ts';
import { inStream } from '../in-stream.ts';
import { assistantId, checkAssistant } from '../langgraph/assistant.ts';
import { runRequestSchema, whatIsSaid, type RunRequest } from '../langgraph/read-run.ts';
import type { Run, Runs } from '../langgraph/runs.ts';
import { valuesAt, type Talk } from '../langgraph/talk.ts';
import type { OpenRequests } from '../open-requests.ts';
import { header, json, parameters } from '../openapi/describe.ts';
import { schemaOf } from '../openapi/schema.ts';
import { idempotencyKey, parseInput, userQuery } from '../parse-input.ts';
import { readJson } from '../read-json.ts';
import type { Route } from '../route.ts';
import type { ErrorBody } from '../send.ts';
import { sendJson, sendNothing } from '../send.ts';

const userOnly = z.looseObject(userQuery);
const flag = z.enum(['0', '1', 'true', 'false']).default('0').transform((value) => value === '1' || value === 'true');
const listQuery = userOnly.extend({ limit: z.coerce.number().int().min(1).max(1000).default(10), offset: z.coerce.number().int().min(0).default(0) });
const joinQuery = userOnly.extend({ cancel_on_disconnect: flag });
const cancelQuery = userOnly.extend({ wait: flag });

type Parts = { readonly runs: Runs; readonly findTalk: (user_id: string, thread_id: string) => Promise<Talk | null>; readonly openRequests: OpenRequests; readonly keepAliveMs?: number };

export const langGraphRunRoutes = ({ runs, findTalk, openRequests, keepAliveMs }: Parts): Route[] => {
  const makeRoom = async (user_id: string, thread_id: string, strategy: RunRequest['multitask_strategy']): Promise<void> => {
    if (strategy !== 'interrupt' && strategy !== 'rollback') return;
    const others = runs.ofThread(user_id, thread_id);
    for (const run of others) run.cancel();
    await Promise.allSettled(others.map(({ ended }) => ended));
  };
  /** @throws AppError conflict when the client wants no second run beside one that is going on */
  const checkRoom = (user_id: string, thread_id: string, strategy: RunRequest['multitask_strategy']): void => {
    if (strategy === 'reject' && runs.ofThread(user_id, thread_id).length > 0) throw new AppError('conflict', 'This thread is still answering another message.', { hint: 'Wait for that run, or send multitask_strategy: "enqueue".', retryAfter: 1 });
  };

  const begin = async (request: Request, response: Response): Promise<{ run: Run; body: RunRequest }> => {
    const query = parseInput(userOnly, request.query, 'query');
    const key = idempotencyKey(request);
    const body = parseInput(runRequestSchema, await readJson(request), 'body');
    checkAssistant(body.assistant_id);
    const user_id = body.config?.configurable?.user_id ?? query.user_id;
    const given = request.params['thread_id'];
    // A request that is sent again is the same run, in the same thread.
    const run_id = key === undefined ? randomUUID() : idFrom([user_id, given ?? null, key]);
    const thread_id = typeof given === 'string' ? given : `t_${run_id}`;
    await makeRoom(user_id, thread_id, body.multitask_strategy);
    const talk = await findTalk(user_id, thread_id);
    const said = whatIsSaid(body, talk?.interrupt ?? null);
    const modes = new Set([body.stream_mode ?? 'values'].flat());
    // What has no thread leaves none, as with LangGraph's server.
    const keep = given !== undefined || body.on_completion === 'keep';
    checkRoom(user_id, thread_id, body.multitask_strategy); // nothing is waited for between this and the start, so of two at once one is refused
    const run = runs.start({ run_id, thread_id, user_id, modes, talk, said, keep, ...(key !== undefined && { idempotencyKey: `langgraph:${key}` }) });
    response.setHeader('Content-Location', placeOf(run));
    return { run, body };
  };

  /** Whoever leaves takes the run along. */
  const tie = (response: Response, run: Run): void => openRequests.signalFor(response).addEventListener('abort', run.cancel, { once: true });

  const sendRun = async (request: Request, response: Response, run: Run, after = 0): Promise<void> => {
    const stream = createEventStream(response, keepAliveMs, after);
    await inStream(request, stream, run.follow(after, stream.send), ({ error }: ErrorBody) => stream.send({ event: 'error', data: { error: error.code, message: [error.message, error.hint].filter(Boolean).join(' ') } }));
  };

  /** A run that is going on, or the state that one has left. */
  const find = async (params: Request['params'], user_id: string): Promise<{ run: Run } | { run: null; talk: Talk; at: number }> => {
    const [thread_id, run_id] = [String(params['thread_id']), String(params['run_id'])];
    const run = runs.get(user_id, thread_id, run_id);
    if (run !== undefined) return { run };
    const talk = await findTalk(user_id, thread_id);
    const at = talk?.turns.findIndex((turn) => turn.run_id === run_id) ?? -1;
    if (talk === null || at === -1) throw new AppError('not_found', 'There is no such run.', { hint: 'It failed or was cancelled, or its thread is gone.' });
    return { run: null, talk, at };
  };

  const wait = async (request: Request, response: Response): Promise<void> => {
    const { run, body } = await begin(request, response);
    if (body.on_disconnect !== 'continue') tie(response, run);
    sendJson(response, 200, await run.ended);
  };
  const stream = async (request: Request, response: Response): Promise<void> => {
    const { run, body } = await begin(request, response);
    if (body.on_disconnect !== 'continue') tie(response, run);
    else response.setHeader('Location', `${placeOf(run)}/stream`); // where a client that lost the line comes back
    await sendRun(request, response, run);
  };

  const path = '/threads/{thread_id}/runs';
  const one = `${path}/{run_id}`;
  const docs = { tag: 'langgraph' as const, parameters: [...parameters(userOnly), header.idempotencyKey], body: schemaOf(runRequestSchema), errors: ['invalid_input' as const, 'not_found' as const, 'conflict' as const, 'interrupt_gone' as const] };
  const values = { description: 'The values of the thread; `__interrupt__` when a question is open.', content: json({ type: 'object' }) };
  const events = { description: '`metadata`, then events of the modes asked for, or `error`.', content: { 'text/event-stream': { type: 'string' } } };
  const ofRun = { tag: 'langgraph' as const, errors: ['not_found' as const] };

  return [
    { method: 'post', path: '/runs/wait', docs: { ...docs, summary: 'Say something outside of any thread', description: 'Its conversation is gone when it ends, unless `on_completion` is `keep`.', reply: values }, handle: wait },
    { method: 'post', path: '/runs/stream', docs: { ...docs, summary: 'The same as events', reply: events }, handle: stream },
    { method: 'post', path: `${path}/wait`, docs: { ...docs, summary: 'Say something in a thread, or answer its question', reply: values }, handle: wait },
    { method: 'post', path: `${path}/stream`, docs: { ...docs, summary: 'The same as events', description: 'A client that leaves cancels the run, unless it says `on_disconnect: "continue"`; then the run can be joined again, with `Last-Event-ID` from where it was left.', reply: events }, handle: stream },
    {
      method: 'post',
      path,
      docs: { ...docs, summary: 'The same without waiting', reply: { description: 'The run.', content: json({ type: 'object' }) } },
      handle: async (request, response) => {
        const { run } = await begin(request, response);
        sendJson(response, 200, shownRun(run.thread_id, run.run_id, run.created_at, 'pending'));
      },
    },
    {
      method: 'get',
      path,
      docs: { ...ofRun, summary: 'Runs of a thread, newest first', parameters: parameters(listQuery), reply: { description: 'A page.', content: json({ type: 'array' }) } },
      handle: async (request, response) => {
        const { user_id, limit, offset } = parseInput(listQuery, request.query, 'query');
        const thread_id = String(request.params['thread_id']);
        const running = runs.ofThread(user_id, thread_id).map((run) => shownRun(thread_id, run.run_id, run.created_at, 'running'));
        const talk = await findTalk(user_id, thread_id);
        if (talk === null && running.length === 0) throw new AppError('not_found', 'There is no such thread.', { hint: 'POST /threads/search lists them.' });
        const done = (talk?.turns ?? []).map((turn) => shownRun(thread_id, turn.run_id, turn.created_at, 'success'));
        sendJson(response, 200, [...running.reverse(), ...done.reverse()].slice(offset, offset + limit));
      },
    },
    {
      method: 'get',
      path: one,
      docs: { ...ofRun, summary: 'One run', parameters: parameters(userOnly), reply: { description: 'The run.', content: json({ type: 'object' }) } },
      handle: async (request, response) => {
        const found = await find(request.params, parseInput(userOnly, request.query, 'query').user_id);
        const { run_id, created_at } = found.run ?? found.talk.turns[found.at] ?? {};
        sendJson(response, 200, shownRun(String(request.params['thread_id']), run_id ?? '', created_at ?? '', found.run === null ? 'success' : 'running'));
      },
    },
    {
      method: 'get',
      path: `${one}/join`,
      docs: { ...ofRun, summary: 'Wait for a run', parameters: parameters(joinQuery), reply: values },
      handle: async (request, response) => {
        const { user_id, cancel_on_disconnect } = parseInput(joinQuery, request.query, 'query');
        const found = await find(request.params, user_id);
        if (found.run !== null && cancel_on_disconnect) tie(response, found.run);
        sendJson(response, 200, found.run === null ? valuesAt(found.talk, found.at) : await found.run.ended);
      },
    },
    {
      method: 'get',
      path: `${one}/stream`,
      docs: { ...ofRun, summary: 'Listen to a run', description: 'From the event after `Last-Event-ID`; of a run that has ended, what it has left.', parameters: parameters(joinQuery), reply: events },
      handle: async (request, response) => {
        const { user_id, cancel_on_disconnect } = parseInput(joinQuery, request.query, 'query');
        const found = await find(request.params, user_id);
        if (found.run !== null) {
          if (cancel_on_disconnect) tie(response, found.run);
          return sendRun(request, response, found.run, lastSeen(request));
        }
        const ended = createEventStream(response, keepAliveMs, lastSeen(request));
        ended.send({ event: 'values', data: valuesAt(found.talk, found.at) });
        ended.end();
      },
    },
    {
      method: 'post',
      path: `${one}/cancel`,
      docs: { ...ofRun, summary: 'Cancel a run', description: 'One that has already written something is carried to its end.', parameters: parameters(cancelQuery), reply: { status: 204, description: 'It ends, or has ended.', content: null } },
      handle: async (request, response) => {
        const { user_id, wait: untilEnded } = parseInput(cancelQuery, request.query, 'query');
        const { run } = await find(request.params, user_id);
        run?.cancel();
        if (untilEnded) await Promise.allSettled([run?.ended]);
        sendNothing(response);
      },
    },
  ];
};

/** A UUID of version 5's form, the same for the same parts. */
const idFrom = (parts: readonly unknown[]): string => {
  const digest = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-a${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
};

const placeOf = ({ thread_id, run_id }: Run): string => `/threads/${encodeURIComponent(thread_id)}/runs/${run_id}`;

const shownRun = (thread_id: string, run_id: string, created_at: string, status: 'pending' | 'running' | 'success') => ({ run_id, thread_id, assistant_id: assistantId, created_at, updated_at: created_at, status, metadata: {}, kwargs: {}, multitask_strategy: 'enqueue' });

/** `-1` = from the start. */
const lastSeen = ({ headers }: Request): number => Math.max(0, Number.parseInt(String(headers['last-event-id'] ?? '0'), 10) || 0);
