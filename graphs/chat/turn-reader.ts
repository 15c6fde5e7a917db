/** Where a run's input comes from: our service hands it over as LangGraph context, Studio puts it into `messages`. */
import type { LangGraphRunnableConfig } from '@langchain/langgraph';
import { AppError } from '../../src/errors.ts';
import type { TurnContext } from './deps.ts';
import type { ChatStateValue } from './state.ts';

export type TurnReader = (state: ChatStateValue, config: LangGraphRunnableConfig) => TurnContext;

export const turnFromContext: TurnReader = (_state, config) => {
  const turn = (config as { context?: { turn?: TurnContext } }).context?.turn; // LangGraph types the context per graph, the nodes are shared
  if (turn === undefined) throw new AppError('internal', 'The graph was run without a turn.');
  return turn;
};
