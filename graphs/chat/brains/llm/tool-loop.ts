/** The bounded tool loop for open requests: createAgent with limits on model calls, tool calls and time. */
import { AIMessage } from '@langchain/core/messages';
import { createAgent, createMiddleware, modelCallLimitMiddleware, toolCallLimitMiddleware, toolErrorMiddleware } from 'langchain';
import { AppError, toAppError } from '../../../../src/errors.ts';
import type { ToolRequest, ToolResult } from '../../state.ts';
import type { AgentRun, Brain } from '../brain.ts';
import { loopPrompt } from './loop-answer.ts';
import { internalCall, type LlmBrainDeps } from './llm-deps.ts';
import { loopTools } from './loop-tools.ts';
import { historyData, messageData, threadData } from './thread-data.ts';
import { todayOf } from './understand.ts';
import { createWritePolicy } from './write-policy.ts';

const mostModelCalls = 5;
const mostToolCalls = 8;

type Deps = Pick<LlmBrainDeps, 'chatModel' | 'prompts' | 'field' | 'fallback' | 'tools' | 'log' | 'loopMs'>;

export const createToolLoop =
  ({ chatModel, prompts, field, fallback, tools, log, loopMs = 45_000 }: Deps): NonNullable<Brain['act']> =>
  async (turn, call, callerSignal) => {
    const over = new AbortController();
    const time = AbortSignal.timeout(loopMs);
    const signal = AbortSignal.any([over.signal, time, ...(callerSignal === undefined ? [] : [callerSignal])]);
    const results: ToolResult[] = [];
    let queue: Promise<unknown> = Promise.resolve();
    // One after the other, also when the model asks for several at once: they are announced and recorded in this order.
    const record = (request: ToolRequest): Promise<ToolResult> => {
      const mine = queue.then(async () => {
        signal.throwIfAborted();
        const result = await call(request);
        if (request.arguments['dry_run'] !== true) results.push(result);
        return result;
      });
      queue = mine.catch(() => undefined);
      return mine;
    };
    const approve = createWritePolicy({ turn, fallback, titles: field.titles, call: record, hasFound: (id) => results.some((result) => result.ok && JSON.stringify(result.structured).includes(JSON.stringify(id))), signal });

    let calls = 0;
    const usedIds = new Set<string>();
    const guard = createMiddleware({
      name: 'guard',
      wrapModelCall: (request, handler) => {
        calls += 1;
        // The last call has to be the answer.
        const last = calls >= mostModelCalls;
        return chatModel.guarded(async () => withOwnIds(await handler(last ? { ...request, toolChoice: 'none' } : request), usedIds, calls), signal);
      },
    });
    const { system, user } = prompts.render(loopPrompt.name, { today: todayOf(field), thread: threadData(turn), history: await historyData(turn), message: messageData(turn) });
    const agent = createAgent({
      model: chatModel.model,
      tools: loopTools({ tools: tools(), call: record, approve }),
      systemPrompt: system,
      // Its steps are no part of the thread: without this it would inherit the conversation's own checkpointer.
      checkpointer: false,
      middleware: [
        ...limits(),
        // LangChain's own text for a failed tool holds a stack trace.
        toolErrorMiddleware({ onError: () => (signal.aborted ? undefined : 'The tool failed. Go on without it.') }),
        guard,
      ],
    });
    try {
      const { messages } = await agent.invoke({ messages: [{ role: 'user', content: user }] }, { ...internalCall, signal, recursionLimit: 60 });
      return { tool_results: results, text: finalText(messages, calls) } satisfies AgentRun;
    } catch (thrown) {
      if (callerSignal?.aborted === true) throw new AppError('cancelled', 'The request was cancelled.', { cause: thrown });
      log.warn({ code: time.aborted ? 'upstream_timeout' : rootOf(thrown).code, model_calls: calls, tool_calls: results.length }, 'the tool loop failed');
      // What was found, and above all what was written, is still told.
      return results.length === 0 ? null : { tool_results: results, text: '' };
    } finally {
      over.abort();
    }
  };

/** Some servers give every message the same id, or number the calls of each from zero: LangGraph would replace the one and createAgent skip the other. */
const withOwnIds = <Answer>(answer: Answer, used: Set<string>, round: number): Answer => {
  if (!AIMessage.isInstance(answer)) return answer;
  answer.id = `round_${round}`;
  for (const call of answer.tool_calls ?? []) {
    if (call.id !== undefined && used.has(call.id)) call.id = `${call.id}_${round}`;
    if (call.id !== undefined) used.add(call.id);
  }
  return answer;
};

type Middleware = ReturnType<typeof toolErrorMiddleware>;

/** Their published types are of zod 3, which under exactOptionalPropertyTypes fit neither their own options nor createAgent: hence `never` and the cast. */
const limits = () =>
  [
    modelCallLimitMiddleware({ runLimit: mostModelCalls, exitBehavior: 'end' } as never),
    toolCallLimitMiddleware({ runLimit: mostToolCalls, exitBehavior: 'continue' } as never),
  ] as unknown as readonly [Middleware, Middleware];

/** The model's last words; empty when it was stopped while asking for more tools. */
const finalText = (messages: readonly unknown[], calls: number): string => {
  const last = messages.filter((message) => AIMessage.isInstance(message)).slice(0, calls).at(-1);
  return last === undefined || (last.tool_calls?.length ?? 0) > 0 ? '' : last.text;
};

/** createAgent wraps what a middleware throws. */
const rootOf = (thrown: unknown): AppError => (thrown instanceof Error && !(thrown instanceof AppError) && thrown.cause !== undefined ? rootOf(thrown.cause) : toAppError(thrown));
