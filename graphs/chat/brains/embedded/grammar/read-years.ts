import type { Entities } from '../../../../../src/domain/entities.ts';
import { parseSeason, seasonOf, shiftSeason } from '../../../../../src/domain/season.ts';
import { pattern, type Scanner } from './scanner.ts';

type Years = Pick<Entities, 'year_from' | 'year_to' | 'season'>;

const year = '((?:19|20)\\d{2})';
const decadeWords: Record<string, number> = { sixties: 1960, seventies: 1970, eighties: 1980, nineties: 1990, 'two thousands': 2000, noughties: 2000, 'twenty tens': 2010 };

/** "from 2023", "the 90s", "before 2000", "between 2010 and 2015", "spring 2024", "last season", "recent". */
export const readYears = (scanner: Scanner, now: Date): Years => {
  const found: Years = { year_from: null, year_to: null, season: null };
  const set = (from: number | null, to: number | null) => {
    found.year_from ??= from;
    found.year_to ??= to;
    return found;
  };
  const seasonal = scanner.take(pattern(`\\b(winter|spring|summer|fall|autumn)(?:\\s+season)?(?:\\s+(?:of\\s+)?${year})?\\b(?!\\s+(?:love|holiday|vacation|break))`));
  if (seasonal?.[1] !== undefined) {
    found.season = parseSeason(seasonal[1]) ?? null;
    const named = seasonal[2] === undefined ? seasonOf(now).year : Number(seasonal[2]);
    return set(named, named);
  }
  const relative = scanner.take(/\b(this|current|last|previous|next|upcoming|coming)\s+(season|cour|year)\b/);
  if (relative !== undefined) {
    const by = /this|current/.test(relative[1] ?? '') ? 0 : /last|previous/.test(relative[1] ?? '') ? -1 : 1;
    if (relative[2] === 'year') return set(now.getFullYear() + by, now.getFullYear() + by);
    const shifted = shiftSeason(seasonOf(now), by);
    found.season = shifted.season;
    return set(shifted.year, shifted.year);
  }
  const between = scanner.take(pattern(`\\b(?:between|from|in)?\\s*${year}\\s*(?:-|–|to|and|until|till)\\s*${year}\\b`));
  if (between !== undefined) {
    const years = [Number(between[1]), Number(between[2])].sort((a, b) => a - b);
    return set(years[0] ?? null, years[1] ?? null);
  }
  const decade = scanner.take(/\b(early|mid|late)?[\s-]*(?:from |in |of |the )*(?:the )?'?((?:19|20)?\d0)'?s\b/) ?? scanner.take(pattern(`\\b(early|mid|late)?[\\s-]*(?:from |in |of )*(?:the )?(${Object.keys(decadeWords).join('|')})\\b`));
  if (decade?.[2] !== undefined) {
    const start = decadeWords[decade[2]] ?? decadeStart(Number(decade[2]));
    if (decade[1] === 'early') return set(start, start + 4);
    if (decade[1] === 'mid') return set(start + 3, start + 6);
    return set(decade[1] === 'late' ? start + 5 : start, start + 9);
  }
  const before = scanner.take(pattern(`\\b(?:before|(?:not|nothing|no later than|none) (?:after|newer than|later than)|older than|earlier than|pre[- ]?|up to|until|no later than)\\s*${year}\\b`));
  if (before !== undefined) set(null, /up to|until|no later|not|nothing|none/.test(before[0]) ? Number(before[1]) : Number(before[1]) - 1);
  const after = scanner.take(pattern(`\\b(after|newer than|later than|post|since|from)\\s*${year}\\s*(onwards?|on|and later|and up|or later|or newer|\\+)?`));
  if (after !== undefined) {
    const at = Number(after[2]);
    const only = after[1] === 'from' && after[3] === undefined;
    return set(only ? at : /since|from/.test(after[1] ?? '') ? at : at + 1, only ? at : null);
  }
  if (before !== undefined) return found;
  const exact = scanner.take(pattern(`\\b(?:(?:released|aired|made|out)?\\s*(?:in|of|during)\\s+)?${year}(?:'s)?\\b(?!\\s*(?:episodes|eps))`));
  if (exact !== undefined) return set(Number(exact[1]), Number(exact[1]));
  const recent = scanner.take(/\b(?:recent(?:ly)?(?: released)?|new(?:er)? (?:anime|shows?|series|stuff|releases?|ones?)|modern|last (?:few|couple(?: of)?) years)\b/);
  if (recent !== undefined) return set(now.getFullYear() - 3, null);
  const old = scanner.take(/\b(?:old[- ]?school|retro|vintage|classics?|old (?:anime|shows?|series|stuff|ones?))\b/);
  if (old !== undefined) return set(null, 2000);
  return found;
};

/** 90 -> 1990, 20 -> 2020, 1980 -> 1980. */
const decadeStart = (digits: number): number => (digits >= 1000 ? digits : digits >= 40 ? 1900 + digits : 2000 + digits);
