import type { LangGraphRunnableConfig } from '@langchain/langgraph';
import { AppError } from '../../../src/errors.ts';
import type { Brain } from '../brains/brain.ts';
import type { Titles } from '../deps.ts';
import { inContext } from '../in-context.ts';
import type { PlanMaker } from '../make-plan.ts';
import type { ChatStateValue, ChatUpdate } from '../state.ts';
import type { TurnReader } from '../turn-reader.ts';

/** Message -> entities, seen against the thread -> plan. */
export const extractEntities =
  ({ brain, titles, makePlan, readTurn }: { brain: Brain; titles: Titles; makePlan: PlanMaker; readTurn: TurnReader }) =>
  async (state: ChatStateValue, config: LangGraphRunnableConfig): Promise<ChatUpdate> => {
    const { intent, slots } = state;
    if (intent === null) throw new AppError('internal', 'Entities were asked for before the intent.');
    const turn = readTurn(state, config);
    const said = state.reading ?? (await brain.extract({ message: turn.message, history: () => turn.history(), slots }, intent, turn.signal));
    const reading = inContext(said, intent, slots, titles);
    return { reading, plan: makePlan(intent, reading, slots) };
  };
