import type { LangGraphRunnableConfig } from '@langchain/langgraph';
import { AppError } from '../../../src/errors.ts';
import type { Brain } from '../brains/brain.ts';
import { defaultCount } from '../intents/listing.ts';
import { remember } from '../remember.ts';
import type { ChatStateValue, ChatUpdate } from '../state.ts';
import type { TurnReader, WordKeeper } from '../turn-reader.ts';

/** Words the answer from the tool results, and remembers what it showed. */
export const answer =
  ({ brain, readTurn, keepWords }: { brain: Brain; readTurn: TurnReader; keepWords: WordKeeper }) =>
  async (state: ChatStateValue, config: LangGraphRunnableConfig): Promise<ChatUpdate> => {
    const { intent, reading, slots, plan, tool_results = [] } = state;
    if (intent === null || reading === null) throw new AppError('internal', 'There was nothing to answer.');
    const turn = readTurn(state, config);
    const composed = await brain.compose(
      {
        message: turn.message,
        history: () => turn.history(),
        slots,
        intent,
        reading,
        say: plan?.kind === 'say' ? plan.topic : null,
        tool_results,
        count: (plan?.kind === 'call' ? plan.count : undefined) ?? defaultCount,
        skip: (plan?.kind === 'call' ? plan.skip : undefined) ?? [],
      },
      (text) => turn.emit({ event: 'token', data: { text } }),
      turn.signal,
    );
    return {
      ...keepWords([{ role: 'assistant', content: composed.response }]),
      outcome: { intent, entities: reading.entities, response: composed.response, results: composed.results, success: composed.success },
      degraded: state.degraded === true || composed.degraded,
      slots: remember(slots, { intent, reading, tool_results, results: composed.results }),
      // What only this turn needed is not stored with the thread.
      intent: null,
      reading: null,
      plan: null,
    };
  };
