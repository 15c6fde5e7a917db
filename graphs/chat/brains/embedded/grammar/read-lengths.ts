import type { Entities } from '../../../../../src/domain/entities.ts';
import { number, parseNumber } from './numbers.ts';
import { pattern, type Scanner } from './scanner.ts';

type Lengths = Pick<Entities, 'min_episodes' | 'max_episodes' | 'max_duration_minutes'>;

const episodes = '(?:episodes?|eps?\\.?|episodios)';
const less = 'under|less than|fewer than|below|shorter than|<';
const most = 'at most|up to|max(?:imum)?(?: of)?|no more than|not more than|within|<=|≤';
const more = 'over|more than|above|longer than|>';
const least = 'at least|min(?:imum)?(?: of)?|no less than|no fewer than|>=|≥';

/** One cour is a quarter of a year of weekly episodes. */
const cour = 13;

/** "under 13 episodes", "12-24 eps", "one cour", "short", "episodes under 10 minutes". */
export const readLengths = (scanner: Scanner): Lengths => {
  const found: Lengths = { min_episodes: null, max_episodes: null, max_duration_minutes: null };
  const minutes = scanner.take(pattern(`\\b(?:episodes?\\s+)?(?:that are\\s+|of\\s+)?(?:${less}|${most})\\s*(${number})[\\s-]*(?:minutes?|mins?)(?:\\s+(?:per|an|each)\\s*(?:episode|ep)?)?`));
  if (minutes !== undefined) found.max_duration_minutes = whole(minutes[1]);
  const range = scanner.take(pattern(`\\b(?:between\\s+)?(${number})\\s*(?:-|–|to|and)\\s*(${number})\\s*${episodes}`));
  if (range !== undefined) return { ...found, min_episodes: whole(range[1]), max_episodes: whole(range[2]) };
  const bounds: [string, (count: number) => Partial<Lengths>][] = [
    [less, (count) => ({ max_episodes: Math.max(0, count - 1) })],
    [most, (count) => ({ max_episodes: count })],
    [more, (count) => ({ min_episodes: count + 1 })],
    [least, (count) => ({ min_episodes: count })],
  ];
  for (const [words, bound] of bounds) {
    const match = scanner.take(pattern(`(?:\\b(?:with|has|have|of|that (?:has|have|is|are))\\s+)?(?:\\b|(?=[<>≤≥]))(?:${words})\\s*(${number})\\s*${episodes}`));
    const count = whole(match?.[1]);
    if (count !== null) Object.assign(found, bound(count));
  }
  const orFewer = scanner.take(pattern(`\\b(${number})\\s*${episodes}\\s*(?:or\\s+(less|fewer|under|shorter|more|longer)|(max|tops|minimum|min))\\b`));
  const bounded = whole(orFewer?.[1]);
  if (bounded !== null) Object.assign(found, /more|longer|min/.test(orFewer?.[0] ?? '') && !/max|tops/.test(orFewer?.[0] ?? '') ? { min_episodes: bounded } : { max_episodes: bounded });
  const cours = scanner.take(pattern(`\\b(?:a\\s+)?(single|${number})[\\s-]cours?\\b`));
  if (cours !== undefined) found.max_episodes ??= (cours[1] === 'single' ? 1 : (parseNumber(cours[1]) ?? 1)) * cour;
  const exact = scanner.take(pattern(`\\b(?:with\\s+|exactly\\s+|about\\s+|around\\s+)*(${number})[\\s-]*${episodes}\\b`));
  const count = whole(exact?.[1]);
  if (count !== null && found.min_episodes === null && found.max_episodes === null) {
    const slack = /about|around/.test(exact?.[0] ?? '') ? Math.ceil(count * 0.2) : 0;
    Object.assign(found, { min_episodes: Math.max(1, count - slack), max_episodes: count + slack });
  }
  if (found.min_episodes === null && found.max_episodes === null) {
    if (scanner.take(/\b(?:very |really |super )?(?:short(?:ish)?|quick|brief)(?=\s+(?:anime|shows?|series|tv|ones?|watch|comed|romance|thriller|horror|drama|and\b|but\b|something|⟦|[a-z-]+ (?:anime|shows?|series)))|\bsomething short\b|\b(?:binge|finish) in (?:a|one) (?:day|night|sitting|weekend|evening)\b|\bshort\s*$/) !== undefined) found.max_episodes = cour;
    else if (scanner.take(/\b(?:very |really |super )?(?:long(?:[- ]running)?)(?=\s+(?:anime|shows?|series|ones?|fantasy|adventure|shounen|shonen))|\bsomething long\b/) !== undefined) found.min_episodes = 50;
  }
  return found;
};

const whole = (text: string | undefined): number | null => {
  const value = parseNumber(text);
  return value === undefined || !Number.isInteger(value) ? null : value;
};
