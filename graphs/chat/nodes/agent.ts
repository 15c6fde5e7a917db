import type { LangGraphRunnableConfig } from '@langchain/langgraph';
import type { ToolCallRecord } from '../../../src/domain/chat-turn.ts';
import type { Brain } from '../brains/brain.ts';
import type { ChatTools } from '../deps.ts';
import type { ChatStateValue, ChatUpdate } from '../state.ts';
import type { TurnReader } from '../turn-reader.ts';
import { callTool } from './call-tools.ts';

/** The model's bounded tool loop, for open and multi-step requests. Its findings are answered like any other's. */
export const agent =
  ({ brain, tools, readTurn }: { brain: Brain; tools: ChatTools; readTurn: TurnReader }) =>
  async (state: ChatStateValue, config: LangGraphRunnableConfig): Promise<ChatUpdate> => {
    const turn = readTurn(state, config);
    const records: ToolCallRecord[] = [...state.tool_calls];
    // A model that failed at reading this message is not waited for once more.
    const run = state.degraded ? null : await brain.act?.({ message: turn.message, history: () => turn.history(), slots: state.slots }, (request) => callTool(tools, turn, request, records), turn.signal);
    if (run === null || run === undefined) return { plan: { kind: 'say', topic: 'off_topic' }, tool_calls: records, degraded: true };
    return { plan: { kind: 'say', topic: `agent:${run.text}` }, tool_results: run.tool_results, tool_calls: records };
  };
