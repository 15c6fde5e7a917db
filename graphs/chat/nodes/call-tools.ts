import type { LangGraphRunnableConfig } from '@langchain/langgraph';
import type { ToolCallRecord } from '../../../src/domain/chat-turn.ts';
import { AppError } from '../../../src/errors.ts';
import { noPreferences } from '../../../src/domain/preferences.ts';
import { confirmation } from '../confirm-change.ts';
import type { ChatTools, TurnContext } from '../deps.ts';
import { inLanguage, languageOf } from '../in-language.ts';
import { changesOfList } from '../whole-list.ts';
import type { CallPlan, ChatStateValue, ChatUpdate, Question, ToolRequest, ToolResult } from '../state.ts';
import type { TurnReader } from '../turn-reader.ts';

/** Carries out the plan's calls in order, and what is to be done after them; a first failure ends them. Previews writes that may need a "yes". */
export const callTools =
  ({ tools, readTurn }: { tools: ChatTools; readTurn: TurnReader }) =>
  async (state: ChatStateValue, config: LangGraphRunnableConfig): Promise<ChatUpdate> => {
    const { plan } = state;
    if (plan?.kind !== 'call') throw new AppError('internal', 'There were no tools to call.');
    const turn = readTurn(state, config);
    const records: ToolCallRecord[] = [...state.tool_calls];
    const call = (request: ToolRequest): Promise<ToolResult> => callTool(tools, turn, request, records);
    const done = (update: ChatUpdate): ChatUpdate => ({ ...update, tool_calls: records });
    const listed = plan.every === undefined ? null : await changesOfList(plan.every, call);
    if (listed !== null && listed.calls.length === 0) return done({ tool_results: listed.results });
    const calls = listed?.calls ?? plan.calls;
    if (plan.preview === true) {
      const previews = await inOrder(calls.map((one) => ({ ...one, arguments: { ...one.arguments, dry_run: true } })), call);
      if (previews.some(({ ok }) => !ok)) return done({ tool_results: previews });
      const named = inLanguage(previews, languageOf(previews) ?? noPreferences.title_language);
      const question = confirmation(named.flatMap((preview) => (preview.ok ? [preview.structured] : [])), calls, turn.turn_id, { every: plan.every, more: listed?.more, unknown: unknownTitles(state.reading) });
      if (question !== null && !isAgreed(question, plan)) return done({ plan: { kind: 'ask', question: plan.agreed === undefined ? question : { ...question, question: `Your list has changed since I asked. ${question.question}` } }, tool_results: [] });
    }
    const results = await inOrder(calls, call);
    return done({ tool_results: results, then_results: await thenDone(plan, results, call) });
  };

/** Exactly what the user has seen and said yes to. */
const isAgreed = ({ diff }: Question, { agreed }: CallPlan): boolean => agreed !== undefined && JSON.stringify(diff) === JSON.stringify(agreed);

/** Named among others that are known: said, not lost. */
const unknownTitles = (reading: ChatStateValue['reading']): string[] => (reading?.entities.titles ?? []).flatMap(({ anime_id, text }) => (anime_id === null ? [text] : []));

const thenDone = async ({ then }: CallPlan, results: readonly ToolResult[], call: (request: ToolRequest) => Promise<ToolResult>): Promise<readonly ToolResult[]> =>
  then === undefined || results.some(({ ok }) => !ok) ? [] : inOrder(then.plan.calls, call);

/** One after the other; the first that fails is the last. */
const inOrder = async (calls: readonly ToolRequest[], call: (request: ToolRequest) => Promise<ToolResult>): Promise<ToolResult[]> => {
  const results: ToolResult[] = [];
  for (const one of calls) {
    const result = await call(one);
    results.push(result);
    if (!result.ok) break;
  }
  return results;
};

/** One call, announced and recorded. */
export const callTool = async (tools: ChatTools, turn: TurnContext, call: ToolRequest, records: ToolCallRecord[]): Promise<ToolResult> => {
  const call_id = `${turn.turn_id}:${records.length + 1}`;
  turn.emit({ event: 'tool_start', data: { call_id, name: call.name, arguments: call.arguments } });
  const started = performance.now();
  const outcome = await tools.call(call.name, call.arguments, turn.scope);
  const duration_ms = Math.round((performance.now() - started) * 10) / 10;
  turn.emit({ event: 'tool_end', data: { call_id, ok: outcome.ok, duration_ms } });
  records.push({ name: call.name, arguments: call.arguments, ok: outcome.ok, duration_ms });
  return { ...call, ...outcome };
};
