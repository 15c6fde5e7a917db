/**
 * When something was watched, as people write it: "2021-05-05", "on 5 May", "last friday", "two weeks ago"; and what says less than a day: "in 2019", "on my birthday".
 * Days are the user's: counted from the moment of the turn. Pure.
 */
import { number, parseNumber } from '../brains/embedded/grammar/numbers.ts';

export type SaidDay = (
  | { /** YYYY-MM-DD */ readonly day: string }
  | { /** In the user's words: less than a day. */ readonly vague: string }
  | { /** In the user's words: no such day, or one to come. */ readonly wrong: string; readonly ahead: boolean }
) & { /** What is said of it: begun or ended; null = neither in so many words. */ readonly of: 'started_at' | 'finished_at' | null };

const months = 'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';
const firstLetters = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const seasons = 'summer|winter|spring|fall|autumn';
const year = '(?:19|20)\\d\\d';
const figure = '(?:3[01]|[12]\\d|0?[1-9])';
const feasts: Readonly<Record<string, readonly [month: number, day: number]>> = { christmas: [12, 25], 'christmas day': [12, 25], 'christmas eve': [12, 24], "new year's eve": [12, 31], "new year's day": [1, 1], "new year's": [1, 1], halloween: [10, 31], "valentine's day": [2, 14], "valentine's": [2, 14] };

type Groups = Readonly<Record<string, string | undefined>>;
/** `tell`: the day that is meant; null = it says less than a day; undefined = there is no such day. */
type Time = { readonly words: string; readonly tell: (groups: Groups, today: Date) => Date | null | undefined };

const back = (today: Date, days: number): Date => new Date(today.getFullYear(), today.getMonth(), today.getDate() - days);
/** Undefined for 31 February. */
const dayOf = (y: number, month: number, d: number): Date | undefined => {
  const date = new Date(y, month - 1, d);
  return date.getMonth() === month - 1 ? date : undefined;
};
/** Without a year: the last time that it was that day. */
const lastOn = (today: Date, month: number, d: number): Date | undefined => {
  const [now, before] = [today.getFullYear(), today.getFullYear() - 1].map((y) => dayOf(y, month, d));
  return now !== undefined && now <= today ? now : (before ?? now);
};
const dated = (today: Date, y: string | undefined, month: number, d: string | undefined): Date | undefined =>
  y === undefined ? lastOn(today, month, Number(d)) : dayOf(Number(y), month, Number(d));
const monthOf = (name = ''): number => firstLetters.indexOf(name.slice(0, 3)) + 1;

const lead = '(?:(?:on|since|from) )?(?:the )?';
const hour = '(?: (?:morning|afternoon|evening|night))?';
/** The first that fits at a place counts. */
const stated: readonly Time[] = [
  { words: `${lead}(?<y>${year})-(?<m>\\d\\d)-(?<d>\\d\\d)\\b`, tell: ({ y, m, d }) => dayOf(Number(y), Number(m), Number(d)) },
  { words: `${lead}(?<d>\\d{1,2})(?:st|nd|rd|th)?(?: of)? (?<m>${months})\\b\\.?(?:,? (?<y>${year})\\b)?`, tell: ({ y, m, d }, today) => dated(today, y, monthOf(m), d) },
  { words: `${lead}(?<m>${months})\\.? (?<d>${figure})(?:st|nd|rd|th)?(?!\\d)(?:,? (?<y>${year})\\b)?`, tell: ({ y, m, d }, today) => dated(today, y, monthOf(m), d) },
  {
    // Which is the month, only a figure above 12 tells, or the points of a date as it is written in most of Europe.
    words: `${lead}(?<a>\\d{1,2})(?<mark>[./])(?<b>\\d{1,2})\\k<mark>(?<y>${year})\\b`,
    tell: ({ a, b, mark, y }) => (mark === '.' || Number(a) > 12 ? dayOf(Number(y), Number(b), Number(a)) : Number(b) > 12 ? dayOf(Number(y), Number(a), Number(b)) : a === b ? dayOf(Number(y), Number(a), Number(b)) : null),
  },
  { words: '(?:the )?day before yesterday|(?:two|2) nights ago', tell: (_, today) => back(today, 2) },
  { words: `yesterday${hour}|last night|the night before`, tell: (_, today) => back(today, 1) },
  { words: 'today|tonight|this (?:morning|afternoon|evening)|just now|earlier today', tell: (_, today) => back(today, 0) },
  { words: `(?<n>${number}|an?) (?<unit>days?|weeks?|fortnights?) (?:ago|back)`, tell: ({ n = '', unit = '' }, today) => back(today, (parseNumber(n) ?? 1) * (unit.startsWith('d') ? 1 : unit.startsWith('w') ? 7 : 14)) },
  { words: `last week(?:'s)? (?:on )?(?<w>${weekdays.join('|')})|(?:on )?(?<v>${weekdays.join('|')}) (?:of )?last week`, tell: ({ w, v = w }, today) => back(today, ((today.getDay() + 6) % 7) + 7 - ((weekdays.indexOf(v ?? '') + 6) % 7)) },
  { words: `(?<!\\b(?:next|every|each|until|till|by) )(?:(?:on|since|from) )?(?:this (?:past )?|(?:the )?(?:last|past) )?(?<w>${weekdays.join('|')})${hour}`, tell: ({ w = '' }, today) => back(today, (today.getDay() - weekdays.indexOf(w) + 6) % 7 + 1) },
  { words: `(?:on|since) the (?<d>${figure})(?:st|nd|rd|th)(?! (?:episode|season|try|of)\\b)`, tell: ({ d }, today) => [0, 1].map((by) => dayOf(today.getFullYear(), today.getMonth() + 1 - by, Number(d))).find((one) => one !== undefined && one <= today) ?? null },
  { words: `(?:on|at|for|since) (?<f>${Object.keys(feasts).sort((a, b) => b.length - a.length).join('|')})`, tell: ({ f = '' }, today) => { const [m, d] = feasts[f] ?? [1, 1]; return lastOn(today, m, d); } },
  { words: `(?:back |sometime |somewhere )?(?:in|during) (?:(?:early|late|mid|the (?:${seasons}) of) ?-?)?(?:(?:${months}|${seasons})(?: of)? )?${year}`, tell: () => null },
  { words: `(?:(?:some time|sometime|late|early|earlier) )?(?:last|this) (?:week(?:end)?|year|month|${seasons})`, tell: () => null },
  { words: `(?:(?:some|a few|many|a couple(?: of)?|${number}|an?) )?(?:days?|weeks?|months?|years?|nights?) (?:ago|back)|(?:ages|years|a (?:long|good)? ?(?:time|while)|some time|forever|long) (?:ago|back)`, tell: () => null },
  { words: `(?:on|at|for|around|before|after) (?:my|our|his|her|their|the) (?:\\w+(?:'s)? ){0,2}(?:birthday|anniversary|wedding|graduation|holidays?|vacation|trip|flight|day off)|(?:over|during|around|in) (?:the |my |our )?(?:weekend|holidays?|vacation|christmas|easter|(?:${seasons})(?: (?:break|holidays?|vacation))?)|(?:on|at) the weekend|(?:on|at) (?:easter|new year)`, tell: () => null },
  { words: 'the other (?:day|night|week)|(?<!\\bmost )recently|lately|as a (?:kid|child|teen(?:ager)?)|back in (?:the day|school|high school|college|uni\\w*)', tell: () => null },
];
const times = stated.map(({ words, tell }) => ({ pattern: new RegExp(`\\b(?:${words})\\b`, 'gi'), tell }));
/** Cheap: most messages name no time. */
const timely = new RegExp(`\\b(?:\\d{4}|${months}|\\w*days?|tonight|night|mornings?|evening|now|ago|back|last|this|lately|recently|as a|weekend|the \\d{1,2}(?:st|nd|rd|th)|christmas|easter|new year\\w*|halloween|valentine\\w*|holidays?|vacation|over|during|in|on my|on our)\\b`, 'i');

/** @returns the times that are named, in their order, none over another */
const timesIn = (text: string): { readonly start: number; readonly end: number; readonly groups: Groups; readonly tell: Time['tell'] }[] => {
  if (!timely.test(text)) return [];
  const found: ReturnType<typeof timesIn> = [];
  for (const { pattern, tell } of times) {
    for (const match of text.matchAll(pattern)) {
      const [start, end] = [match.index, match.index + match[0].length];
      if (found.every((other) => end <= other.start || start >= other.end)) found.push({ start, end, groups: match.groups ?? {}, tell });
    }
  }
  return found.sort((one, other) => one.start - other.start);
};

const verbs = /\b(?:(start(?:ed|ing)?|began|beg[iu]n(?:ning)?)|(finish\w*|complet\w*|end(?:ed)?|dropp?\w*|done|binged|quit))\b/gi;

/** Each with the nearest word before it that says begun or ended, else the first behind it. */
export const saidDays = (text: string, now: Date): SaidDay[] =>
  timesIn(text).map(({ start, end, groups, tell }) => {
    const said = [...text.matchAll(verbs)];
    const verb = said.findLast(({ index }) => index < start) ?? said.find(({ index }) => index >= end);
    const of = verb === undefined ? null : verb[1] === undefined ? 'finished_at' : 'started_at';
    const words = text.slice(start, end);
    const day = tell(Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, value?.toLowerCase()])), now);
    if (day === null) return { vague: words, of };
    const bare = words.replace(/^(?:(?:on|since|from|at|for)\s+)?(?:the )?/i, '');
    return day === undefined || day > now ? { wrong: bare, ahead: day !== undefined, of } : { day: isoDay(day), of };
  });

export const isoDay = (date: Date): string => [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
const two = (value: number): string => String(value).padStart(2, '0');

/** Its figures are no scores and no years of release. */
export const withoutDays = (text: string): string => timesIn(text).reduceRight((rest, { start, end }) => `${rest.slice(0, start)} ${rest.slice(end)}`, text);

/** Nothing but a time: "no, yesterday", "it was last friday". */
export const isDayAlone = (text: string): boolean => timesIn(text).length === 1 && /^[\s,.!?]*(?:(?:no|nah|nope|oops|sorry|wait|actually|i mean|i meant|it was|that was|was|rather|ok|make it|but|and)\b[\s,.!?]*)*$/i.test(withoutDays(text));
