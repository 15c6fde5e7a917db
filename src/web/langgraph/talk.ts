/** A conversation as LangGraph's clients read it: messages, one checkpoint a turn, all of it from the message table. */
import type { Interrupt, Message, Said } from '../../domain/chat-turn.ts';
import type { Thread, ThreadStore } from '../../storage/storage.ts';
import { assistantId, graphId } from './assistant.ts';
import { shownQuestion } from './questions.ts';

/** So many of the newest messages make a state. */
const mostMessages = 1000;
/** The node that waits for an answer. */
export const askingNode = 'ask_back';
const turnPrefix = 'turn_';

export type ShownMessage = ReturnType<typeof humanMessage> | ReturnType<typeof aiMessage>;
type Turn = { readonly run_id: string; readonly created_at: string; readonly messages: readonly ShownMessage[] };
/** `interrupt`: what the last turn asked. */
export type Talk = { readonly thread: Thread; readonly turns: readonly Turn[]; readonly interrupt: Interrupt | null };

/** A run is a turn. */
export const turnIdOf = (run_id: string): string => `${turnPrefix}${run_id}`;
const runIdOf = (turn_id: string): string => turn_id.replace(turnPrefix, '');

export const humanMessage = (id: string, content: string) => ({ type: 'human' as const, id, content, additional_kwargs: {}, response_metadata: {} });
export const aiMessage = (id: string, content: string) => ({ type: 'ai' as const, id, content, tool_calls: [], invalid_tool_calls: [], additional_kwargs: {}, response_metadata: {} });
/** Known while the answer is still being worded. */
export const messageIds = (run_id: string): { readonly human: string; readonly ai: string } => ({ human: `${run_id}:human`, ai: `${run_id}:ai` });

export const shownMessage = (id: string, { role, content }: Said): ShownMessage => (role === 'user' ? humanMessage(id, content) : aiMessage(id, content));

/** @returns null when the thread is absent or another user's */
export const readTalk = async (threads: ThreadStore, user_id: string, thread_id: string): Promise<Talk | null> => {
  const thread = await threads.get(user_id, thread_id);
  if (thread === null) return null;
  const messages = await threads.recent(thread_id, mostMessages);
  const before = messages.at(-2)?.id;
  const last = messages.length === 0 ? undefined : (await threads.messages(thread_id, { limit: 1, ...(before !== undefined && { after: before }) })).messages[0];
  return { thread, turns: turnsOf(messages), interrupt: last?.reply?.interrupt ?? null };
};

const turnsOf = (messages: readonly Message[]): Turn[] => {
  const turns = new Map<string, Message[]>();
  for (const message of messages) turns.set(message.turn_id, [...(turns.get(message.turn_id) ?? []), message]);
  return [...turns].map(([turn_id, said]) => {
    const [run_id, ids] = [runIdOf(turn_id), messageIds(runIdOf(turn_id))];
    // Only the last two are the turn's own: before them stands what was said elsewhere.
    const shown = said.map((message, at) => shownMessage(at < said.length - 2 ? message.id : message.role === 'user' ? ids.human : ids.ai, message));
    return { run_id, created_at: said[0]?.created_at ?? '', messages: shown };
  });
};

export const valuesOf = ({ turns }: Pick<Talk, 'turns'>): { readonly messages: readonly ShownMessage[] } => ({ messages: turns.flatMap(({ messages }) => messages) });

/** With what waits for an answer, as the last event of a run has it. */
export const finalValues = (messages: readonly ShownMessage[], interrupt: Interrupt | null) => ({ messages, ...(interrupt !== null && { __interrupt__: [shownQuestion(interrupt)] }) });
export type FinalValues = ReturnType<typeof finalValues>;

/** What the turn at this place has left; only the newest may have left a question. */
export const valuesAt = ({ turns, interrupt }: Talk, at = turns.length - 1): FinalValues => finalValues(valuesOf({ turns: turns.slice(0, at + 1) }).messages, at === turns.length - 1 ? interrupt : null);

const checkpointOf = ({ thread }: Talk, turn: Turn | undefined) => (turn === undefined ? null : { thread_id: thread.thread_id, checkpoint_ns: '', checkpoint_id: turn.run_id, checkpoint_map: null });

/** The state after the turn at this place. */
export const stateAt = (talk: Talk, at: number) => {
  const turn = talk.turns[at];
  const question = at === talk.turns.length - 1 && talk.interrupt !== null && turn !== undefined ? { ...taskOf(turn.run_id), interrupts: [shownQuestion(talk.interrupt)] } : null;
  return {
    values: valuesOf({ turns: talk.turns.slice(0, at + 1) }),
    next: question === null ? [] : [askingNode],
    tasks: question === null ? [] : [question],
    metadata: { source: 'loop', step: at, ...(turn !== undefined && { run_id: turn.run_id }), ...metadataOf(talk.thread) },
    created_at: turn?.created_at ?? null,
    checkpoint: checkpointOf(talk, turn),
    parent_checkpoint: checkpointOf(talk, talk.turns[at - 1]),
  };
};

const taskOf = (run_id: string) => ({ id: `${run_id}:${askingNode}`, name: askingNode, path: ['__pregel_pull', askingNode], error: null, result: null, checkpoint: null, state: null });

const metadataOf = ({ title }: Pick<Thread, 'title'>) => ({ graph_id: graphId, assistant_id: assistantId, title });

export const shownThread = (talk: Talk, busy: boolean) => {
  const { thread, interrupt, turns } = talk;
  const asked = turns.at(-1);
  return {
    thread_id: thread.thread_id,
    created_at: thread.created_at,
    updated_at: thread.updated_at,
    state_updated_at: thread.updated_at,
    metadata: metadataOf(thread),
    config: {},
    status: busy ? ('busy' as const) : interrupt === null ? ('idle' as const) : ('interrupted' as const),
    values: valuesOf(talk),
    interrupts: interrupt === null || asked === undefined ? {} : { [taskOf(asked.run_id).id]: [shownQuestion(interrupt)] },
    error: null,
  };
};
