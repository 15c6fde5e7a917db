import type { LangGraphRunnableConfig } from '@langchain/langgraph';
import { AppError } from '../../../src/errors.ts';
import type { Brain } from '../brains/brain.ts';
import type { Titles } from '../deps.ts';
import { correctTitle } from '../corrections.ts';
import { applyRelatives, continueRequest, impliedTitle, resolveReferences, studioMeant } from '../entities-in-context.ts';
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
    const meant = studioMeant(impliedTitle(resolveReferences(said, slots), intent.name, slots), slots, (ref) => titles.byId(ref));
    const pointed = intent.name === 'information' ? correctTitle(meant, slots, titles) : meant;
    const continued = intent.source === 'follow_up' ? continueRequest(pointed, slots) : pointed;
    // "like X but shorter" waits until it is clear which X is meant.
    const open = continued.entities.titles.some(({ anime_id }) => anime_id === null);
    const reading = open ? continued : applyRelatives(continued, slots, (ref) => titles.byId(ref));
    return { reading, plan: makePlan(intent, reading, slots) };
  };
