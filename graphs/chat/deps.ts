/** Ports of the conversation: everything the graph uses from outside, passed in by `compose`. */
import type { StructuredToolInterface } from '@langchain/core/tools';
import type { Anime } from '../../src/domain/anime.ts';
import type { ToolScope } from '../../src/domain/caller.ts';
import type { EmitChatEvent } from '../../src/domain/chat-turn.ts';
import type { IntentLabel, IntentView } from '../../src/domain/intent-view.ts';
import type { Vocabulary } from '../../src/domain/vocabulary.ts';
import type { Brain } from './brains/brain.ts';

export type TitleCandidate = { readonly anime: Anime; readonly confidence: number };

/** The gazetteer. `confidence` 0-1, candidates best first. */
export type Titles = {
  resolve(text: string, options?: { limit?: number }): TitleCandidate[];
  findMentions(sentence: string): { readonly start: number; readonly end: number; readonly text: string; readonly candidates: readonly TitleCandidate[] }[];
  byId(ref: string): Anime | undefined;
  /** A series and what its episodes are counted on into, in order. */
  seasonsFrom(anime: Anime): readonly Anime[];
};

export type ToolFailure = { readonly code: string; readonly message: string; readonly hint?: string; readonly data?: Record<string, unknown> };
export type ToolOutcome = { ok: true; structured: Record<string, unknown> } | { ok: false; error: ToolFailure };

/** Our MCP server's tools. `scope` is the turn's. `forModel` are the same tools for a model's tool loop. */
export type ChatTools = {
  call(name: string, args: Record<string, unknown>, scope?: ToolScope): Promise<ToolOutcome>;
  forModel(): StructuredToolInterface[];
};

export type ChatDeps = {
  readonly brain: Brain;
  readonly tools: ChatTools;
  readonly titles: Titles;
  /** Whether the catalogue has crowd scores: the shipped one has none. */
  readonly hasScores: () => boolean;
  readonly now: () => Date;
};

/** The learned classifier. @param vector of the sentence, length 1; null = words alone decide */
export type IntentClassifier = { probabilities(view: IntentView, vector: Float32Array | null): Readonly<Record<IntentLabel, number>> };

/** What the embedded brain knows of the field. */
export type Field = {
  readonly titles: Titles;
  readonly vocabulary: Vocabulary;
  /** Studio names as shown, e.g. `MAPPA`. */
  readonly studios: () => readonly string[];
  readonly intents: IntentClassifier;
  readonly now: () => Date;
};

export type PastMessage = { readonly role: 'user' | 'assistant'; readonly content: string };

/** LangGraph's context of a run: this turn's input, never checkpointed. */
export type TurnContext = {
  readonly turn_id: string;
  readonly message: string;
  /** The last exchanges, oldest first, without this message. Read when asked for: only a model wants them. */
  history(): Promise<readonly PastMessage[]>;
  readonly emit: EmitChatEvent;
  /** Fires when nobody waits for the turn any more. Not LangGraph's own: that would cost a tenth of the turn. */
  readonly signal?: AbortSignal | undefined;
  /** In whose name tools are called; absent where whoever runs the graph sees to it. */
  readonly scope?: ToolScope;
};
