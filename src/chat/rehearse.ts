/**
 * What a past that was held elsewhere leaves in mind ("the second one", "shorter"): its messages are gone through once more in a unit of work of its own, which is
 * dropped with whatever it would have stored.
 */
import type { ChatStateValue } from '../../graphs/chat/state.ts';
import type { TurnUnit } from '../domain/caller.ts';
import { maxMessageLength, type ChatEvent, type Interrupt, type RunTurn, type Said } from '../domain/chat-turn.ts';
import { AppError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Storage } from '../storage/storage.ts';
import { pendingQuestion, questionOf } from './pending-question.ts';
import { questionText } from './question-text.ts';

export type GraphResult = ChatStateValue & { __interrupt__?: unknown };

/** One message through the graph. `before`: what was said that the thread does not hold; `slots`: memory of a thread that has none. */
export type RunGraph = (run: {
  readonly request: Parameters<RunTurn>[0];
  readonly pending: Interrupt | null;
  readonly before: readonly Said[];
  readonly slots?: ChatStateValue['slots'] | undefined;
  readonly unit: TurnUnit;
  readonly emit: (event: ChatEvent) => void;
  readonly signal: AbortSignal;
  readonly onWrite: () => void;
}) => Promise<GraphResult>;

/** So many messages back: the graph itself sees no more. */
const mostMessages = 20;

export const createRehearsal = ({ runGraph, storage, log }: { runGraph: RunGraph; storage: Pick<Storage, 'turns' | 'checkpointer'>; log: Log }) => {
  const run = async (past: readonly Said[], user_id: string, unit: TurnUnit, signal: AbortSignal): Promise<{ answer: string; slots?: ChatStateValue['slots'] }> => {
    // A remote server's writes belong to no unit.
    const onWrite = (): never => { throw new AppError('forbidden', 'What was said elsewhere is not done again.'); };
    let last: { answer: string; slots?: ChatStateValue['slots'] } = { answer: '' };
    for (const [at, { role, content }] of past.entries()) {
      if (role !== 'user') continue;
      const pending = await pendingQuestion(storage.checkpointer, unit.thread_id);
      const state = await runGraph({ request: { message: content, user_id }, pending, before: past.slice(0, at), unit, emit: () => undefined, signal, onWrite });
      const question = questionOf(state.__interrupt__);
      last = { answer: question === null ? (state.outcome?.response ?? '') : questionText(question), slots: state.slots };
    }
    return last;
  };

  /** @returns undefined when the answer that the user has seen last is not the one we would have given: what it showed cannot be pointed at then */
  return async (before: readonly Said[], { user_id, turn_id, signal }: { user_id: string; turn_id: string; signal: AbortSignal }): Promise<ChatStateValue['slots'] | undefined> => {
    const past = before.slice(-mostMessages);
    const seen = past.at(-1);
    if (seen?.role !== 'assistant' || past.reduce((sum, { role, content }) => sum + (role === 'user' ? content.length : 0), 0) > maxMessageLength) return undefined;
    const unit = await storage.turns.open({ turn_id: `${turn_id}:past`, thread_id: `${turn_id}:past`, user_id });
    try {
      const { answer, slots } = await run(past, user_id, unit, signal);
      return answer === seen.content ? slots : undefined;
    } catch (thrown) {
      signal.throwIfAborted();
      log.warn({ err: thrown }, 'a past held elsewhere could not be gone through; its words are kept');
      return undefined;
    } finally {
      storage.turns.abandon(unit);
    }
  };
};
