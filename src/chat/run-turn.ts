/** One turn of a conversation, whatever the door: own the thread -> run the graph in the caller's name -> commit -> answer. */
import { createHash, randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { Command } from '@langchain/langgraph';
import type { ChatGraph } from '../../graphs/chat/graph.ts';
import type { ToolScope } from '../domain/caller.ts';
import { maxMessageLength, threadIdSchema, userIdSchema, type ChatEvent, type ChatReply, type Interrupt, type RunTurn, type Said } from '../domain/chat-turn.ts';
import { noEntities } from '../domain/entities.ts';
import { AppError, toAppError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { IdempotencyClaim, Storage } from '../storage/storage.ts';
import { pendingQuestion, questionOf } from './pending-question.ts';
import { questionText } from './question-text.ts';
import { createRehearsal, type GraphResult, type RunGraph } from './rehearse.ts';
import { suggestedIn } from './suggested-in.ts';
import { createThreadLock } from './thread-lock.ts';
import { createTurnstile } from './turnstile.ts';

/** What the graph sees of the past: the last 10 exchanges. */
const seenMessages = 20;

export type TurnMetrics = { turnFinished(turn: { intent: string; brain: string; degraded: boolean; outcome: 'ok' | 'interrupt' | 'failed'; duration_ms: number }): void };

type Parts = {
  graph: ChatGraph;
  storage: Storage;
  brain: { mode: 'embedded' | 'llm'; model: string | null };
  log: Log;
  metrics?: TurnMetrics;
  lockWaitMs?: number;
};

type Request = Parameters<RunTurn>[0];

/** @throws AppError; a turn that throws has left no trace */
export const createRunTurn = ({ graph, storage, brain, log, metrics, lockWaitMs }: Parts): RunTurn => {
  const locked = createThreadLock(lockWaitMs === undefined ? {} : { waitMs: lockWaitMs });
  const inLine = createTurnstile();

  const inGraph: RunGraph = async ({ request, pending, before, slots, unit, emit, signal, onWrite }) => {
    const message = saidBy(request, pending);
    let past: Promise<Said[]> | undefined;
    const history = () => (past ??= storage.threads.recent(unit.thread_id, seenMessages).then((messages) => [...before, ...messages].slice(-seenMessages).map(({ role, content }) => ({ role, content }))));
    const scope: ToolScope = { caller: { user_id: request.user_id, door: 'chat', unit, signal }, count: { writes: 0 }, onWrite };
    const input = pending === null ? (slots === undefined ? {} : { slots }) : new Command({ resume: request.resume === undefined ? { message } : { option_id: request.resume.option_id } });
    const options = {
      configurable: { thread_id: unit.thread_id },
      context: { turn: { turn_id: unit.turn_id, message, history, emit, signal, scope } },
      durability: 'exit' as const,
    };
    return graph.invoke(input, options);
  };
  const rehearse = createRehearsal({ runGraph: inGraph, storage, log });

  /** What the conversation was elsewhere becomes part of a new one, so that the next message finds it here. */
  const pastOf = async ({ past = [] }: Request, thread_id: string): Promise<readonly Said[]> => (past.length === 0 || (await storage.threads.recent(thread_id, 1)).length > 0 ? [] : past);

  const turn = async (request: Request, thread_id: string, turn_id: string, emit: (event: ChatEvent) => void, clientSignal: AbortSignal | undefined, claim: IdempotencyClaim | null): Promise<ChatReply> => {
    const hasLeft = (): boolean => clientSignal?.aborted ?? false;
    if (hasLeft()) throw new AppError('cancelled', 'The turn was cancelled before it began.', { cause: clientSignal?.reason });
    const started = performance.now();
    const unit = await storage.turns.open({ turn_id, thread_id, user_id: request.user_id });
    const abort = new AbortController();
    // Every tool call of the turn listens to it, and the MCP SDK never stops listening.
    setMaxListeners(0, abort.signal);
    // Whoever leaves before anything was written takes the turn along; after that it is carried to its end.
    let wroteElsewhere = false;
    const onGone = () => { if (!wroteElsewhere && !storage.turns.hasWrites(unit)) abort.abort(clientSignal?.reason); };
    clientSignal?.addEventListener('abort', onGone, { once: true });
    if (hasLeft()) onGone();
    try {
      const pending = await pendingQuestion(storage.checkpointer, thread_id);
      checkResume(request, pending);
      emit({ event: 'thread', data: { thread_id, turn_id } });
      await inLine(abort.signal);
      abort.signal.throwIfAborted();
      const before = await pastOf(request, thread_id);
      // A model reads the past by itself.
      const slots = brain.mode === 'llm' ? undefined : await rehearse(before, { user_id: request.user_id, turn_id, signal: abort.signal });
      const state = await inGraph({ request, pending, before, slots, unit, emit, signal: abort.signal, onWrite: () => { wroteElsewhere = true; } });
      abort.signal.throwIfAborted();
      const interrupt = questionOf(state.__interrupt__);
      const reply = replyOf(state, { thread_id, turn_id, interrupt, brain, started });
      if (interrupt !== null) emit({ event: 'token', data: { text: reply.response } });
      const said = saidBy(request, pending);
      await storage.turns.commit(unit, {
        messages: [...before, { role: 'user', content: said }, { role: 'assistant', content: reply.response, reply }],
        title: titleOf(before.find(({ role }) => role === 'user')?.content ?? said),
        suggested: suggestedIn(reply, said),
        ...(claim !== null && { idempotency: { ...claim, reply } }),
      });
      finish(reply, emit);
      metrics?.turnFinished({ intent: reply.intent.name, brain: reply.brain.mode, degraded: reply.brain.degraded, outcome: interrupt === null ? 'ok' : 'interrupt', duration_ms: performance.now() - started });
      return reply;
    } catch (thrown) {
      storage.turns.abandon(unit);
      const error = abort.signal.aborted && !(thrown instanceof AppError) ? new AppError('cancelled', 'The turn was cancelled before it wrote anything.', { cause: thrown }) : toAppError(thrown);
      metrics?.turnFinished({ intent: 'unknown', brain: brain.mode, degraded: false, outcome: 'failed', duration_ms: performance.now() - started });
      throw error;
    } finally {
      clientSignal?.removeEventListener('abort', onGone);
    }
  };

  return async (request, { emit = () => undefined, signal, idempotencyKey, turn_id = `turn_${randomUUID()}` } = {}) => {
    const user_id = userIdSchema.parse(request.user_id);
    const thread_id = request.thread_id === undefined ? `t_${randomUUID()}` : threadIdSchema.parse(request.thread_id);
    checkMessage(request);
    const claim = idempotencyKey === undefined ? null : { key: `chat:${idempotencyKey}`, request_hash: hashOf(request) };
    const tell = guarded(emit, log);
    // The key first: without a thread_id a repeated request has a new thread each time.
    return locked([...(claim === null ? [] : [`${user_id} ${claim.key}`]), thread_id], signal, async () => {
      const remembered = claim === null ? null : await storage.idempotency.recall(user_id, claim);
      if (remembered === null || remembered === undefined) return turn({ ...request, user_id }, thread_id, turn_id, tell, signal, claim);
      const reply = remembered as ChatReply; // stored by this function under a key of its own
      tell({ event: 'thread', data: { thread_id: reply.thread_id, turn_id: reply.turn_id } });
      tell({ event: 'token', data: { text: reply.response } });
      finish(reply, tell);
      return reply;
    });
  };
};

const checkMessage = ({ message, resume }: Request): void => {
  if ((message === undefined) === (resume === undefined)) throw new AppError('invalid_input', 'Send either a message or a resume.');
  if (message === undefined) return;
  if (message.trim() === '') throw new AppError('invalid_input', 'The message is empty.', { hint: 'Say what you are looking for.' });
  if (message.length > maxMessageLength) throw new AppError('invalid_input', `The message is longer than ${maxMessageLength} characters.`, { hint: 'Shorten it.' });
};

const checkResume = ({ resume }: Request, pending: Interrupt | null): void => {
  if (resume === undefined) return;
  if (pending === null || pending.id !== resume.interrupt_id) {
    throw new AppError('interrupt_gone', 'That question is no longer open.', { hint: 'It was answered already, or the conversation moved on. Say in words what you want.' });
  }
  if (!pending.options.some(({ id }) => id === resume.option_id)) {
    throw new AppError('invalid_input', 'The question has no such option.', { hint: `Options: ${pending.options.map(({ id }) => id).join(', ')}.` });
  }
};

/** What goes into the history as the user's words. */
const saidBy = ({ message, resume }: Request, pending: Interrupt | null): string =>
  message?.trim() ?? pending?.options.find(({ id }) => id === resume?.option_id)?.label ?? '';

const replyOf = (state: GraphResult, turn: { thread_id: string; turn_id: string; interrupt: Interrupt | null; brain: Parts['brain']; started: number }): ChatReply => {
  const { thread_id, turn_id, interrupt, brain, started } = turn;
  const tool_calls = [...(state.tool_calls ?? [])];
  const tools = tool_calls.reduce((sum, { duration_ms }) => sum + duration_ms, 0);
  return {
    thread_id,
    turn_id,
    success: state.outcome?.success ?? true,
    response: interrupt === null ? (state.outcome?.response ?? '') : questionText(interrupt),
    intent: state.outcome?.intent ?? state.intent ?? { name: 'general', confidence: 0, source: 'none' },
    entities: state.outcome?.entities ?? state.reading?.entities ?? noEntities(),
    results: interrupt === null ? [...(state.outcome?.results ?? [])] : [],
    tool_calls,
    interrupt,
    brain: { mode: brain.mode, model: brain.model, degraded: state.degraded === true },
    timing_ms: { total: tenth(performance.now() - started), tools: tenth(tools) },
  };
};

const finish = (reply: ChatReply, emit: (event: ChatEvent) => void): void => {
  emit({ event: 'results', data: { results: reply.results } });
  if (reply.interrupt !== null) emit({ event: 'interrupt', data: reply.interrupt });
  emit({ event: 'done', data: reply });
};

/** A door that fails while it is told something must not fail the turn. */
const guarded = (emit: (event: ChatEvent) => void, log: Log) => (event: ChatEvent): void => {
  try {
    emit(event);
  } catch (thrown) {
    log.warn({ err: thrown, event: event.event }, 'a door failed to take an event');
  }
};

const titleOf = (message: string): string => {
  const line = message.replace(/\s+/g, ' ').trim();
  return line.length <= 60 ? line : `${line.slice(0, 59).replace(/\s+\S*$/, '')}…`;
};

const hashOf = ({ message, resume, thread_id, user_id, past = [] }: Request): string =>
  createHash('sha256').update(JSON.stringify([message?.trim() ?? null, resume ?? null, thread_id ?? null, user_id, ...past])).digest('hex');

const tenth = (ms: number): number => Math.round(ms * 10) / 10;
