/** "no, the movie", "sorry, I meant the one from 2001", "and the old one?": another work of the name that was just spoken of. Pure. */
import type { Anime } from '../../src/domain/anime.ts';
import { foldTitle, splitQualifier, titleMarkers, titleStem } from '../../src/domain/title-match.ts';
import type { Titles } from './deps.ts';
import type { Reading, Shown, Slots } from './state.ts';

const year = '(?:19|20)\\d\\d';
const sorry = /^\s*(?:(?:no(?=\s*[,.!-]|\s+(?:the|i mean|i meant|rather|not|sorry|wait|actually)\b)|oh|nah|nope|sorry|oops|whoops|ugh|my (?:bad|mistake)|(?:that was the )?wrong (?:one|title|anime|show)|actually|wait|hm+|not (?:that|this)(?: one)?)\b[\s,.!-]*)+/;
const onward = /^\s*(?:(?:and|ok|so|what about|how about)\b[\s,]*)+/;
const meant = /^(?:(?:(?:i|we) )?(?:mean|meant)|(?:i|we) was (?:talking about|thinking of|referring to)|rather|it should be|make (?:that|it))\s+/;
const noun = '(?: one(?!s)| version| series| anime| show| movie| film| adaptation)';
/** Which work: its kind, its year, or where it stands among those of its name. */
const work = new RegExp(`^(?:the\\s+)?(?:(?<kind>movies?|films?|series|tv(?: show| series)?|anime|show|ova|ona|special)\\b|(?:(?:old|new|original|first) )?(?:one|version|series|anime|film|movie)? ?from\\s+(?<from>${year})|(?<year>${year})(?<noun>${noun})?|(?<old>old|older|original|classic)${noun}|(?<new>new|newer|recent|more recent|modern|latest)${noun}|(?<remake>remake|reboot|original)|(?<other>other)${noun}?|(?<part>s\\d|seasons? (?:\\d|one|two|three|four)|(?:first|second|third|final|last|1st|2nd|3rd) season|part \\d)|(?:number |#)?(?<place>first|second|third|fourth|fifth|last|[1-9])(?: one)?)[\\s.!?]*$`);

type Told = { readonly kind?: string; readonly year?: number; readonly age?: 'older' | 'newer' | 'other'; /** Part of its name. */ readonly words?: string; /** Season or part. */ readonly part?: string; /** Counted in what was shown. */ readonly place?: number };

/** Null when the text names no other work of the same name. */
const told = (message: string): Told | null => {
  const text = message.toLowerCase().trim();
  const [lead = ''] = sorry.exec(text) ?? onward.exec(text) ?? [];
  const rest = text.slice(lead.length);
  const [mean = ''] = meant.exec(rest) ?? [];
  const firm = mean !== '' || sorry.test(text);
  const what = rest.slice(mean.length);
  const groups = work.exec(what)?.groups;
  if (groups !== undefined) {
    if ((groups['kind'] !== undefined || groups['other'] !== undefined || groups['part'] !== undefined || groups['place'] !== undefined || (groups['year'] !== undefined && groups['noun'] === undefined)) && !firm) return null;
    if (groups['kind'] !== undefined) return { kind: groups['kind'] };
    if (groups['part'] !== undefined) return { part: groups['part'] };
    if (groups['place'] !== undefined) return { place: placeOf(groups['place']) };
    const named = groups['from'] ?? groups['year'];
    if (named !== undefined) return { year: Number(named) };
    if (groups['other'] !== undefined) return { age: 'other' };
    return { age: groups['old'] !== undefined || groups['remake'] === 'original' ? 'older' : 'newer' };
  }
  const words = /^(?:i|we|mean|meant) ?/.test(mean) ? what.replace(/^(?:the|a)\s+|\s+(?:one|please|pls)\b|[.!?]+$/g, '').trim() : '';
  return words === '' || /(?<!⟦)\d|\b(?:it|that|this|more|less|not|to|i|you|with|from|like)\b/.test(words) || words.split(/\s+/).length > 5 ? null : { words };
};

const places = ['first', 'second', 'third', 'fourth', 'fifth'];
const placeOf = (word: string): number => (word === 'last' ? -1 : places.includes(word) ? places.indexOf(word) : Number(word) - 1);

export const isCorrection = (text: string): boolean => told(text) !== null;

/** How many works of one name are looked through. */
const mostNamesakes = 40;

/** The reading with the work that is meant instead, as its title; what was just written of the other one is meant of it. */
export const correctTitle = (reading: Reading, { focus, changed, shown, beside = [] }: Slots, titles: Pick<Titles, 'resolve' | 'byId'>): Reading => {
  const said = told(reading.text);
  const before = focus === null ? undefined : titles.byId(focus.anime_id);
  if (said === null || before === undefined || focus === null) return reading;
  const known = said.words === undefined ? undefined : reading.entities.titles.find(({ anime_id }) => anime_id !== null && anime_id !== before.anime_id)?.anime_id;
  const meantId = said.age === 'other' ? beside[0]?.anime_id : said.place !== undefined ? shown.at(said.place)?.anime_id : said.part !== undefined ? partOf(focus, said.part, titles)?.anime_id : (known ?? namesake(before, said, titles)?.anime_id);
  const other = meantId === undefined ? undefined : titles.byId(meantId);
  if (other === undefined) return reading;
  const mention = { text: other.title, anime_id: other.anime_id, title: other.title, confidence: 1 };
  const { pick: _pick, ...rest } = reading;
  return { ...rest, ...(changed?.undo && { insteadOf: focus }), entities: { ...reading.entities, titles: [mention], types: [], year_from: null, year_to: null, references: [] } };
};

/** "s2 was a 10", "add the movie": the part of what is spoken of that the words mean. */
export const partOf = (focus: Shown, member: string, titles: Pick<Titles, 'resolve' | 'byId'>): Anime | undefined => {
  const anime = titles.byId(focus.anime_id);
  if (anime === undefined) return undefined;
  if (/^(?:movie|film|ova|series)/.test(member)) return isOfKind(anime, member) ? anime : namesake(anime, { kind: member }, titles);
  if (!seasonWords.test(member)) return named(anime, member, titles);
  const { season } = titleMarkers(anime);
  const words = member === 'sequel' ? `season ${(season ?? 1) + 1}` : member.replace(/^s(?=\d)/, 'season ');
  const stem = titleStem(anime.title);
  return [anime.title, anime.title_english, stem].filter((name) => name !== null).flatMap((name) => titles.resolve(`${splitQualifier(foldTitle(name))[0]?.base ?? name} ${words}`).slice(0, 1)).find(({ confidence }) => confidence >= clear)?.anime;
};
const clear = 0.85;
const surely = 0.9;
const seasonWords = /^s\d$|season|cour|part|sequel/;

/** "r2 a 9", right after Code Geass: the words complete its name. */
const named = ({ anime_id, title, title_english }: Anime, words: string, titles: Pick<Titles, 'resolve'>): Anime | undefined =>
  words.split(' ').length > 3
    ? undefined
    : [title, title_english].filter((name) => name !== null).flatMap((name) => titles.resolve(`${name} ${words}`).slice(0, 1)).find(({ anime, confidence }) => confidence >= surely && anime.anime_id !== anime_id)?.anime;


const namesake = (before: Anime, said: Told, titles: Pick<Titles, 'resolve' | 'byId'>): Anime | undefined => {
  const names = [before.title, before.title_english].filter((name) => name !== null).flatMap((name) => [name, name.replace(/\s*\(?(?:19|20)\d\d\)?$/, '')]);
  const family = [...new Set([...names.flatMap((name) => titles.resolve(name, { limit: mostNamesakes }).map(({ anime }) => anime)), ...before.related.flatMap((id) => titles.byId(id) ?? [])])];
  // "the movie" is the one that has its name, else the one that people know.
  const kind = said.kind === undefined ? undefined : titles.resolve(`${before.title} ${said.kind}`).find(({ anime, confidence }) => confidence >= clear && anime.anime_id !== before.anime_id && fits(anime, before, said));
  if (kind !== undefined) return kind.anime;
  return family.filter((anime) => anime.anime_id !== before.anime_id && fits(anime, before, said)).sort((one, other) => other.prominence - one.prominence)[0];
};

const fits = (anime: Anime, before: Anime, { kind, year: wanted, age, words }: Told): boolean => {
  if (kind !== undefined) return isOfKind(anime, kind);
  if (wanted !== undefined) return anime.year === wanted;
  if (words !== undefined) {
    const known = new Set([anime.title, anime.title_english ?? '', ...anime.synonyms].join(' ').toLowerCase().split(/[^\p{L}\p{N}]+/u));
    return words.split(/[^\p{L}\p{N}]+/u).every((word) => known.has(word));
  }
  return anime.type === before.type && anime.year !== null && before.year !== null && (age === 'older' ? anime.year < before.year : anime.year > before.year);
};

const isOfKind = ({ type }: Anime, kind: string): boolean =>
  /^(?:movie|film)/.test(kind) ? type === 'MOVIE' : /^(?:series|tv|show|anime)/.test(kind) ? type === 'TV' : type.toLowerCase() === kind;
