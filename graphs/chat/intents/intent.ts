/** What an intent is: words about itself for a model, and a pure plan. */
import type { Anime } from '../../../src/domain/anime.ts';
import type { IntentName } from '../../../src/domain/entities.ts';
import type { Plan, Reading, Slots } from '../state.ts';

export type PlanContext = {
  readonly slots: Slots;
  readonly now: Date;
  /** False when the intent is a guess: nothing is written on one. */
  readonly sure: boolean;
  /** True when the brain has a tool loop for open requests. */
  readonly canAct: boolean;
  /** Candidates of a title, best first; for "did you mean". */
  resolve(text: string): readonly { anime: Anime; confidence: number }[];
  byId(ref: string): Anime | undefined;
  /** A series and what its episodes are counted on into, in order. */
  seasonsFrom(anime: Anime): readonly Anime[];
};

export type IntentDefinition = {
  readonly name: IntentName;
  /** One sentence for a model; the classifier learns from `data/golden/intents-train.jsonl`. */
  readonly description: string;
  /** Ways people say it, for a model. */
  readonly examples: readonly string[];
  plan(reading: Reading, context: PlanContext): Plan;
};
