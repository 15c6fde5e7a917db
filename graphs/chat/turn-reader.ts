/** How a run gets its turn: our service hands it over as LangGraph context and keeps the messages itself. */
import type { LangGraphRunnableConfig } from '@langchain/langgraph';
import { AppError } from '../../src/errors.ts';
import type { PastMessage, TurnContext } from './deps.ts';
import { ChatState, type ChatStateValue, type ChatUpdate } from './state.ts';

export type TurnReader = (state: ChatStateValue, config: LangGraphRunnableConfig) => TurnContext;

/** What a node adds to its update so that words of the turn stay in the thread. */
export type WordKeeper = (words: readonly PastMessage[]) => ChatUpdate;

/** The graph is the same whoever runs it; this is what differs. */
export type Turns = { readonly schema: { readonly state: typeof ChatState }; readonly readTurn: TurnReader; readonly keepWords: WordKeeper };

export const turnsInContext: Turns = {
  schema: { state: ChatState },
  readTurn: (_state, config) => {
    const turn = (config as { context?: { turn?: TurnContext } }).context?.turn; // LangGraph types the context per graph, the nodes are shared
    if (turn === undefined) throw new AppError('internal', 'The graph was run without a turn.');
    return turn;
  },
  keepWords: () => ({}),
};
