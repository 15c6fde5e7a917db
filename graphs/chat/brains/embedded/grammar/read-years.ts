import type { Entities } from '../../../../../src/domain/entities.ts';
import { parseSeason, seasonOf, shiftSeason } from '../../../../../src/domain/season.ts';
import { number, parseNumber } from './numbers.ts';
import { pattern, type Scanner } from './scanner.ts';

type Years = Pick<Entities, 'year_from' | 'year_to' | 'exclude_years' | 'season'>;

/** Also of a time before any anime: then the answer is that there is none. */
const year = '((?:18|19|20)\\d{2})';
const decadeWords: Record<string, number> = { sixties: 1960, seventies: 1970, eighties: 1980, nineties: 1990, 'two thousands': 2000, noughties: 2000, 'twenty tens': 2010 };

/** "from 2023", "the 90s", "before 2000", "between 2010 and 2015", "spring 2024", "last season", "recent". */
export const readYears = (scanner: Scanner, now: Date): Years => {
  const found: Years = { year_from: null, year_to: null, exclude_years: [], season: null };
  const set = (from: number | null, to: number | null) => {
    found.year_from ??= from;
    found.year_to ??= to;
    return found;
  };
  const refused = scanner.takeAll(pattern`\\b(?:not|no|nothing|none|without|except(?: for)?|exclud(?:e|ing)|anything but)\\s+(?:(?:released |made |aired )?(?:from|in|of)\\s+)?${year}\\b(?!\\s*(?:-|–|to\\b|on\\b|onwards?|episodes|eps))`);
  const refusedDecades = scanner.takeAll(pattern`\\b(?:not|no|nothing|none|without|except(?: for)?|exclud(?:e|ing)|anything but)\\s+(?:(?:anything |released |made |aired )*(?:from|in|of)\\s+)?(?:the\\s+)?'?((?:19|20)?\\d0)\\s?'?s\\b`);
  found.exclude_years = [...refused.map(([, figures]) => Number(figures)), ...refusedDecades.flatMap(([, digits]) => Array.from({ length: 10 }, (_, at) => decadeStart(Number(digits)) + at))];
  const seasonal = scanner.take(pattern`\\b(winter|spring|summer|fall|autumn)(?:\\s+season)?(?:\\s+(?:of\\s+)?(?:${year}|'(\\d{2})))?\\b(?!\\s+(?:love|holiday|vacation|break|asleep|in love|for|apart|out)\\b)`);
  if (seasonal?.[1] !== undefined) {
    found.season = parseSeason(seasonal[1]) ?? null;
    const relativeYear = scanner.take(/\b(?:of |from |in )?(this|last|previous|past|next)\s+year(?:'?s)?\b(?! or)/)?.[1];
    const shift = relativeYear === undefined || relativeYear === 'this' ? 0 : relativeYear === 'next' ? 1 : -1;
    const named = seasonal[2] !== undefined ? Number(seasonal[2]) : seasonal[3] !== undefined ? decadeStart(Number(seasonal[3])) : seasonOf(now).year + shift;
    return set(named, named);
  }
  const ago = scanner.take(pattern`\\b(${number}) (?:anime )?(?:seasons?|cours?) (?:ago|back|before)\\b`);
  const relative = ago ?? scanner.take(/\b(this|the current|current|last|previous|past|next|upcoming|coming)\s+(?:anime\s+)?(season|cour|year)(?:'?s)?\b/);
  if (relative !== undefined) {
    const by = ago !== undefined ? -(parseNumber(ago[1]) ?? 1) : /this|current/.test(relative[1] ?? '') ? 0 : /last|previous|past/.test(relative[1] ?? '') ? -1 : 1;
    if (relative[2] === 'year') return set(now.getFullYear() + by, now.getFullYear() + by);
    const shifted = shiftSeason(seasonOf(now), by);
    found.season = shifted.season;
    return set(shifted.year, shifted.year);
  }
  const span = scanner.take(pattern`\\b(?:from |in |of |within )?(?:the )?(?:last|past) (${number}|few|couple of) (years|decades?)\\b`);
  if (span !== undefined) return set(now.getFullYear() - (parseNumber(span[1]) ?? 3) * (span[2] === 'years' ? 1 : 10), null);
  const century = scanner.take(/\b(?:from |in |of )?(this|the current|last|the last|the previous) (decade|century)\b/);
  if (century !== undefined) {
    const size = century[2] === 'decade' ? 10 : 100;
    const start = Math.floor(now.getFullYear() / size) * size - (/last|previous/.test(century[1] ?? '') ? size : 0);
    return set(start, /last|previous/.test(century[1] ?? '') ? start + size - 1 : null);
  }
  const between = scanner.take(pattern`\\b(?:between|from|in)?\\s*${year}\\s*(?:-|–|to|and|until|till)\\s*${year}\\b`);
  if (between !== undefined) {
    const years = [Number(between[1]), Number(between[2])].sort((a, b) => a - b);
    return set(years[0] ?? null, years[1] ?? null);
  }
  const decades = scanner.take(/\b(?:from |in |of |the ){0,3}'?((?:19|20)?\d0)\s?'?s\s*(?:,|-|–|\/|&|or|and|to|through)\s*(?:from |in |the )*'?((?:19|20)?\d0)\s?'?s\b/);
  if (decades !== undefined) {
    const starts = [decadeStart(Number(decades[1])), decadeStart(Number(decades[2]))].sort((a, b) => a - b);
    return set(starts[0] ?? null, (starts[1] ?? 0) + 9);
  }
  const decade = scanner.take(/\b(early|mid|late)?[\s-]*(?:from |in |of |the ){0,3}(?:the )?'?((?:19|20)?\d0)\s?'?s\b/) ?? scanner.take(pattern`\\b(early|mid|late)?[\\s-]*(?:from |in |of )*(?:the )?(${Object.keys(decadeWords).join('|')})\\b`);
  if (decade?.[2] !== undefined) {
    const start = decadeWords[decade[2]] ?? decadeStart(Number(decade[2]));
    if (decade[1] === 'early') return set(start, start + 4);
    if (decade[1] === 'mid') return set(start + 3, start + 6);
    return set(decade[1] === 'late' ? start + 5 : start, start + 9);
  }
  const before = scanner.take(pattern`\\b(?:(?<!\\b(?:not|nothing|none|no)(?: (?:from|made|released))? )before|(?:not|nothing|no later than|none|no)(?: (?:from|made|released))? (?:after|newer than|later than)|(?<!\\b(?:not|nothing|none|no|never) )(?:older|earlier) than|pre[- ]?|up to(?: and including)?|until|till|through|by|no later than)\\s*${year}\\b`);
  if (before !== undefined) set(null, /up to|until|till|through|no later|not|nothing|none/.test(before[0]) ? Number(before[1]) : Number(before[1]) - 1);
  const after = scanner.take(pattern`\\b(after|newer than|later than|more recent than|(?:not|nothing|none|no)(?: (?:from|made|released))? (?:before|older than|earlier than)|post|since|starting(?: in)?|from)[\\s-]*${year}\\s*(onwards?|on|and later|and up|or later|or newer|\\+)?`);
  if (after !== undefined) {
    const at = Number(after[2]);
    const only = after[1] === 'from' && after[3] === undefined;
    return set(only ? at : /since|from|starting|not|no/.test(after[1] ?? '') ? at : at + 1, only ? at : null);
  }
  if (before !== undefined) return found;
  const exact = scanner.take(pattern`\\b(?:(?:released|aired|made|out)?\\s*(?:in|of|during)\\s+)?${year}(?:'s)?\\b(?!\\s*(?:episodes|eps))`);
  if (exact !== undefined) return set(Number(exact[1]), Number(exact[1]));
  const recent = scanner.take(/\b(?:(?<!\b(?:more|most|less) )recent(?:ly)?(?: released)?|new (?:anime|shows?|series|stuff|releases?|ones?)|(?<!\bmore )modern(?!\s+(?:twist|take|retelling|setting|day|times|era|world|life|society|japan|tokyo|city|art|tech\w*|military|warfare|school)\b)|last (?:few|couple(?: of)?) years)\b/);
  if (recent !== undefined) return set(now.getFullYear() - 3, null);
  const old = scanner.take(/\b(?:old[- ]?school|retro|vintage|classics?|old (?:anime|shows?|series|stuff|ones?))\b/);
  if (old !== undefined) return set(null, 2000);
  return found;
};

/** 90 -> 1990, 20 -> 2020, 1980 -> 1980. */
const decadeStart = (digits: number): number => (digits >= 1000 ? digits : digits >= 40 ? 1900 + digits : 2000 + digits);
