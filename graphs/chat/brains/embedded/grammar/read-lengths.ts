import type { Entities } from '../../../../../src/domain/entities.ts';
import { number, parseNumber } from './numbers.ts';
import { pattern, type Scanner } from './scanner.ts';

type Lengths = Pick<Entities, 'min_episodes' | 'max_episodes' | 'min_duration_minutes' | 'max_duration_minutes' | 'min_total_minutes' | 'max_total_minutes'>;

const episodes = '(?:episodes?|eps?\\.?|episodios)';
const negative = '(?:no|not|nothing|none|never|isn\'?t|aren\'?t)';
const less = 'under|less (?:than|of|then)|fewer than|below|shorter than|<';
const most = `at most|up to(?: and including)?|max(?:imum)?(?: of)?|within|no longer than|(?:\\b${negative}\\s+)(?:(?:that(?:.s| is| has| have)|with|of|having)\\s+)?(?:more than|over|above|longer than|beyond|past)|<=|≤`;
const more = 'over|more than|above|longer than|beyond|>';
const least = `at least|(?:a )?min(?:imum)?(?: of)?|from|(?:\\b${negative}\\s+)(?:less than|fewer than|under|below|shorter than)|>=|≥`;

/** One cour is a quarter of a year of weekly episodes. */
const cour = 13;

/** "under 13 episodes", "12-24 eps", "one cour", "short", "episodes under 10 minutes". */
export const readLengths = (scanner: Scanner): Lengths => {
  const found: Lengths = { min_episodes: null, max_episodes: null, min_duration_minutes: null, max_duration_minutes: null, ...readTotal(scanner) };
  found.max_duration_minutes = readMinutes(scanner);
  Object.assign(found, readLeastMinutes(scanner));
  const hours = scanner.take(pattern`\\b(?:${less}|${most})\\s*(an?|${number})\\s*hours?`);
  if (hours !== undefined) found.max_duration_minutes = minutesOf(hours[1], 'h');
  const range = scanner.take(pattern`\\b(?:between\\s+)?(${number})\\s*(?:-|–|to|and)\\s*(${number})\\s*${episodes}`);
  if (range !== undefined) return { ...found, min_episodes: whole(range[1]), max_episodes: whole(range[2]) };
  const bounds: [string, (count: number) => Partial<Lengths>][] = [
    [most, (count) => ({ max_episodes: count })],
    [least, (count) => ({ min_episodes: count })],
    [less, (count) => ({ max_episodes: Math.max(0, count - 1) })],
    [more, (count) => ({ min_episodes: count + 1 })],
  ];
  for (const [words, bound] of bounds) {
    const match = scanner.take(pattern`(?:\\b(?:with|has|have|of|that (?:has|have|is|are))\\s+)?(?:\\b|(?=[<>≤≥]))(?:${words})\\s*(${number})\\s*${episodes}`);
    const count = whole(match?.[1]);
    if (count !== null) Object.assign(found, bound(count));
  }
  const fewer = scanner.take(pattern`\\b(${number})\\s+or\\s+(less|fewer|more)\\s+${episodes}`);
  const few = whole(fewer?.[1]);
  if (few !== null) Object.assign(found, fewer?.[2] === 'more' ? { min_episodes: few } : { max_episodes: few });
  const orFewer = scanner.take(pattern`\\b(${number})\\s*${episodes}\\s*(?:or\\s+(less|fewer|under|shorter|more|longer|higher|up)|(max|tops|minimum|min))\\b`);
  const bounded = whole(orFewer?.[1]);
  if (bounded !== null) Object.assign(found, /more|longer|min|higher|up\b/.test(orFewer?.[0] ?? '') && !/max|tops/.test(orFewer?.[0] ?? '') ? { min_episodes: bounded } : { max_episodes: bounded });
  // "13 max", when nothing else is said to be counted.
  const tops = whole(scanner.take(pattern`(?:^|,)\\s*(?:no more than |at most |max(?:imum)? |under )?(${number})\\s*(?:max(?:imum)?|tops|or (?:less|fewer))\\s*[.!]*\\s*$`)?.[1]);
  if (tops !== null) found.max_episodes ??= tops;
  // "something similar but under 30": what else would be counted.
  const under = whole(scanner.take(pattern`\\b(?:under|less than|fewer than|below|max|at most|no more than|not more than|up to)\\s+(\\d{1,3})\\s*(?=$|[.,!?;]|please|pls)`)?.[1]);
  if (under !== null && under > 10) found.max_episodes ??= under;
  const plus = whole(scanner.take(pattern`\\b(${number})\\s*(?:\\+|plus)\\s*${episodes}`)?.[1]);
  if (plus !== null) found.min_episodes ??= plus;
  const cours = scanner.take(pattern`\\b(?:a\\s+)?(single|${number})[\\s-]cours?\\b`);
  const many = cours === undefined ? 0 : cours[1] === 'single' ? 1 : (parseNumber(cours[1]) ?? 1);
  if (many > 0) found.max_episodes ??= many * cour;
  if (many > 1) found.min_episodes ??= (many - 1) * cour + 1;
  const exact = scanner.take(pattern`(?<!#)\\b(?:with\\s+|exactly\\s+|about\\s+|around\\s+){0,3}(${number})[\\s-]*${episodes}\\b`);
  const count = whole(exact?.[1]);
  if (count !== null && found.min_episodes === null && found.max_episodes === null) {
    const slack = /about|around/.test(exact?.[0] ?? '') ? Math.ceil(count * 0.2) : 0;
    Object.assign(found, { min_episodes: Math.max(1, count - slack), max_episodes: count + slack });
  }
  // "A short one over 50 episodes" is asked about.
  if (scanner.take(/\b(?:very |really |super )?(?:short(?:ish)?|quick|brief)(?=\s+(?:anime|shows?|series|tv|ones?|watch|comed|romance|thriller|horror|drama|and\b|but\b|something|⟦|[a-z-]+ (?:anime|shows?|series)))|\b(?:something|anything) (?:short|quick)\b|\bbite[- ]sized\b|\b(?:binge|finish) in (?:a|one) (?:day|night|sitting|weekend|evening)\b|\bshort\s*$/) !== undefined) found.max_episodes ??= cour;
  else if (scanner.take(/\b(?:very |really |super )?(?:long(?:[- ]running)?)(?=\s+(?:anime|shows?|series|ones?|fantasy|adventure|shounen|shonen))|\b(?:something|anything) long\b|\blong[- ]running\b/) !== undefined) found.min_episodes ??= 50;
  return found;
};

/** The length of all episodes together: "a 5 hour anime", "something I can finish in four hours", "under 6 hours". */
const readTotal = (scanner: Scanner): Pick<Lengths, 'min_total_minutes' | 'max_total_minutes'> => {
  if (!/\bh(?:ou)?rs?\b|\dh/.test(scanner.text())) return { min_total_minutes: null, max_total_minutes: null };
  const about = scanner.take(pattern`\\b(?:about |around |roughly )?(${number})[\\s-]*(?:hours?|hrs?)(?:[\\s-]long)?(?=\\s+(?:anime|shows?|series|binge|watch|story|thing)\\b)`);
  const hours = parseNumber(about?.[1]);
  if (hours !== undefined) return { min_total_minutes: Math.round(hours * 48), max_total_minutes: Math.round(hours * 72) };
  const found =
    scanner.take(pattern`\\b(?:finish(?:ed)?|watch(?:ed)?|binged?|done|complete|through)\\b(?:\\s+\\w+){0,2}\\s+(?:in|within)\\s+(?:under |less than |about )?(${number})\\s*(?:hours?|hrs?)\\b`) ??
    scanner.take(pattern`\\bi(?:'ve| have)(?: got)?(?: only| just)? (${number}) (?:hours?|hrs?)\\b`) ??
    scanner.take(pattern`\\b(?:${less}|${most})?\\s*(${number})\\s*(?:hours?|hrs?)\\s+(?:in )?(?:total|altogether|all in all)\\b`) ??
    scanner.take(pattern`\\b(?:${less}|${most})\\s*(${number})\\s*(?:hours?|hrs?)\\b(?<!\\b(?:one|two|1|2|1[.,]5|2[.,]5)\\s*(?:hours?|hrs?))`); // under two hours is a film
  const limit = parseNumber(found?.[1]);
  return { min_total_minutes: null, max_total_minutes: limit === undefined ? null : Math.round(limit * 60) };
};

/** The length of one episode or film: "under 20 minutes", "15 min or less", "half an hour tops", "shorter than two hours". */
const readMinutes = (scanner: Scanner): number | null => {
  const unit = String.raw`[\s-]*(minutes?|mins?|min\b|hours?|hrs?|h\b)`;
  const amount = `(${number}|half an|half a|an|a)`;
  const half = scanner.take(pattern`\\b(?:${less}|${most})\\s*(an?|${number})\\s*(?:hours?|h)\\s+and\\s+a\\s+half\\b`);
  if (half !== undefined) return minutesOf(half[1], 'h') + 30;
  const each = String.raw`(?:[\s-]*(?:long|per|an|each|a)?\s*(?:episodes?|eps?)\b)?`;
  const match =
    scanner.take(pattern`(?:\\b(?:episodes?|eps?)\\s+)?(?:\\b(?:that are|of|with)\\s+)?(?:\\b|(?=[<≤]))(?:${less}|${most}|about|around)\\s*${amount}${unit}${each}`) ??
    scanner.take(pattern`(?:\\b(?:about|around)\\s+)?\\b${amount}${unit}${each}\\s*(?:or (?:less|under|shorter|fewer)|max(?:imum)?|tops|at most)\\b`) ??
    scanner.take(pattern`\\b(${number})[\\s-]*(minutes?|mins?)[\\s-]+(?:long )?(?:episodes?|eps?|shorts?)\\b(?:\\s+or (?:less|under|shorter))?`);
  if (match === undefined) return null;
  const value = /^half/.test(match[1] ?? '') ? 0.5 : /^an?$/.test(match[1] ?? '') ? 1 : (parseNumber(match[1]) ?? 0);
  const minutes = Math.round(/^h/.test(match[2] ?? '') ? value * 60 : value);
  return minutes > 0 ? minutes : null;
};

/** "movies over two hours", "longer than 100 minutes"; "a 10 minute anime" is about as long. */
const readLeastMinutes = (scanner: Scanner): Partial<Lengths> => {
  const unit = String.raw`[\s-]*(minutes?|mins?|hours?|hrs?)\b`;
  const over = scanner.take(pattern`\\b(?:that are |of |with )?(${more}|${least})\\s*(an|a|${number})${unit}(?:\\s+long)?`);
  if (over !== undefined) return { min_duration_minutes: minutesOf(over[2], over[3]) + (pattern`^(?:${more})$`.test(over[1] ?? '') ? 1 : 0) };
  const about = scanner.take(pattern`\\b(${number})[\\s-]*(minutes?|mins?)(?:[\\s-]long)?(?=\\s+(?:anime|shows?|series|movies?|films?)\\b)`);
  const minutes = about === undefined ? 0 : minutesOf(about[1], about[2]);
  return minutes < 1 ? {} : { min_duration_minutes: Math.max(1, Math.floor(minutes * 0.8)), max_duration_minutes: Math.ceil(minutes * 1.2) };
};

const minutesOf = (amount: string | undefined, unit: string | undefined): number => Math.round((/^an?$/.test(amount ?? '') ? 1 : (parseNumber(amount) ?? 0)) * (/^h/.test(unit ?? '') ? 60 : 1));

const whole = (text: string | undefined): number | null => {
  const value = parseNumber(text);
  return value === undefined || !Number.isInteger(value) ? null : value;
};
