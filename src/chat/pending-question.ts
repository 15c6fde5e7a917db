/** The question a thread waits on, read from its newest checkpoint. */
import type { BaseCheckpointSaver } from '@langchain/langgraph-checkpoint';
import type { Interrupt } from '../domain/chat-turn.ts';

/** LangGraph's name of the channel that holds interrupts. */
const interruptChannel = '__interrupt__';

export const pendingQuestion = async (saver: BaseCheckpointSaver, thread_id: string): Promise<Interrupt | null> => {
  const tuple = await saver.getTuple({ configurable: { thread_id } });
  const write = tuple?.pendingWrites?.find(([, channel]) => channel === interruptChannel);
  return write === undefined ? null : questionOf(write[2]);
};

/** From LangGraph's `[{id, value}]`; its id is unique per checkpoint, so an answer can only fit the question it was given for. */
export const questionOf = (raised: unknown): Interrupt | null => {
  const [first] = Array.isArray(raised) ? (raised as { id?: string; value?: Interrupt }[]) : []; // what our ask_back node raised
  if (first?.id === undefined || first.value === undefined) return null;
  const { kind, question, options, diff } = first.value;
  return { id: first.id, kind, question, options, ...(diff !== undefined && { diff }) };
};
