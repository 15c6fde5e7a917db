/** The day that something was watched, as people write it: "2021-05-05", "on 5 May 2021", "May 5th, 2021"; and what says less than a day: "in 2019", "back in March 2018". Pure. */

const months = 'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';
const firstLetters = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const year = '(?:19|20)\\d\\d';
const figure = '(?:3[01]|[12]\\d|0?[1-9])(?:st|nd|rd|th)?';

const day = `(?:on |at |to |since )?(?:the )?(?:(?<iso>${year}-\\d\\d-\\d\\d)|(?<before>${figure})(?: of)? (?<month>${months})\\.?,? (?<year>${year})|(?<monthFirst>${months})\\.? (?<behind>${figure}),? (?<yearLast>${year}))\\b`;
const vague = `(?:(?:back |sometime |somewhere )?(?:in|during) (?:(?:early|late|mid|the (?:summer|spring|winter|fall|autumn) of) ?-?)?(?:(?:${months}|summer|spring|winter|fall|autumn)(?: of)? )?${year}|(?:(?:some time|sometime) )?last (?:year|month|summer|spring|winter|fall|autumn)|(?:(?:some|a few|many|two|three|\\d+) )?years ago|a (?:few )?(?:years?|months?) ago|(?:(?:ages|years|a long time|a while|forever) ago)|(?:ages|long) ago|as a (?:kid|child|teen(?:ager)?))\\b`;
const days = new RegExp(`\\b${day}`, 'i');
const spans = new RegExp(`\\b${vague}`, 'i');
/** Cheap: most messages name no time. */
const timely = /\d{4}|\bago\b|\blast\b|\bas a\b/i;
const all = new RegExp(`\\b(?:${day.replaceAll(/\?<\w+>/g, '?:')}|${vague})`, 'gi');

export type SaidDay = { /** YYYY-MM-DD */ readonly day: string } | { /** In the user's words. */ readonly vague: string };

/** Null when no time is named. */
export const saidDay = (text: string): SaidDay | null => {
  if (!timely.test(text)) return null;
  const groups = days.exec(text)?.groups;
  if (groups?.['iso'] !== undefined) return { day: groups['iso'] };
  if (groups !== undefined) {
    const month = firstLetters.indexOf((groups['month'] ?? groups['monthFirst'] ?? '').slice(0, 3).toLowerCase()) + 1;
    return { day: [groups['year'] ?? groups['yearLast'], two(month), two(Number.parseInt(groups['before'] ?? groups['behind'] ?? '', 10))].join('-') };
  }
  const span = spans.exec(text)?.[0];
  return span === undefined ? null : { vague: span };
};

const two = (value: number): string => String(value).padStart(2, '0');

/** Its figures are no scores and no years of release. */
export const withoutDays = (text: string): string => (timely.test(text) ? text.replace(all, ' ') : text);
