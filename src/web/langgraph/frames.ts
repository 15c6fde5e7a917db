/** The events of a turn as the stream of a LangGraph run: only in the modes that were asked for. */
import type { ChatEvent } from '../../domain/chat-turn.ts';
import { graphId } from './assistant.ts';
import { aiMessage, askingNode, messageIds, type FinalValues } from './talk.ts';

export type Frame = { readonly event: string; readonly data: unknown };

type Parts = { readonly run_id: string; readonly thread_id: string; readonly modes: ReadonlySet<string>; /** With the new message, as far as it is known. */ readonly before: unknown; readonly now: () => Date; readonly write: (frame: Frame) => void };

/** Words of an answer come from here, whichever brain found them. */
const speaking = 'answer';

export const createFrames = ({ run_id, thread_id, modes, before, now, write }: Parts) => {
  const inMode = (mode: string, event: string, data: unknown): void => void (modes.has(mode) && write({ event, data }));
  const updates = (data: unknown): void => inMode('updates', 'updates', data);
  const metadata = { run_id, thread_id, graph_id: graphId, langgraph_node: speaking, tags: [] };
  /** What LangGraph's debugging shows of a node or a checkpoint; mode `debug` has both. */
  const step = (type: 'task' | 'task_result' | 'checkpoint', payload: Readonly<Record<string, unknown>>): void => {
    const mode = type === 'checkpoint' ? 'checkpoints' : 'tasks';
    inMode(mode, mode, payload);
    inMode('debug', 'debug', { step: ++steps, type, timestamp: now().toISOString(), payload });
  };
  const done = (name: string, id: string, result: unknown, error: string | null = null): void => step('task_result', { id, name, error, interrupts: [], result });
  let steps = 0;
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
      if (event.event === 'intent') {
        updates({ classify_intent: { intent: event.data } });
        done('classify_intent', `${run_id}:classify_intent`, { intent: event.data });
      }
      if (event.event === 'tool_start') step('task', { id: event.data.call_id, name: 'call_tools', input: event.data, triggers: [], interrupts: [] });
      if (event.event === 'tool_end') {
        updates({ call_tools: { tool_calls: [event.data] } });
        done('call_tools', event.data.call_id, { tool_calls: [event.data] }, event.data.ok ? null : 'The tool refused.');
      }
      if (event.event === 'token') {
        spoken += event.data.text;
        inMode('messages-tuple', 'messages', [{ ...aiMessage(ai, event.data.text), type: 'AIMessageChunk', tool_call_chunks: [] }, metadata]);
        inMode('messages', 'messages/partial', [aiMessage(ai, spoken)]);
      }
      if (event.event !== 'done') inMode('custom', 'custom', event);
    },
    /** The turn is in the table. */
    end: (values: FinalValues): void => {
      const answer = values.messages.find(({ id }) => id === ai);
      if (answer !== undefined) {
        inMode('messages', 'messages/complete', [answer]);
        const asks = '__interrupt__' in values;
        updates(asks ? { __interrupt__: values.__interrupt__ } : { [speaking]: { messages: [answer] } });
        if (!asks) done(speaking, `${run_id}:${speaking}`, { messages: [answer] });
        const { messages } = values;
        step('checkpoint', { config: { configurable: { thread_id, checkpoint_ns: '', checkpoint_id: run_id } }, values: { messages }, metadata: { source: 'loop', run_id }, next: asks ? [askingNode] : [], tasks: [] });
      }
      inMode('values', 'values', values);
    },
  };
};
