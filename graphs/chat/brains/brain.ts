/** Port: what understands a message and words an answer. `embedded` needs nothing; `llm` falls back to it turn by turn. */
import type { Intent } from '../../../src/domain/chat-turn.ts';
import type { PastMessage } from '../deps.ts';
import type { Reading, Slots, ToolRequest, ToolResult } from '../state.ts';

/** The message and what it is read against. */
export type TurnView = { readonly message: string; history(): Promise<readonly PastMessage[]>; readonly slots: Slots };

/** Everything an answer may be made of. */
export type AnswerView = TurnView & {
  readonly intent: Intent;
  readonly reading: Reading;
  /** Set when no tool was called: what to say, e.g. `greeting`, `help`, `files`. */
  readonly say: string | null;
  readonly tool_results: readonly ToolResult[];
  /** Of the listing: how many to show and which were shown before. */
  readonly count: number;
  readonly skip: readonly string[];
  /** Whether the catalogue has crowd scores. */
  readonly hasScores: boolean;
  /** A question that this message left open: what to say of it, e.g. `left_change`. */
  readonly left: string | null;
};

/** `results` are what the text talks about, in its order. */
export type Answer = { readonly response: string; readonly results: readonly import('../../../src/domain/chat-turn.ts').Result[]; readonly success: boolean; readonly degraded: boolean };

export type AgentRun = { readonly tool_results: readonly ToolResult[]; readonly text: string };

export type Brain = {
  readonly mode: 'embedded' | 'llm';
  readonly model: string | null;
  /** May return the reading at once when understanding both is one step (a model's structured output). */
  classify(turn: TurnView, signal?: AbortSignal): Promise<{ intent: Intent; reading?: Reading; degraded: boolean }>;
  extract(turn: TurnView, intent: Intent, signal?: AbortSignal): Promise<Reading>;
  /**
   * The tool loop for open requests; absent when the brain has none. `call` is the graph's own way to call a tool.
   * Null when the model failed: the turn goes on without it.
   */
  act?(turn: TurnView, call: (request: ToolRequest) => Promise<ToolResult>, signal?: AbortSignal): Promise<AgentRun | null>;
  /** Emits the text piece by piece; what it emitted is exactly `response`. */
  compose(view: AnswerView, emit: (text: string) => void, signal?: AbortSignal): Promise<Answer>;
};
