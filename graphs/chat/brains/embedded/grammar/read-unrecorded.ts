/** Conditions of a request that no entry records: dubs, subtitles, where it streams. Said to be unknown, and no words of the search. */
import type { Scanner } from './scanner.ts';

const tongue = '(?:english|german|french|spanish|italian|portuguese|japanese|hindi|latino)';
const services = 'netflix|crunchyroll|hulu|amazon prime|prime(?: video)?|disney(?: ?(?:\\+|plus))?|hidive|funimation|youtube|bilibili';
const lead = '(?:(?:and|but|only|just|that|which|is|are|it|has|have|has to have|must have|with|in|an?|the|available|also|some|any|ones?|something) )*';
const unrecorded = [
  new RegExp(`\\b${lead}(?:${tongue} )?(?:dub(?:s|bed)?|voice ?overs?)(?: ones?)?(?: (?:in|into|to) ${tongue})?\\b`),
  new RegExp(`\\b${lead}(?:${tongue} )(?:subs?|subbed|subtitles?|subtitled|audio|voices)(?: ones?)?\\b`),
  new RegExp(`\\b${lead}(?:on|streaming on|available on|from) (?:${services})(?: ?\\+)?(?![\\w])`),
];

/** What was asked for, in its own words; undefined when all of it is recorded. */
export const readUnrecorded = (scanner: Scanner): string | undefined => {
  if (!/\b(?:dub|sub|voice|audio|on|from)/.test(scanner.text())) return undefined;
  const found = unrecorded.flatMap((pattern) => scanner.take(pattern)?.[0].replace(leading, '').trim() ?? []);
  return found.length === 0 ? undefined : found.join(' ');
};
const leading = new RegExp(`^${lead}`);
