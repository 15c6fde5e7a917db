/** How somebody scores: how high, how wide, and whether harsher or kinder than the crowd on the same titles. Pure. */
import { deviation, mean, median, rounded, titles, type Listed } from './listed.ts';

export type ScoreHabits = {
  readonly sentences: string[];
  readonly n: number;
  readonly mean: number | null;
  readonly median: number | null;
  /** Standard deviation. */
  readonly spread: number | null;
  /** How many got 1, 2, ... 10; halves count upwards. */
  readonly distribution: number[];
  /** On the titles of which the crowd's score is known. */
  readonly crowd: { readonly n: number; readonly difference: number | null; readonly manner: 'harsh' | 'kind' | 'like_the_crowd' | 'unknown' };
};

const few = 5;
/** What one would feel as harsh or kind. */
const felt = 0.3;

export const scoreHabits = (listed: readonly Listed[]): ScoreHabits => {
  const scores = listed.flatMap(({ entry: { score } }) => score ?? []);
  const apart = listed.flatMap(({ anime, entry }) => (entry.score === null || anime.score === null ? [] : [entry.score - anime.score]));
  const difference = apart.length === 0 ? null : mean(apart);
  // Twice the standard error: less could be chance.
  const isSure = apart.length >= few && difference !== null && Math.abs(difference) > (2 * deviation(apart)) / Math.sqrt(apart.length);
  const manner = apart.length < few || difference === null ? 'unknown' : isSure && difference <= -felt ? 'harsh' : isSure && difference >= felt ? 'kind' : 'like_the_crowd';
  const habits = {
    n: scores.length,
    mean: scores.length === 0 ? null : rounded(mean(scores)),
    median: scores.length === 0 ? null : median(scores),
    spread: scores.length < 2 ? null : rounded(deviation(scores)),
    distribution: Array.from({ length: 10 }, (_, at) => scores.filter((score) => Math.min(10, Math.ceil(score)) === at + 1).length),
    crowd: { n: apart.length, difference: difference === null ? null : rounded(difference), manner },
  } as const;
  return { sentences: tell(habits), ...habits };
};

const tell = ({ n, mean: average, spread, crowd }: Omit<ScoreHabits, 'sentences'>): string[] => {
  if (n === 0 || average === null) return ['You have not scored anything yet, so there is nothing to say about your scores.'];
  const shown = average.toFixed(1);
  if (n < few) return [`${n === 1 ? 'One score says' : `${n} scores say`} little: ${shown} ${n === 1 ? 'so far' : 'on average so far'}.`];
  const wide = spread === null ? '' : spread < 1 ? ' You stay close to that.' : spread > 2 ? ' You use the whole scale.' : '';
  const apart = Math.abs(crowd.difference ?? 0).toFixed(1);
  const against = {
    unknown: 'I know too few crowd scores of these titles to say whether that is harsh.',
    harsh: `That is ${apart} below what the crowd gives the same titles: a harsh critic.`,
    kind: `That is ${apart} above what the crowd gives the same titles: a kind critic.`,
    like_the_crowd: 'That is about what the crowd gives the same titles: neither harsh nor kind.',
  }[crowd.manner];
  return [`You give ${shown} on average, over ${titles(n)}.${wide}`, against];
};
