/** Genres, tags, moods and types, wanted or not: "romance but no harem", "mecha films". */
import type { AnimeType } from '../../../../../src/domain/anime.ts';
import { parseAnimeType } from '../../../../../src/domain/anime.ts';
import type { Entities } from '../../../../../src/domain/entities.ts';
import type { Field } from '../../../deps.ts';
import type { Scanner } from './scanner.ts';

export type Terms = Pick<Entities, 'genres' | 'exclude_genres' | 'tags' | 'exclude_tags' | 'moods' | 'types' | 'airing'> & { /** Words of moods that are no tags: for the ranking. */ readonly felt: string[] };

/** A "no" reaches over the words it is joined to: "no mecha or harem". */
const negation = /(?:\b(?:no|not|without|w\/o|except(?: for)?|minus|exclud(?:e|ing)|skip|leave out|filter out|hate|avoid|zero|sans|free (?:of|from)|devoid of|lacking|(?:nothing|none)(?: with| about| involving| that(?: is|'s| has| involves)?| of the)?|(?:hold|ditch|lose|cut(?: out)?|spare me|lay off|go easy on|easy on|light on|low on)(?= (?:the|all|on)\b)|can do without|could do without|hard pass on|not in the mood for|(?:not|no) (?:really |that |so )?(?:into|(?:a )?(?:big )?fan of|keen on|fond of)|(?:don'?t|do not) (?:really )?(?:enjoy|care for)|isn'?t|aren'?t|don'?t (?:want|need|like|recommend|show|give)(?: to (?:see|watch|have))?(?: me)?(?: anything)?(?: with| about)?|anything but|non|less|rather than|instead of|sick of|tired of|bored (?:of|with)|fed up with|(?:scared|afraid) of|enough(?: of)?|too (?:much|many)|forget(?: about)?|no longer|(?:everything|all) but|neither|nor|can'?t stand|cannot stand|don'?t mind|do not mind)|n't)(?:[\s-]+(?:any|anything|a|an|too much|much|that|the|so|really|more|of|shounen|like|in|at|set in|take place|taking place|happen|play|with|about|be|being|please))*[\s-]*$/;
/** "harem is a no-go" */
const refusedAfter = /^[\s-]free\b(?! (?:anime|shows?|to|on|of|from)\b)|^\s*(?:is|are|'s)\s+(?:a\s+|an\s+)?(?:absolute\s+)?(?:no[- ]?go|no no|out|off the table|not (?:ok(?:ay)?|for me|my thing|wanted|allowed)|excluded|turn[- ]?off|deal[- ]?breaker)\b/;
const joined = /^\s*(?:,|or|and|nor|\/|&|,\s*(?:or|and|no))\s*(?:any\s+)?$/;

/** @param byMood is it a request that a mood may answer? Elsewhere ("the meaning of life") the words are none. */
export const readTerms = (scanner: Scanner, vocabulary: Field['vocabulary'], byMood: boolean): Terms => {
  const found: Terms = { genres: [], exclude_genres: [], tags: [], exclude_tags: [], moods: [], types: [], airing: null, felt: [] };
  found.airing = readAiring(scanner);
  found.types = readTypes(scanner);
  if (scanner.take(/\b(?:(?:set|takes? place|taking place|happen(?:s|ing)?)\s+)?in the (?:distant |far )?past\b/) !== undefined) found.tags.push('historical');
  const text = scanner.text();
  let before = { end: 0, negated: false };
  const terms = vocabulary.find(text);
  for (const term of terms) {
    const lead = text.slice(Math.max(0, term.start - 40), term.start);
    // "for me and my roommate", "my little brother's": who speaks, not what it is about
    if (term.kind === 'tag' && /\b(?:my|our)\s+(?:\w+\s)?$/.test(lead)) {
      scanner.blank(term.start, term.end);
      continue;
    }
    const after = refusedAfter.exec(text.slice(term.end, term.end + 40))?.[0].length ?? 0;
    const between = text.slice(before.end, term.start);
    // "no high school kids": one thing, in several words
    const negated = negation.test(lead) || after > 0 || (before.negated && (joined.test(between) || (term.kind === 'tag' && /^\s+$/.test(between))));
    before = { end: term.end, negated };
    // Whoever wants no romcoms may still want comedies: of two genres in one word the first is refused.
    if (negated && terms.some((other) => other !== term && other.start === term.start && terms.indexOf(other) < terms.indexOf(term))) continue;
    const mood = term.kind === 'tag' && vocabulary.groupOf(term.name) === 'mood';
    const list = negated ? (term.kind === 'genre' ? found.exclude_genres : found.exclude_tags) : mood ? found.moods : term.kind === 'genre' ? found.genres : found.tags;
    if (!list.includes(term.name)) list.push(term.name);
    const blankFrom = negated ? term.start - (negation.exec(lead)?.[0].length ?? 0) : term.start;
    // Moods stay in the topic: they are for the ranking, not a bound.
    if (!mood || negated) scanner.blank(blankFrom, term.end + after);
  }
  for (const { text: words, start, end } of byMood ? vocabulary.moods(text) : []) {
    if (terms.some((term) => term.start < end && start < term.end)) continue;
    const refusal = negation.exec(text.slice(Math.max(0, start - 40), start))?.[0].length;
    scanner.blank(start - (refusal ?? 0), end);
    if (refusal !== undefined || found.felt.includes(words)) continue;
    found.felt.push(words);
    // "For Halloween" says when, which helps the ranking all the same.
    if (!/\bfor\s+(?:the\s+|my\s+|an?\s+)?$/.test(text.slice(0, start))) found.moods.push(words);
  }
  return found;
};

const readAiring = (scanner: Scanner): Entities['airing'] => {
  if (scanner.take(/\b(?:currently |still )(?:airing|ongoing|running)\b|\bongoing\b|\bairing (?:right )?now\b/) !== undefined) return 'ONGOING';
  if (scanner.take(/\b(?:already |fully )?(?:finished airing|(?:completed?|finished|ended) (?:series|shows?|anime|ones?|only))\b|\b(?:that'?s |that (?:is|are) |(?:is|are|be) |all |already )?wrapped up\b|\b(?:has|have|must|should|needs?|ought) (?:to )?be (?:already )?(?:finished|completed?|ended|over)\b|\b(?:that (?:have|has|are|is)|that's|already|fully|only|all) (?:already )?(?:finished|complete[d]?|ended|done)\b|(?<=,\s*)(?:finished|complete[d]?)\s*(?:$|,)/) !== undefined) return 'FINISHED';
  return scanner.take(/\b(?:upcoming|not yet aired|unreleased|coming soon)\b/) === undefined ? null : 'UPCOMING';
};

const readTypes = (scanner: Scanner): AnimeType[] => {
  const types: AnimeType[] = [];
  // "not a movie": anything else.
  if (scanner.take(/\b(?:no|not(?: an?)?|except(?: for)?|without|anything but|rather than|instead of|(?:drop|lose|skip|hide|leave out|exclude|remove|forget)(?: (?:all|the))*)\s+(?:any\s+)?(?:movies?|films?)\b(?! (?:that|where|with|from|by)\b)/) !== undefined) types.push('TV', 'OVA', 'ONA', 'SPECIAL');
  // "not a series": anything that is over in one or a few sittings; "a series too" takes a bound back.
  if (scanner.take(/\b(?:no|not(?: an?)?|except(?: for)?|anything but|rather than|instead of)\s+(?:any\s+|tv\s+)*(?:series|shows)\s*(?=$|[.,!?;]|please|pls)/) !== undefined) types.push('MOVIE', 'OVA', 'ONA', 'SPECIAL');
  if (scanner.take(/\b(?:only|just|rather|prefer(?:ably)?|actual)\s+(?:want |like |need |show me |give me |some )?(?:a\s+)?(?:tv\s+)?(?:series|shows)\b|\b(?:be|as|rather) a (?:tv )?(?:series|show)\b|^\s*(?:a |any |the )?(?:tv )?(?:series|shows)(?: (?:then|please|pls|instead|now))*\s*[?.!]*$|\b(?:tv )?(?:series|shows) (?:again|only|instead|please|rather)\b/) !== undefined) types.push('TV');
  for (const match of scanner.takeAll(/\b(movies?|films?|flicks?|ovas?|onas?|oavs?|specials?|tv(?: series| shows?)?)\b/)) {
    const type = parseAnimeType((match[1] ?? '').replace(/^flicks?$/, 'movie').replace(/^tv.*/, 'tv').replace(/^(ova|ona|oav)s$/, '$1'));
    if (type !== undefined && !types.includes(type)) types.push(type);
  }
  return types;
};
