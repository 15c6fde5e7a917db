/** Ports of the llm brain. `compose` passes the chat model, the prompts and the log; their own rooms define more than is needed here. */
import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import type { StructuredToolInterface } from '@langchain/core/tools';
import type { Field } from '../../deps.ts';
import type { Brain } from '../brain.ts';

export type GuardedModel = {
  readonly name: string;
  readonly model: BaseChatModel;
  /** Time-out, circuit breaker, error translation. `work` passes `signal` on to the model. @throws AppError */
  guarded<Result>(work: (model: BaseChatModel, signal: AbortSignal) => Promise<Result>, signal?: AbortSignal): Promise<Result>;
};

export type PromptSource = {
  /** @throws AppError invalid_input when the prompt does not exist or takes other inputs */
  expect(name: string, inputs: readonly string[]): void;
  render(name: string, values: Readonly<Record<string, string>>): { readonly system: string; readonly user: string };
};

export type BrainLog = { warn(facts: object, message: string): void };

export type LlmBrainDeps = {
  readonly chatModel: GuardedModel;
  /** The brain that takes over when the model fails. */
  readonly fallback: Brain;
  readonly prompts: PromptSource;
  readonly field: Field;
  /** Our MCP server's tools, for the tool loop. */
  readonly tools: () => StructuredToolInterface[];
  readonly log: BrainLog;
  /** Called once for an answer of which pieces were taken out because they named what no tool found. */
  readonly onUngrounded: (count: number) => void;
  /** For one tool loop with all its model and tool calls. Default 45 s. */
  readonly loopMs?: number;
};

/** Calls inside the graph whose tokens are not the answer: LangGraph's `messages` stream leaves them out. */
export const internalCall = { tags: ['nostream'] };
