/** What an intent is: words about itself for the classifier and the model, and a pure plan. */
import type { Anime } from '../../../src/domain/anime.ts';
import type { IntentName } from '../../../src/domain/entities.ts';
import type { Plan, Reading, Slots } from '../state.ts';

export type PlanContext = {
  readonly slots: Slots;
  readonly now: Date;
  /** True when the brain has a tool loop for open requests. */
  readonly canAct: boolean;
  /** Candidates of a title, best first; for "did you mean". */
  resolve(text: string): readonly { anime: Anime; confidence: number }[];
  byId(ref: string): Anime | undefined;
};

export type IntentDefinition = {
  readonly name: IntentName;
  /** One sentence for a model. */
  readonly description: string;
  /** Ways people say it; the classifier learns from them. */
  readonly examples: readonly string[];
  plan(reading: Reading, context: PlanContext): Plan;
};
