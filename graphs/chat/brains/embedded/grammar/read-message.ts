/** The grammar: message -> entities and topic. Rules run in an order in which none steals the words of the next. */
import { saidDays, withoutDays } from '../../../intents/said-day.ts';
import type { Intent } from '../../../../../src/domain/chat-turn.ts';
import { noEntities, type Entities } from '../../../../../src/domain/entities.ts';
import type { Field } from '../../../deps.ts';
import type { Reading } from '../../../state.ts';
import { isRefusalOfList } from '../reactions.ts';
import { readAllowed } from './read-allowed.ts';
import { readLengths } from './read-lengths.ts';
import { readEvery } from './read-every.ts';
import { readOwnScore } from './read-own-score.ts';
import { readLifted } from './read-lifted.ts';
import {
  readAllBut, readCount, readExcludeSeen, readMinScore, readMore, readOrder as readSort, readPointers, readProgress, readRating, readReferences, readRelatives, readStudioPointer, readRemove, readRewatch, readScoreMove, readStatus,
} from './read-list-words.ts';
import { readMember } from './read-member.ts';
import { readAddedNote, readNote } from './read-note.ts';
import { figureIn, numbersIn } from './read-figure.ts';
import { asksWhatTheyShare, readPick } from './read-pick.ts';
import { readPeople } from './read-people.ts';
import { readStudios } from './read-studios.ts';
import { readWish } from './read-wish.ts';
import { filtersOf, hasFilters } from '../../../intents/filters-of.ts';
import { readUnrecorded } from './read-unrecorded.ts';
import { readTerms } from './read-terms.ts';
import type { TitleReading } from './read-titles.ts';
import { readYears } from './read-years.ts';
import { createScanner, pattern, titleMark, type Scanner } from './scanner.ts';

/** Intents about the user's own list: there "9" is a rating and "completed" a shelf. */
const listIntents: readonly Intent['name'][] = ['status_update', 'watchlist', 'explanation', 'analysis'];

export const readMessage = (text: string, titles: TitleReading, intent: Intent, field: Field): Reading => {
  const added = intent.name === 'status_update' ? readAddedNote(text, titles.masked) : null;
  // The words of a note order nothing.
  const masked = added?.masked ?? titles.masked;
  const days = intent.name === 'status_update' ? saidDays(masked, field.now()) : [];
  return { ...readOrder(text, { ...titles, masked }, intent, field), ...(added !== null && { note: added.note }), ...(days.length > 0 && { days }) };
};

const readOrder = (text: string, { mentions, masked }: TitleReading, intent: Intent, field: Field): Reading => {
  const about = listIntents.includes(intent.name);
  // Days are read where a change is put together.
  const scanner = createScanner(intent.name === 'status_update' ? withoutDays(masked) : masked);
  const entities: Entities = { ...noEntities(), titles: mentions };
  const refused = intent.source === 'follow_up' && isRefusalOfList(masked);
  const studio = !about && readStudioPointer(scanner);
  entities.more = (intent.name !== 'status_update' && readMore(scanner)) || refused;
  entities.exclude_seen = !about && readExcludeSeen(scanner);
  const lifted = about ? null : readLifted(scanner, field);
  const unknown = intent.name === 'recommendation' || intent.name === 'search' || intent.name === 'seasonal' ? readUnrecorded(scanner) : undefined;
  Object.assign(entities, readStudios(scanner, field.studios(), field.vocabulary));
  if (about) {
    const wish = intent.name === 'status_update' ? readWish(masked, field.vocabulary) : null;
    if (wish !== null) {
      const target = wish.about === 'titles' ? wish.target : '';
      const on = mentions.filter((_, at) => target.includes(titleMark(at)));
      const references = on.length > 0 ? [] : readReferences(createScanner(target));
      // Nothing that is known by these words: the plan asks.
      const open = target !== '' && on.length === 0 && references.length === 0 ? [{ text: target, anime_id: null, title: null, confidence: 0.5 }] : [];
      return { text, entities: { ...entities, titles: [...on, ...open], references }, topic: '', wish };
    }
    const butNot = intent.name === 'status_update' && mentions.length === 0 ? readAllBut(scanner) : [];
    if (butNot.length > 0) return { text, entities: { ...entities, remove: readRemove(scanner), rating: readRating(scanner), status: readStatus(scanner), references: [{ kind: 'them', ordinal: null }] }, topic: '', butNot };
    // "mark all of them completed except ⟦0⟧"
    const left = intent.name === 'status_update' ? exceptedTitles(masked, mentions) : [];
    if (left.length > 0 && left.length === mentions.length) {
      return { text, entities: { ...entities, titles: [], exclude_titles: left, remove: readRemove(scanner), rating: readRating(scanner), status: readStatus(scanner), references: [{ kind: 'them', ordinal: null }] }, topic: '' };
    }
    const every = intent.name === 'status_update' ? readEvery(scanner) : undefined;
    if (every !== undefined) {
      const { change, from, status, except, own } = every;
      Object.assign(entities, readKind(scanner, field), { status, titles: [] });
      const { people } = readPeople(scanner, mentions);
      return { text, entities, topic: '', own_score: own, ...(people.length > 0 && { people }), every: { change, from, except: mentions.filter((_, at) => except.includes(at)), unclear: unclearIn(scanner.text()) } };
    }
    const noted = intent.name === 'status_update' ? readNote(text, masked) : null;
    if (noted !== null) {
      const on = mentions.filter((_, at) => noted.target.includes(titleMark(at)));
      return { text, entities: { ...entities, titles: on, references: on.length > 0 ? [] : readReferences(createScanner(noted.target)) }, topic: '', note: noted.note };
    }
    entities.remove = intent.name === 'status_update' && readRemove(scanner);
    const figure = intent.name === 'status_update' ? figureIn(masked) : undefined;
    const member = (intent.name === 'status_update' || intent.name === 'watchlist') && mentions.length === 0 ? readMember(scanner) : undefined;
    const score_by = intent.name === 'status_update' ? readScoreMove(scanner) : undefined;
    const rewatch = intent.name === 'status_update' ? readRewatch(scanner) : undefined;
    if (intent.name === 'status_update') {
      entities.rating = readRating(scanner);
      entities.progress = readProgress(scanner);
    }
    // "and the shortest?" puts one's own list in order.
    const pick = mentions.length === 0 && (intent.name !== 'watchlist' || /\bone\b/.test(masked)) ? readPick(scanner, intent.name === 'status_update') : undefined;
    const beforeTitle = masked.split('⟦')[0] ?? '';
    // "add the top one" orders nothing, "my best first" points at nothing.
    const changes = intent.name === 'status_update' ? readReferences(scanner).filter(({ kind }) => pick === undefined || kind !== 'it') : [];
    // "the ones I gave 8 or more" counts nothing.
    const own = intent.name === 'watchlist' ? readOwnScore(scanner) : undefined;
    entities.count = readCount(scanner);
    entities.order = readSort(scanner);
    const points = intent.name === 'analysis' ? [] : intent.name === 'status_update' ? changes : readReferences(scanner);
    // "I finished Cowboy Bebop, make it a 9": "it" is the title just named.
    entities.references = points.filter(({ kind }) => mentions.length === 0 || kind !== 'it' || (intent.name === 'explanation' && /\b(?:it|that|this)(?: one)?\b/.test(beforeTitle)));
    // "is anything left on it?": on the list.
    if (intent.name === 'watchlist' && /\b(?:on|in|from) it\b/.test(masked)) entities.references = [];
    entities.status = intent.name === 'analysis' || intent.name === 'explanation' ? null : readStatus(scanner);
    // "finished episode 5" is not the end of it.
    if (entities.progress !== null && entities.status === 'completed') entities.status = null;
    const numbers = intent.name === 'status_update' && mentions.length === 0 ? numbersIn(masked) : undefined;
    const leftover = intent.name === 'status_update' && mentions.length === 0 && member === undefined ? unclearIn(scanner.text()) : '';
    if (intent.name === 'watchlist' && mentions.length === 0) Object.assign(entities, readKind(scanner, field));
    return { text, entities, topic: '', ...(score_by !== undefined && { score_by }), ...(rewatch !== undefined && { rewatch }), ...(pick !== undefined && { pick }), ...(own !== undefined && { own_score: own }), ...(figure !== undefined && { figure }), ...(numbers !== undefined && { numbers }), ...(member !== undefined ? { member } : leftover !== '' && { member: leftover }) };
  }
  const pick = (mentions.length === 0 && intent.name === 'information') || intent.name === 'comparison' ? readPick(scanner) : undefined;
  const member = mentions.length === 0 && intent.name === 'information' && /^\s*(?:and|what about|how about|ok|so|is there|was there|will there be)\b/.test(masked) ? (readMember(scanner) ?? completing.exec(masked)?.[1]) : undefined;
  // "I'm sad, cheer me up" asks for nothing sad.
  scanner.take(/\b(?:i'?m|i am|im|i feel|feeling)\s+(?:(?:so|really|very|a bit|kinda|kind of|super|too)\s+)?(?:sad|depressed|lonely|bored|scared|angry|stressed|anxious|tired|down|heartbroken|sick)\b(?! of)/);
  if (intent.name === 'recommendation' || intent.name === 'search') {
    entities.titles = mentions.filter((_, index) => !disliked(masked, index));
    entities.exclude_titles = mentions.filter(({ anime_id, confidence }, index) => (anime_id !== null || confidence >= shared) && disliked(masked, index));
    // All that belongs to a title is left out with it.
    if (entities.exclude_titles.length > 0) scanner.take(/\b(?:or|and|nor)\s+(?:any of\s+)?(?:its|their|the|any)\s+(?:other\s+)?(?:sequels?|prequels?|seasons?|movies?|spin-?offs?|franchise)\b/);
  }
  Object.assign(entities, readLengths(scanner));
  entities.min_score = readMinScore(scanner);
  Object.assign(entities, readYears(scanner, field.now()));
  // "too long, at most 13 episodes": the bound says how long.
  entities.relative = readRelatives(scanner).filter(({ dimension }) => (dimension === 'length' ? entities.min_episodes ?? entities.max_episodes ?? entities.max_duration_minutes : dimension === 'year' ? entities.year_from ?? entities.year_to : null) === null);
  entities.count = readCount(scanner);
  const order = readSort(scanner);
  // "X or Y, worst of the worst" puts nothing in order.
  entities.order = order === 'worst' && intent.name === 'comparison' ? null : order;
  const allowed = intent.source === 'follow_up' ? readAllowed(masked, field.vocabulary) : [];
  if (allowed.length > 0) return { text, entities, topic: '', allowed };
  const { felt, ...terms } = readTerms(scanner, field.vocabulary, intent.name === 'recommendation');
  Object.assign(entities, terms);
  for (const name of lifted?.refused ?? []) (field.vocabulary.genres.includes(name) ? entities.exclude_genres : entities.exclude_tags).push(name);
  const { people, marks } = readPeople(scanner, mentions);
  entities.titles = entities.titles.filter((mention) => !marks.has(mentions.indexOf(mention)));
  const pointable = intent.name === 'information' || intent.name === 'comparison' || (intent.name === 'recommendation' && /\b(?:like|similar to|about|based on|after)\b/.test(masked));
  if (pointable && mentions.length < (intent.name === 'comparison' ? 2 : 1)) entities.references = readReferences(scanner, intent.name === 'comparison' && mentions.length === 0);
  if (intent.name === 'comparison' && mentions.length + entities.references.length === 0 && pick === undefined && asksWhatTheyShare(masked)) entities.references = [{ kind: 'them', ordinal: null }];
  else if (!pointable && !refused && intent.name !== 'general') entities.references = readPointers(scanner);
  const place = intent.name === 'information' && mentions.length + entities.references.length === 0 ? /^\s*#?(\d{1,2})\s*[.!?]*\s*$/.exec(masked)?.[1] : undefined;
  if (place !== undefined) entities.references = [{ kind: 'ordinal', ordinal: Number(place) }];
  if (studio) entities.references = [{ kind: 'studio', ordinal: null }];
  // The words of a mood stay together: one by one they are filler.
  const topic = refused ? '' : [topicOf(scanner.text()), ...felt].filter(Boolean).join(' ');
  const unrecorded = unknown === undefined ? undefined : { words: unknown, alone: topic === '' && mentions.length + entities.relative.length === 0 && lifted === null && !hasFilters(filtersOf({ ...entities, types: [] })) };
  return { text, entities, topic, ...(unrecorded !== undefined && { unrecorded }), ...(people.length > 0 && { people }), ...(lifted !== null && { lifted }), ...(pick !== undefined && { pick }), ...(member !== undefined && { member }) };
};

/** Titles left out of what was shown: "all of them but ⟦0⟧". */
const exceptedTitles = (masked: string, mentions: TitleReading['mentions']): TitleReading['mentions'] =>
  /\b(?:all of (?:them|these|those)|(?:them|these|those) all|both of them)\b.*\b(?:except(?: for)?|but(?: not)?|apart from|besides|without|not)\s+⟦\d⟧/.test(masked) && !/⟦\d⟧.*\b(?:them|these|those)\b/.test(masked) ? mentions : [];

/** "and after story?": what may complete the name of the title spoken of. */
const completing = /^\s*and (?:the )?((?:[\p{L}-]+\s?){1,3}?)[?.!]*$/u;

/** A name that several share is refused with all of them. */
const shared = 0.8;

/** What the anime of a part of a list have in common; studios are read before. */
const readKind = (scanner: Scanner, field: Field): Partial<Entities> => {
  const { felt: _felt, ...terms } = readTerms(scanner, field.vocabulary, false);
  return { ...readLengths(scanner), ...readYears(scanner, field.now()), ...terms, tags: [...terms.tags, ...terms.moods], moods: [] };
};

/** Words of an order for many titles that say which ones or what becomes of them, and that no reader knows: better asked than guessed. */
const unclearIn = (text: string): string => topicOf(text).split(' ').filter((word) => !ordering.has(word)).join(' ');
const ordering = new Set("every single rest whole entire full complete part mark marked put move moved change changed make turn add save queue bookmark drop pause rate score rated scored give gave throw take goes goes go gone list lists watchlist backlog shelf currently planned plan dont actually bump set down still ever into have please pls should be become becomes status hold ptw kick stick park shelve last weekend week night month yesterday morning evening watched seen both".split(' '));

/** "I hated X", "anything except X" is no wish for more like X, nor for X. */
const disliked = (masked: string, index: number): boolean =>
  pattern`\\b(?:hated?|dislik\\w+|(?:didn'?t|don'?t|did not|do not) (?:really )?(?:like|enjoy)|couldn'?t stand|can'?t stand|not a fan of|bored (?:by|of)|sick of|tired of|dropped|except(?: for)?|exclud(?:e|ing)|minus|skip|avoid|nothing like|but not|not|no|isn'?t|is not|other than|besides|apart from|anything but|no more|without|i (?:already |do )?know|(?:don'?t|do not) (?:recommend|suggest|show|give)(?: me)?)\\s+(?:⟦\\d⟧\\s*(?:,|and|or|nor|,\\s*(?:and|or))?\\s*)*⟦${index}⟧`.test(masked);

const filler = new Set(
  `a an the i i'm im i've ive me my we you your it its is are was were be been do does did have has had can could would should will want wanna need looking look for find show give get got search list recommend recommendation
  recommendations recs rec suggest suggestion suggestions something anything some any anime animes show shows series watch watching see to of in on at with and or but that which who where what like similar please pls thanks hey hi
  about from by as so just really very kind sort type good great nice cool other else more one ones thing things stuff mood feeling tonight today weekend new there this these those them if not no also only maybe think know help
  am any out up tell title titles named called entry entries rated rating score episodes episode long short most highly lot lots bit little then than into set how many much us let let's lets would'd i'd id liked loved loves likes enjoyed if after finishing
  finished ideas idea options option pick picks next binge genre genres year years season hidden best top what's that's who's airing lineup chart compare better hated hate disliked adored dont don't lately released made aired airs fan fans lover lovers peak
  lol lmao haha nah nope hmm hm ok okay k eh meh btw tho though actually well right again whatever anyway too thats that'd way aight bet yo bro dude wait ill i'll surprise feeling instead rather now already still both either no yes yeah mean meant fine matter matters forget go take scrap
  ideally limit restrict narrow yourself bingeable possible possibly she he her him his says say said wants girlfriend boyfriend wife husband gf bf kid son daughter preferably waiting wait cartoon cartoons japanese japan characters character must duration hello decide can't cannot
  except excluding besides minus without part parts same vibe vibes feel feels came come comes even everything all exactly`.split(/\s+/),
);

/** What is left, without marks, punctuation and words that say nothing about an anime. */
const topicOf = (text: string): string =>
  text
    .replace(/⟦\d+⟧/g, ' ')
    .split(/[^\p{L}\p{N}'-]+/u)
    .map((word) => word.replace(/^['-]+|['-]+$/g, ''))
    .filter((word) => word !== '' && !filler.has(word) && !/^(?:\p{N}+|[a-z])$/u.test(word))
    .join(' ');
