import type { LangGraphRunnableConfig } from '@langchain/langgraph';
import type { ToolCallRecord } from '../../../src/domain/chat-turn.ts';
import { AppError } from '../../../src/errors.ts';
import { confirmation } from '../confirm-change.ts';
import type { ChatTools, TurnContext } from '../deps.ts';
import type { ChatStateValue, ChatUpdate, ToolRequest, ToolResult } from '../state.ts';
import type { TurnReader } from '../turn-reader.ts';

/** Carries out the plan's calls in order; a first failure ends them. Previews writes that may need a "yes". */
export const callTools =
  ({ tools, readTurn }: { tools: ChatTools; readTurn: TurnReader }) =>
  async (state: ChatStateValue, config: LangGraphRunnableConfig): Promise<ChatUpdate> => {
    const { plan } = state;
    if (plan?.kind !== 'call') throw new AppError('internal', 'There were no tools to call.');
    const turn = readTurn(state, config);
    const records: ToolCallRecord[] = [...state.tool_calls];
    const results: ToolResult[] = [];
    const done = (update: ChatUpdate = {}): ChatUpdate => ({ ...update, tool_results: results, tool_calls: records });
    for (const call of plan.calls) {
      if (plan.preview === true) {
        const preview = await callTool(tools, turn, { ...call, arguments: { ...call.arguments, dry_run: true } }, records);
        const question = preview.ok ? confirmation(preview.structured, plan.calls, turn.turn_id) : null;
        if (question !== null) return done({ plan: { kind: 'ask', question } });
        if (!preview.ok) {
          results.push(preview);
          break;
        }
      }
      const result = await callTool(tools, turn, call, records);
      results.push(result);
      if (!result.ok) break;
    }
    return done();
  };

/** One call, announced and recorded. */
export const callTool = async (tools: ChatTools, turn: TurnContext, call: ToolRequest, records: ToolCallRecord[]): Promise<ToolResult> => {
  const call_id = `${turn.turn_id}:${records.length + 1}`;
  turn.emit({ event: 'tool_start', data: { call_id, name: call.name, arguments: call.arguments } });
  const started = performance.now();
  const outcome = await tools.call(call.name, call.arguments);
  const duration_ms = Math.round((performance.now() - started) * 10) / 10;
  turn.emit({ event: 'tool_end', data: { call_id, ok: outcome.ok, duration_ms } });
  records.push({ name: call.name, arguments: call.arguments, ok: outcome.ok, duration_ms });
  return { ...call, ...outcome };
};
