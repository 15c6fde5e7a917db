/** What a classifier of intents sees of a message: never a title, so that it learns what is said about one. */
import type { IntentName } from './entities.ts';

export type IntentView = {
  /** Lower case, titles as ` xtitle `. */
  readonly words: string;
  /** The same with genres, tags, studios and years as their kind: ` xgenre `. */
  readonly kinds: string;
  /** What is known besides the words: `ctx:list`, `titles:2`. */
  readonly marks: readonly string[];
};

/** `continue`: goes on with the listing before, whatever its intent was. */
export const intentLabels = [
  'recommendation', 'search', 'status_update', 'information', 'comparison',
  'analysis', 'seasonal', 'explanation', 'watchlist', 'general', 'continue',
] as const satisfies readonly (IntentName | 'continue')[];
export type IntentLabel = (typeof intentLabels)[number];
