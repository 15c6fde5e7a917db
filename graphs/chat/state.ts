/** State of the conversation. `slots` live on between turns; the rest belongs to one turn (kept only while a question is open). */
import { Annotation, UntrackedValueChannel } from '@langchain/langgraph';
import type { Intent, Interrupt, Result, ToolCallRecord } from '../../src/domain/chat-turn.ts';
import type { Entities, IntentName } from '../../src/domain/entities.ts';

export type ToolRequest = { readonly name: string; readonly arguments: Record<string, unknown> };

/** What is asked of the user. `mention` = index of the title in doubt; `calls` = what a "yes" carries out. */
export type Question = Interrupt & { readonly mention?: number; readonly calls?: readonly ToolRequest[] };

/** What an intent decided to do. `preview`: write only if it lowers nothing, otherwise ask with the diff. */
export type Plan =
  | { readonly kind: 'call'; readonly calls: readonly ToolRequest[]; readonly count?: number; readonly skip?: readonly string[]; readonly preview?: boolean }
  | { readonly kind: 'ask'; readonly question: Question }
  | { readonly kind: 'say'; readonly topic: string }
  | { readonly kind: 'agent' };

export type ToolResult = ToolRequest & ({ readonly ok: true; readonly structured: Record<string, unknown> } | { readonly ok: false; readonly error: { code: string; message: string; hint?: string; data?: Record<string, unknown> } });

/** A title the user has seen in an answer, with why it was there. */
export type Shown = { readonly anime_id: string; readonly title: string; readonly reasons?: readonly string[] };

/** Memory of the thread that is not text: what "the second one", "shorter", "more", "it" refer to, and the running facts. */
export type Slots = {
  readonly intent: IntentName | null;
  readonly entities: Partial<Entities> | null;
  /** The words that were searched for, titles and bounds taken out. */
  readonly topic: string;
  readonly shown: readonly Shown[];
  /** Every id already shown for the current request: "more" goes past them. */
  readonly served: readonly string[];
  /** What "it" is. */
  readonly focus: Shown | null;
  readonly last_change: Shown | null;
  readonly facts: { readonly liked: readonly string[]; readonly rejected: readonly string[]; readonly constraints: readonly string[] };
};

export const emptySlots: Slots = {
  intent: null, entities: null, topic: '', shown: [], served: [], focus: null, last_change: null,
  facts: { liked: [], rejected: [], constraints: [] },
};

/** What a brain read in a message; `text` is the message, `topic` what is left of it when titles, bounds and filler are taken out. */
export type Reading = {
  readonly text: string;
  readonly entities: Entities;
  readonly topic: string;
  /** Names of people that were asked for, of whom the catalogue knows nothing. */
  readonly people?: readonly string[];
  /** What the message asks besides, in the user's words: to be done after, or offered. */
  readonly also?: { readonly text: string; readonly intent: IntentName };
};

export type Outcome = {
  readonly intent: Intent;
  readonly entities: Entities;
  readonly response: string;
  readonly results: readonly Result[];
  readonly success: boolean;
};

const turnValue = <Value>() => () => new UntrackedValueChannel<Value>();

export const ChatState = Annotation.Root({
  slots: Annotation<Slots>,
  intent: Annotation<Intent | null>,
  reading: Annotation<Reading | null>,
  plan: Annotation<Plan | null>,
  tool_results: turnValue<readonly ToolResult[]>(),
  tool_calls: turnValue<readonly ToolCallRecord[]>(),
  degraded: turnValue<boolean>(),
  outcome: turnValue<Outcome>(),
});
export type ChatStateValue = typeof ChatState.State;
export type ChatUpdate = typeof ChatState.Update;
