/** Which of several conditions nothing satisfies together: how many would come without one of them. */
import type { Filters } from '../domain/filters.ts';
import type { FilterIndex } from './filters.ts';

/** What is one condition to whoever asks: "from 1985" is two bounds. */
const conditions: readonly (readonly (keyof Filters)[])[] = [
  ['genres'], ['exclude_genres'], ['tags'], ['exclude_tags'], ['types'], ['year', 'year_from', 'year_to'], ['exclude_years'], ['season'], ['min_score'], ['min_episodes', 'max_episodes'], ['min_duration_minutes', 'max_duration_minutes'],
  ['min_total_minutes', 'max_total_minutes'], ['status'], ['studios'], ['exclude_studios'], ['exclude_titles'],
];

/** By the first name of each condition that is not alone and without which there is something. */
export const countWithout = (filters: Filters, { compile }: Pick<FilterIndex, 'compile'>): Record<string, number> => {
  const said = conditions.filter((names) => names.some((name) => filters[name] !== undefined));
  if (said.length < 2) return {};
  const counts = said.map((names) => [names[0] ?? '', compile(Object.fromEntries(Object.entries(filters).filter(([name]) => !names.some((one) => one === name)))).count] as const);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
};
