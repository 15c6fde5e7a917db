/** What a brain read, seen against the thread: pointers, corrections and relatives become titles and bounds. Pure. */
import type { Intent } from '../../src/domain/chat-turn.ts';
import { noEntities, type IntentName } from '../../src/domain/entities.ts';
import { correctTitle, partOf } from './corrections.ts';
import type { Titles } from './deps.ts';
import { yearBeside, applyRelatives, continueRequest, impliedTitle, resolveReferences, sameYear, studioMeant } from './entities-in-context.ts';
import { isDayAlone } from './intents/said-day.ts';
import { changeOf } from './intents/change-of.ts';
import { joinChanges } from './several-changes.ts';
import type { Reading, Slots } from './state.ts';

const corrigible: readonly IntentName[] = ['information', 'status_update'];

export const inContext = (given: Reading, intent: Pick<Intent, 'name' | 'source'>, slots: Slots, titles: Pick<Titles, 'resolve' | 'byId'>): Reading => {
  const byId = (ref: string) => titles.byId(ref);
  // A wish for good stands for itself.
  const said = given.wish === undefined ? again(asSaidBefore(given, slots, titles), intent.name, slots) : given;
  const corrected = corrigible.includes(intent.name) && said.wish === undefined ? correctTitle(said, slots, titles) : said;
  const resolve = (reading: Reading): Reading => impliedTitle(resolveReferences(reading, slots, byId, intent.name), intent.name, slots);
  const meant = corrected !== said ? corrected : said.parts === undefined ? resolve(said) : joinChanges(said, said.parts.map(resolve), changeOf);
  const pointed = yearBeside(sameYear(studioMeant(meant, slots, byId), intent.name, slots), slots);
  // Another season is another list: nothing but its year is kept.
  const anew = intent.name === 'seasonal' && said.entities.season !== null;
  const continued = intent.source === 'follow_up' && !anew ? continueRequest(pointed, slots) : pointed;
  // "like X but shorter" waits until it is clear which X is meant.
  const open = continued.entities.titles.some(({ anime_id }) => anime_id === null);
  return open ? continued : applyRelatives(continued, slots, byId);
};

/** A number alone and "season 2" mean what the turn before was about. */
const asSaidBefore = (reading: Reading, { changed, focus, shown }: Slots, titles: Pick<Titles, 'resolve' | 'byId'>): Reading => {
  const { figure, member, numbers, entities, days = [] } = reading;
  // "no, it was yesterday": of what was just begun or finished.
  const field = ({ completed: 'finished_at', dropped: 'finished_at', watching: 'started_at' } as const)[String(changed?.change['status']) as 'completed']; // undefined for any other
  if (days.length > 0 && focus !== null && field !== undefined && entities.status === null && isDayAlone(reading.text)) return { ...reading, days: days.map((said) => ({ ...said, of: field })), entities: { ...entities, references: [{ kind: 'it', ordinal: null }] } };
  const counted = changed !== null && changed !== undefined && ('progress' in changed.change || 'progress_add' in changed.change) && !('score' in changed.change);
  const read: Reading = figure !== undefined && counted && Number.isInteger(figure.value) && (figure.corrects || figure.value > best) ? { ...reading, entities: { ...entities, rating: null, progress: { kind: 'set', episodes: figure.value } } } : reading;
  // "11/10" was too much: "ok 10 then"
  if (read === reading && figure !== undefined && focus !== null && entities.rating === null && entities.progress === null && figure.value <= best) return { ...reading, entities: { ...entities, rating: figure.value } };
  const episodes = numbers !== undefined && focus !== null && (shown.length < Math.max(...numbers) || !shown.some(({ anime_id }) => anime_id === focus.anime_id)) ? Math.max(...numbers) : null;
  if (episodes !== null) return { ...reading, entities: { ...entities, references: [], rating: null, status: null, progress: { kind: 'set', episodes } } };
  // "just the first then", when no list was shown: the first season.
  const [place] = entities.references.filter(({ kind }) => kind === 'ordinal');
  const words = member ?? (focus !== null && seriesOf.test(reading.text) && titles.byId(focus.anime_id)?.type === 'MOVIE' ? 'series' : undefined) ?? (shown.length < 2 && place?.ordinal && place.ordinal > 0 && entities.references.length === 1 ? `season ${place.ordinal}` : undefined);
  const meant = words === undefined || focus === null ? undefined : partOf(focus, words, titles);
  return meant === undefined ? read : { ...read, topic: '', entities: { ...read.entities, types: [], references: [], titles: [{ text: meant.title, anime_id: meant.anime_id, title: meant.title, confidence: 1 }] } };
};

const best = 10;
/** "put the series on my list, not the movie" */
const seriesOf = /\bthe (?:tv )?(?:series|show)\b/i;

/** "and Shippuden?", "what about the mysteries?": what was asked before, of something else. */
const again = (reading: Reading, intent: IntentName, { last, part }: Slots): Reading => {
  if (last === undefined || last.intent !== intent) return reading;
  if (intent === 'information' && onward.test(reading.text) && (reading.entities.titles.length > 0 || reading.entities.references.length > 0) && reading.topic === '') return { ...reading, asked: last.text };
  if (intent !== 'watchlist' || part === null || part === undefined || reading.entities.titles.length > 0 || !ofThePart.test(reading.text)) return reading;
  const { entities, own_score } = part;
  const kind = reading.entities.genres.length + reading.entities.tags.length > 0 ? { genres: [], tags: [] } : {};
  const said = Object.fromEntries(Object.entries(reading.entities).filter(([, value]) => value !== null && value !== false && !(Array.isArray(value) && value.length === 0)));
  // Another shelf begins anew.
  const scored = reading.own_score !== undefined && (Object.keys(reading.own_score).length > 0 || reading.entities.status !== null) ? reading.own_score : own_score;
  return { ...reading, own_score: scored, entities: { ...noEntities(), ...entities, ...kind, ...said, references: [] } };
};
const onward = /^\s*(?:and|or|but|ok|so|then|what about|how about|any)\b/i;
/** Said of the part of one's own list that was shown: "and the mysteries?", "only the 10s", "which of them did I rate?", "a movie". */
export const ofThePart = /^\s*(?:and|or|but|ok|so|then|what about|how about|any|only|just|not?|without|the|an?|something|(?:(?:which|what)(?: ones?)?|how many|(?:any|some|all)(?: \w+)?|the \w+) (?:of|among|from) (?:them|those|these))\b/i;
