import type { LangGraphRunnableConfig } from '@langchain/langgraph';
import type { Brain } from '../brains/brain.ts';
import type { TurnReader } from '../turn-reader.ts';
import type { ChatStateValue, ChatUpdate } from '../state.ts';
import { emptySlots } from '../state.ts';

/** Message -> intent (and, from a model, the whole reading at once). Clears what the last turn left. */
export const classifyIntent =
  ({ brain, readTurn }: { brain: Brain; readTurn: TurnReader }) =>
  async (state: ChatStateValue, config: LangGraphRunnableConfig): Promise<ChatUpdate> => {
    const turn = readTurn(state, config);
    const slots = state.slots ?? emptySlots;
    const { intent, reading, degraded } = await brain.classify({ message: turn.message, history: () => turn.history(), slots }, turn.signal);
    turn.emit({ event: 'intent', data: { name: intent.name, confidence: intent.confidence } });
    return { slots, intent, reading: reading ?? null, plan: null, tool_results: [], tool_calls: [], degraded };
  };
