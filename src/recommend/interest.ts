/** How much an entry of a list says for its title, about -0.3 (did not like it) to 1.3 (loved it). The co-like model was trained on these numbers. Pure. */
import type { StoredListEntry } from '../domain/list-entry.ts';

/** An unrated title of someone who rates: watched, but no more is known. */
const unrated = 0.3;

/** @param score 1-10, halves allowed; null = watched without a rating */
export const interestInScore = (score: number | null): number => {
  if (score === null) return unrated;
  if (score <= 5) return -0.2;
  return score >= 8 ? 0.9 + 0.2 * (score - 8) : score >= 6 ? 0.2 + 0.35 * (score - 6) : 0.4 * (score - 5) - 0.2;
};

const inStatus = { completed: 1, watching: 1, on_hold: 0.2, dropped: -0.3, plan_to_watch: 0.3 } as const;

/** Whoever rates little says with a finished title what others say with an 8. */
export const interestsOf = (list: readonly StoredListEntry[]): Map<string, number> => {
  const watched = list.filter(({ status }) => status === 'completed' || status === 'watching');
  const share = watched.length === 0 ? 0 : watched.filter(({ score }) => score !== null).length / watched.length;
  const finished = unrated + (0.9 - unrated) * (1 - share);
  return new Map(list.map(({ anime_id, status, score }) => {
    if (status === 'dropped') return [anime_id, Math.min(inStatus.dropped, score === null ? 0 : interestInScore(score))];
    return [anime_id, score === null ? finished * inStatus[status] : interestInScore(score)];
  }));
};
