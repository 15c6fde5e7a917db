/**
 * Runs that are going on. Each is a turn that several may listen to, and that may outlive whoever began it; when it has ended it is found in the message table,
 * and nothing of it is kept here.
 */
import type { RunTurn, Said } from '../../domain/chat-turn.ts';
import { AppError, errorLevel, toAppError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import type { ThreadStore } from '../../storage/storage.ts';
import type { OpenRequests } from '../open-requests.ts';
import { createFrames, type Frame } from './frames.ts';
import type { Answer } from './questions.ts';
import { aiMessage, finalValues, humanMessage, messageIds, readTalk, shownMessage, turnIdOf, valuesAt, valuesOf, type FinalValues, type Talk } from './talk.ts';

export type Run = {
  readonly run_id: string;
  readonly thread_id: string;
  readonly user_id: string;
  readonly created_at: string;
  /** Hands over the frames after the `after` first ones, then those to come. Settles as the run does. */
  follow(after: number, take: (frame: Frame) => void): Promise<void>;
  /** The values of the conversation when the run has ended. @throws AppError when it failed */
  readonly ended: Promise<FinalValues>;
  cancel(): void;
};

export type NewRun = {
  readonly run_id: string;
  readonly thread_id: string;
  readonly user_id: string;
  readonly modes: ReadonlySet<string>;
  /** The conversation so far; null when it is new. */
  readonly talk: Talk | null;
  /** Null: nothing; the client only wants to hear how it stands. */
  readonly said: (Answer & { readonly past?: readonly Said[] }) | null;
  /** The conversation stays when the run has ended. */
  readonly keep: boolean;
  readonly idempotencyKey?: string;
};

export type Runs = {
  start(run: NewRun): Run;
  get(user_id: string, thread_id: string, run_id: string): Run | undefined;
  ofThread(user_id: string, thread_id: string): Run[];
};

type Parts = { readonly runTurn: RunTurn; readonly threads: ThreadStore; readonly openRequests: OpenRequests; readonly log: Log; readonly now: () => Date };

export const createRuns = ({ runTurn, threads, openRequests, log, now }: Parts): Runs => {
  const running = new Map<string, Run>();

  const start = ({ run_id, thread_id, user_id, modes, talk, said, keep, idempotencyKey }: NewRun): Run => {
    const frames: Frame[] = [];
    const listeners = new Set<(frame: Frame) => void>();
    const write = (frame: Frame): void => {
      frames.push(frame);
      for (const take of listeners) take(frame);
    };
    const past = said?.past ?? [];
    // A request that is sent again finds its own exchange there.
    const earlier = (talk?.turns ?? []).filter((turn) => turn.run_id !== run_id);
    const known = earlier.length === 0 ? past.map((message, at) => shownMessage(`${run_id}:${at}`, message)) : valuesOf({ turns: earlier }).messages;
    const words = said?.message ?? talk?.interrupt?.options.find(({ id }) => id === said?.resume?.option_id)?.label;
    const before = { messages: [...known, ...(words === undefined ? [] : [humanMessage(messageIds(run_id).human, words)])] };
    const shown = createFrames({ run_id, thread_id, modes, before, now, write });
    const { controller, end } = openRequests.begin();

    const turn = async (): Promise<FinalValues> => {
      const options = { emit: shown.take, signal: controller.signal, turn_id: turnIdOf(run_id), ...(idempotencyKey !== undefined && { idempotencyKey }) };
      if (said === null) options.emit({ event: 'thread', data: { thread_id, turn_id: options.turn_id } });
      const reply = said === null ? null : await runTurn({ ...said, thread_id, user_id }, options);
      if (reply !== null && !keep) {
        await threads.delete(user_id, thread_id);
        return finalValues([...before.messages, aiMessage(messageIds(run_id).ai, reply.response)], reply.interrupt);
      }
      const after = await readTalk(threads, user_id, thread_id);
      if (after === null) throw new AppError('not_found', 'There is nothing in this thread yet.', { hint: 'Send input.messages.' });
      // Others may have said something since.
      const until = after.turns.findIndex((turn) => turn.run_id === run_id);
      return until === -1 ? valuesAt(after) : valuesAt(after, until);
    };
    const ended = turn().then((values) => {
      shown.end(values);
      return values;
    }).finally(() => {
      if (running.get(run_id) === run) running.delete(run_id);
      end();
    });
    // Nobody may be listening.
    ended.catch((thrown: unknown) => {
      const { code } = toAppError(thrown);
      log[errorLevel(code)]({ run_id, code, ...(errorLevel(code) === 'error' && { err: thrown }) }, 'a run failed');
    });
    const run: Run = {
      run_id, thread_id, user_id, ended,
      created_at: now().toISOString(),
      follow: async (after, take) => {
        frames.slice(after).forEach(take);
        listeners.add(take);
        await ended.finally(() => listeners.delete(take));
      },
      cancel: () => controller.abort(new AppError('cancelled', 'The run was cancelled.')),
    };
    running.set(run_id, run);
    return run;
  };

  return {
    start,
    get: (user_id, thread_id, run_id) => [running.get(run_id)].find((run) => run?.thread_id === thread_id && run.user_id === user_id),
    ofThread: (user_id, thread_id) => [...running.values()].filter((run) => run.thread_id === thread_id && run.user_id === user_id),
  };
};
