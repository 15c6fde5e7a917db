/** Figures of rankings: how good the first ten are, how much of what is wanted is among the first twenty. */
import { perHalf } from './golden.ts';
import { mean, ndcg, recall, type Grades } from './metrics.ts';
import type { Figures, Split } from './part.ts';

export type Ranked = { readonly split: Split; readonly kind: string; readonly ndcg: number; readonly recall: number };

export const judgeRanking = (split: Split, kind: string, ranking: readonly string[], grades: Grades): Ranked => ({ split, kind, ndcg: ndcg(ranking, grades, 10), recall: recall(ranking, grades, 20) });

export const ndcgOf = (ranked: readonly Ranked[]): Figures => perHalf(ranked, (half) => mean(half.map((one) => one.ndcg)));
export const recallOf = (ranked: readonly Ranked[]): Figures => perHalf(ranked, (half) => mean(half.map((one) => one.recall)));

/** How many times as good, per half. */
export const ratio = (product: Figures, baseline: Figures): Figures => {
  const times = (above: number | null | undefined, below: number | null | undefined): number | null => (typeof above !== 'number' || typeof below !== 'number' || below === 0 ? null : above / below);
  return { tuned: times(product.tuned, baseline.tuned), untouched: times(product.untouched, baseline.untouched) };
};

/** Of a listing tool's answer. */
export const idsOf = ({ results }: Record<string, unknown>): string[] => (results as { anime_id: string }[]).map(({ anime_id }) => anime_id); // the listing tools' own output schema

/** Said where figures of rankings come out higher than in use. */
export const fewEntries = ({ length }: readonly unknown[]): string[] => (length > 10_000 ? [] : [`Among ${length} entries right ones are easier to find than in a full snapshot, for which "must" and "aim" are meant.`]);
