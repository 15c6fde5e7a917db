/** "no, the movie", "sorry, I meant the one from 2001": another work of the name that was just spoken of. Pure. */
import type { Anime } from '../../src/domain/anime.ts';
import type { Titles } from './deps.ts';
import type { Reading, Slots } from './state.ts';

const correction = /^\s*(?:(?:no(?=\s*[,.!-]|\s+(?:the|i mean|i meant|rather|not|sorry|wait|actually)\b)|nah|nope|sorry|oops|actually|wait|hm+|not (?:that|this)(?: one)?)\b[\s,.!-]*)+(?:i (?:mean|meant)\s+|rather\s+)?(?:the\s+)?(?:(movies?|films?|series|tv(?: show| series)?|anime|show|ova|ona|special)\b|one from\s+((?:19|20)\d\d)\b|((?:19|20)\d\d)(?: one| version| (?:movie|film|series|anime))?\b)[\s.!?]*$|^\s*i (?:mean|meant) the (?:(movies?|films?|series|tv(?: show| series)?|ova|ona|special)\b|one from\s+((?:19|20)\d\d))[\s.!?]*$/;

export const isCorrection = (text: string): boolean => correction.test(text.toLowerCase());

/** How many works of one name are looked through. */
const mostNamesakes = 40;

/** The reading with the work that is meant instead, as its title. */
export const correctTitle = (reading: Reading, { focus }: Slots, titles: Pick<Titles, 'resolve' | 'byId'>): Reading => {
  const match = correction.exec(reading.text.toLowerCase());
  const before = focus === null ? undefined : titles.byId(focus.anime_id);
  if (match === null || before === undefined) return reading;
  const kind = match[1] ?? match[4];
  const year = Number(match[2] ?? match[3] ?? match[5]);
  const names = [before.title, before.title_english].filter((name) => name !== null);
  const family = [...names.flatMap((name) => titles.resolve(name, { limit: mostNamesakes }).map(({ anime }) => anime)), ...before.related.flatMap((id) => titles.byId(id) ?? [])];
  const meant = family.find((anime) => anime.anime_id !== before.anime_id && (kind === undefined ? anime.year === year : isOfKind(anime, kind)));
  if (meant === undefined) return reading;
  const mention = { text: meant.title, anime_id: meant.anime_id, title: meant.title, confidence: 1 };
  return { ...reading, entities: { ...reading.entities, titles: [mention], types: [], year_from: null, year_to: null, references: [] } };
};

const isOfKind = ({ type }: Anime, kind: string): boolean =>
  /^(?:movie|film)/.test(kind) ? type === 'MOVIE' : /^(?:series|tv|show|anime)/.test(kind) ? type === 'TV' : type.toLowerCase() === kind;
