/** The events of a turn as the stream of a LangGraph run: only in the modes that were asked for. */
import type { ChatEvent, Interrupt } from '../../domain/chat-turn.ts';
import { graphId } from './assistant.ts';
import { shownQuestion } from './questions.ts';
import { aiMessage, messageIds, type finalValues } from './talk.ts';

export type Frame = { readonly event: string; readonly data: unknown };

type Parts = { readonly run_id: string; readonly thread_id: string; readonly modes: ReadonlySet<string>; /** With the new message, as far as it is known. */ readonly before: unknown; readonly write: (frame: Frame) => void };

/** Words of an answer come from here, whichever brain found them. */
const speaking = 'answer';

export const createFrames = ({ run_id, thread_id, modes, before, write }: Parts) => {
  const inMode = (mode: string, event: string, data: unknown): void => void (modes.has(mode) && write({ event, data }));
  const updates = (data: unknown): void => inMode('updates', 'updates', data);
  const metadata = { run_id, thread_id, graph_id: graphId, langgraph_node: speaking, tags: [] };
  const { ai } = messageIds(run_id);
  let spoken = '';

  return {
    /** One event of the turn. */
    take: (event: ChatEvent): void => {
      if (event.event === 'thread') {
        write({ event: 'metadata', data: { run_id, attempt: 1 } });
        inMode('values', 'values', before);
        inMode('messages', 'messages/metadata', { [ai]: { metadata } });
      }
      if (event.event === 'intent') updates({ classify_intent: { intent: event.data } });
      if (event.event === 'tool_end') updates({ call_tools: { tool_calls: [event.data] } });
      if (event.event === 'token') {
        spoken += event.data.text;
        inMode('messages-tuple', 'messages', [{ ...aiMessage(ai, event.data.text), type: 'AIMessageChunk', tool_call_chunks: [] }, metadata]);
        inMode('messages', 'messages/partial', [aiMessage(ai, spoken)]);
      }
      if (event.event !== 'done') inMode('custom', 'custom', event);
    },
    /** The turn is in the table. */
    end: (values: ReturnType<typeof finalValues>, interrupt: Interrupt | null): void => {
      const answer = values.messages.at(-1);
      inMode('messages', 'messages/complete', [answer]);
      updates(interrupt === null ? { [speaking]: { messages: [answer] } } : { __interrupt__: [shownQuestion(interrupt)] });
      inMode('values', 'values', values);
    },
  };
};
