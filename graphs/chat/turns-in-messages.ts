/** How a run gets its turn where nobody keeps messages for us (LangGraph Studio and its clients): from `messages` in the state, and back into it. */
import { AIMessage, HumanMessage, isAIMessage, isHumanMessage, type BaseMessage } from '@langchain/core/messages';
import { Annotation, MessagesAnnotation, MessagesValue, StateSchema } from '@langchain/langgraph';
import { AppError } from '../../src/errors.ts';
import type { PastMessage } from './deps.ts';
import { ChatState, type ChatStateValue, type ChatUpdate } from './state.ts';
import type { Turns } from './turn-reader.ts';

/** The last exchanges: as many as our service shows the graph. */
const seenMessages = 20;

const StateWithMessages = Annotation.Root({ ...ChatState.spec, ...MessagesAnnotation.spec });
const OnlyMessages = new StateSchema({ messages: MessagesValue });

/** A question is answered with `command.resume`; a new message instead leaves it unanswered, as a change of subject. */
export const turnsInMessages: Turns = {
  // one channel more than the nodes know, and of all channels only that one is asked for
  schema: { state: StateWithMessages, input: OnlyMessages } as unknown as Turns['schema'],
  readTurn: (state, config) => {
    const messages = messagesOf(state);
    const at = messages.findLastIndex((message) => isHumanMessage(message) && message.text.trim() !== '');
    const message = messages[at];
    if (message === undefined) throw new AppError('invalid_input', 'There is no message to answer.', { hint: 'Send {"messages": [{"role": "user", "content": "..."}]}.' });
    return {
      turn_id: message.id ?? `turn_${at}`,
      message: message.text.trim(),
      history: () => Promise.resolve(messages.slice(0, at).map(toPastMessage).filter((past) => past !== null).slice(-seenMessages)),
      emit: (event) => config.writer?.(event),
      signal: config.signal,
    };
  },
  keepWords: (words) => ({ messages: words.map(toMessage) }) as ChatUpdate, // the channel of `StateWithMessages`
};

const messagesOf = (state: ChatStateValue): readonly BaseMessage[] => (state as Partial<typeof StateWithMessages.State>).messages ?? []; // see `schema`

const toPastMessage = (message: BaseMessage): PastMessage | null =>
  isHumanMessage(message) ? { role: 'user', content: message.text } : isAIMessage(message) ? { role: 'assistant', content: message.text } : null;

const toMessage = ({ role, content }: PastMessage): BaseMessage => (role === 'user' ? new HumanMessage(content) : new AIMessage(content));
