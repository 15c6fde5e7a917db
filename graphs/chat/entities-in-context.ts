/** A reading seen against the thread: "the second one", "it", "shorter", "more" become titles and bounds. Pure. */
import type { Anime } from '../../src/domain/anime.ts';
import { noEntities, type Entities, type IntentName, type TitleMention } from '../../src/domain/entities.ts';
import { shiftSeason } from '../../src/domain/season.ts';
import { adding } from './intents/change-of.ts';
import { comparable, equallyPicked, pickShown } from './pick-shown.ts';
import type { Condition, Reading, Shown, Slots } from './state.ts';

type ById = (ref: string) => Anime | undefined;

/** Pointers that lead nowhere ("the seventh" of five) become titles without an id, so that the plan asks. */
export const resolveReferences = (reading: Reading, slots: Slots, byId: ById = () => undefined, intent: IntentName | null = null): Reading => {
  const pointed: TitleMention[] = [];
  const point = (text: string, shown: Shown | null | undefined) =>
    pointed.push({ text, anime_id: shown?.anime_id ?? null, title: shown?.title ?? null, confidence: shown ? 1 : 0 });
  const left = new Set(reading.butNot);
  let tied: readonly Shown[] = [];
  for (const { kind, ordinal } of reading.entities.references) {
    if (kind === 'ordinal' && ordinal !== null) {
      const index = ordinal < 0 ? slots.shown.length + ordinal : ordinal - 1;
      point(ordinal < 0 ? 'the last one' : `number ${ordinal}`, slots.shown[index]);
    } else if (kind === 'it') {
      const it = slots.focus ?? (slots.shown.length === 1 ? slots.shown[0] : undefined);
      // "... nothing new grabs me, anything like that?": of what was told, not of a title.
      if (it !== undefined || intent !== 'recommendation' || (reading.text.split(/\s+/).length <= fewWords && !/\bbased on\b/i.test(reading.text))) point('it', it);
    } else if (kind === 'them') {
      for (const [at, shown] of meantByThem(reading.text, slots).entries()) if (!left.has(at + 1) && !left.has(at - slots.shown.length) && !reading.entities.exclude_titles.some(({ anime_id }) => anime_id === shown.anime_id)) point(shown.title, shown);
    }
  }
  if (reading.pick !== undefined && reading.entities.titles.length < 2) {
    // "the 2nd or the 4th, which is longer?"
    const among = knownIn(pointed.splice(0));
    // "is it longer than Monster?"
    const [one] = intent === 'comparison' ? knownIn(reading.entities.titles) : [];
    if (one !== undefined) among.push(one, ...(among.length === 0 && slots.focus !== null && slots.focus.anime_id !== one.anime_id ? [slots.focus] : []));
    const picked = pickShown(reading.pick, { ...slots, shown: among.length > 1 ? among : intent === 'comparison' ? comparable(slots) : slots.shown }, byId);
    // "which is longer?" is asked of all of them.
    if (intent === 'comparison') for (const shown of picked.slice(0, mostCompared)) point(shown.title, shown);
    else if ((tied = equallyPicked(reading.pick, picked, byId)).length > 1) point('that one', null);
    else point(reading.pick === 'other' ? 'the other one' : reading.pick === 'next' ? 'the next one' : 'that one', picked[0]);
  }
  const isCompared = ({ anime_id }: TitleMention): boolean => reading.pick !== undefined && pointed.some((one) => one.anime_id === anime_id);
  const named = ordered(reading.entities.titles.filter((mention) => !isCompared(mention)).map((mention) => placeIn(slots.shown, mention)), reading, intent, slots, byId);
  if (pointed.length === 0 && named.every((mention, at) => mention === reading.entities.titles[at])) return reading;
  return { ...reading, ...(tied.length > 1 && { tied }), entities: { ...reading.entities, titles: [...named, ...pointed] } };
};

const knownIn = (titles: readonly TitleMention[]): Shown[] => titles.flatMap(({ anime_id, title }) => (anime_id === null || title === null ? [] : [{ anime_id, title }]));

/** "add both": of two spoken of one after the other, when not two were shown together. */
const meantByThem = (text: string, { shown, focus, beside = [] }: Slots): readonly Shown[] =>
  /\b(?:others|the other (?:two|three|four|five|ones)|the rest)\b/i.test(text) && focus !== null ? shown.filter(({ anime_id }) => anime_id !== focus.anime_id) :
  /\b(?:both|the two|(?:these|those) two)\b/i.test(text) && shown.length !== 2 && focus !== null && beside[0] !== undefined ? [beside[0], focus] : shown;

/** "X or Y, which is shorter?": the one that is comes first. */
const ordered = (titles: readonly TitleMention[], { pick }: Reading, intent: IntentName | null, slots: Slots, byId: ById): readonly TitleMention[] => {
  const known = knownIn(titles);
  if (pick === undefined || pick === 'other' || pick === 'next' || intent !== 'comparison' || known.length < 2 || known.length < titles.length) return titles;
  return pickShown(pick, { ...slots, shown: known }, byId).flatMap(({ anime_id }) => titles.find((mention) => mention.anime_id === anime_id) ?? []);
};

/** As many words tell what is wanted by themselves. */
const fewWords = 8;
/** What `compare_anime` takes. */
const mostCompared = 5;

const places = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];
/** "The Third" and "Second" are titles too, but not right after a list of that many. */
const placeIn = (shown: readonly Shown[], mention: TitleMention): TitleMention => {
  const word = mention.text.toLowerCase().replace(/^the\s+|\s+one$/g, '');
  const at = word === 'last' ? shown.length - 1 : /^\d$/.test(word) ? Number(word) - 1 : places.indexOf(word);
  const meant = shown.length < 2 ? undefined : shown[at];
  return meant === undefined ? mention : { text: mention.text, anime_id: meant.anime_id, title: meant.title, confidence: 1 };
};

/** "anything else from that studio?": the studio of the title just named, else of what was last spoken of. */
export const studioMeant = (reading: Reading, slots: Slots, byId: ById): Reading => {
  if (!reading.entities.references.some(({ kind }) => kind === 'studio')) return reading;
  const source = reading.entities.titles.find(({ anime_id }) => anime_id !== null)?.anime_id ?? slots.focus?.anime_id ?? slots.shown[0]?.anime_id;
  const known = source === undefined ? undefined : byId(source);
  if (known === undefined || known.studios.length === 0) return reading;
  // The title only said which studio: more like it is not what was asked for, nor it again.
  const said: TitleMention = { text: known.title, anime_id: known.anime_id, title: known.title, confidence: 1 };
  return { ...reading, entities: { ...reading.entities, studios: known.studios.slice(0, 1), titles: [], more: false, exclude_titles: [...reading.entities.exclude_titles, said] } };
};

/** "the season after that", right after a season was shown. */
const afterShown = /\b(?:the )?(?:(?:season|one) (after|before)(?: that| this| it)?|(following|preceding) (?:season|one))\b/i;
const beside = (text: string, slots: Slots): Pick<Entities, 'year_from' | 'year_to' | 'season'> | null => {
  const [found, side, other] = afterShown.exec(text) ?? [];
  const { season, year_from: year } = slots.entities ?? {};
  if (found === undefined || season === undefined || season === null || year === undefined || year === null) return null;
  const shifted = shiftSeason({ season, year }, side === 'before' || other === 'preceding' ? -1 : 1);
  return { season: shifted.season, year_from: shifted.year, year_to: shifted.year };
};

/** "and autumn of the same year?", "what about spring?": after a season of some year, the year is that one. */
export const sameYear = (reading: Reading, intent: IntentName, slots: Slots): Reading => {
  const other = intent === 'seasonal' && slots.intent === 'seasonal' ? beside(reading.text, slots) : null;
  if (other !== null) return { ...reading, entities: { ...reading.entities, ...other } };
  const year = slots.intent === 'seasonal' ? slots.entities?.year_from : undefined;
  if (intent !== 'seasonal' || reading.entities.season === null || year === undefined || year === null || /\d{2}|\b(?:this|current|last|previous|next|upcoming|coming|now|ago)\b(?!\s+year\b.*\bsame\b)/i.test(reading.text)) return reading;
  return { ...reading, entities: { ...reading.entities, year_from: year, year_to: year } };
};

/** "a year later?", "movies of that year": counted from the year that was asked for. */
export const besideYear = /\b(?:(?:a|one|the) year (?:later|after)|(?:the )?(?:next|following) year|(?:a|one|the) year (?:before|earlier)|(?:that|the same) year)\b/i;
export const yearBeside = (reading: Reading, slots: Slots): Reading => {
  const words = besideYear.exec(reading.text)?.[0];
  const year = slots.entities?.year_from;
  if (words === undefined || year === undefined || year === null || year !== slots.entities?.year_to) return reading;
  const meant = year + (/before|earlier/i.test(words) ? -1 : /later|after|next|following/i.test(words) ? 1 : 0);
  return { ...reading, topic: reading.topic.replace(/\blater\b/, '').trim(), entities: { ...reading.entities, year_from: meant, year_to: meant } };
};

/** "how many episodes?", "just watched episode 4": what was last spoken of, when nothing else is named. */
export const impliedTitle = (reading: Reading, intent: IntentName, slots: Slots): Reading => {
  const { titles, references, progress, rating, status, remove } = reading.entities;
  if (titles.length + references.length > 0) return reading;
  const changes = adding.test(reading.text) || progress !== null || rating !== null || status !== null || remove || reading.score_by !== undefined || reading.rewatch !== undefined;
  const alike = intent === 'recommendation' && (sameFeel.test(reading.text) || (/\b(?:similar|alike)\b/i.test(reading.text) && reading.entities.genres.length + reading.entities.tags.length === 0));
  const mine = intent === 'watchlist' && /\b(?:what|which) ep(?:isode)?\b.*\bi\b|\bhow far (?:am|did|have) i\b|\bwhere am i\b/i.test(reading.text);
  const meant = alike || mine ? slots.focus : intent === 'status_update' && changes ? slots.focus : intent === 'information' && (asksFact(reading.topic) || /\bwho (?:voice[sd]?|plays?|played|sings?|sang|directed|wrote|composed)\b/i.test(reading.text)) ? slots.focus : null;
  return meant === null ? reading : { ...reading, entities: { ...reading.entities, titles: [{ text: meant.title, anime_id: meant.anime_id, title: meant.title, confidence: 1 }] } };
};

/** "anything with the same cat and mouse feel?" */
export const sameFeel = /^(?!.*⟦)(?:.*\b)?(?:the )?same (?:\S+ ){0,4}?(?:feel(?:ing)?|vibes?|mood|atmosphere|energy|style|tone|spirit)\b/i;

/** Nothing is left of the question but words for what an entry records. */
const factWords = new Set('season seasons second third fourth final new next another when ended out made animated left remaining number count total altogether overall runtime length minutes date release released studio director directed voice actor actors actress cast author writer mangaka plot story synopsis summary premise sequel prequel sequels main character characters mc dub dubbed sub subbed streaming netflix crunchyroll worth old finished airing english japanese name original source'.split(' '));
const asksFact = (topic: string): boolean => topic.split(' ').every((word) => word === '' || factWords.has(word));

const instead = /\b(?:what about|how about|instead|rather|make (?:it|that)|change (?:it|that) to|or maybe)\b/i;

/** A follow-up says only what changes; the rest comes from the request before. */
export const continueRequest = (reading: Reading, slots: Slots): Reading => {
  const { lifted } = reading;
  const entities = withoutLifted(reading.entities, lifted, slots.entities);
  const own = [...entities.genres, ...entities.tags];
  const asked: Entities = { ...noEntities(), ...without(slots.entities, lifted) };
  const isLeftOut = (name: string): boolean => !(reading.allowed ?? []).includes(name);
  const kept: Entities = { ...asked, exclude_genres: asked.exclude_genres.filter(isLeftOut), exclude_tags: asked.exclude_tags.filter(isLeftOut) };
  // "what about boxing?" after "only basketball": the one instead of the other.
  const replaced = own.length > 0 && instead.test(reading.text) ? (slots.last_terms ?? []) : [];
  const rest = (words: readonly string[]): string[] => words.filter((word) => !replaced.includes(word));
  const before: Entities = { ...kept, genres: rest(kept.genres), tags: rest(kept.tags) };
  const union = (older: readonly string[], newer: readonly string[], dropped: readonly string[]) => [...new Set([...older.filter((word) => !dropped.includes(word)), ...newer])];
  const merged: Entities = {
    ...entities,
    titles: entities.titles.length > 0 ? entities.titles : before.titles,
    genres: union(before.genres, entities.genres, entities.exclude_genres),
    exclude_genres: union(before.exclude_genres, entities.exclude_genres, entities.genres),
    tags: union(before.tags, entities.tags, entities.exclude_tags),
    exclude_tags: union(before.exclude_tags, entities.exclude_tags, entities.tags),
    moods: union(before.moods, entities.moods, entities.exclude_tags),
    types: entities.types.length > 0 ? entities.types : before.types,
    studios: entities.studios.length > 0 ? entities.studios : before.studios.filter((studio) => !entities.exclude_studios.includes(studio)),
    exclude_studios: union(before.exclude_studios, entities.exclude_studios, entities.studios),
    exclude_titles: [...before.exclude_titles, ...entities.exclude_titles],
    exclude_years: entities.year_from === null && entities.year_to === null ? [...new Set([...before.exclude_years, ...entities.exclude_years])] : entities.exclude_years,
    min_total_minutes: entities.min_total_minutes ?? (entities.max_total_minutes === null ? before.min_total_minutes : null),
    max_total_minutes: entities.max_total_minutes ?? (entities.min_total_minutes === null ? before.max_total_minutes : null),
    airing: entities.airing ?? before.airing,
    ...yearsOf(before, entities, reading.text),
    season: entities.season ?? before.season,
    // A new bound wins over an old one that it contradicts.
    min_episodes: entities.min_episodes ?? ((entities.max_episodes ?? Infinity) >= (before.min_episodes ?? 0) ? before.min_episodes : null),
    max_episodes: entities.max_episodes ?? ((entities.min_episodes ?? 0) <= (before.max_episodes ?? Infinity) ? before.max_episodes : null),
    min_duration_minutes: entities.min_duration_minutes ?? ((entities.max_duration_minutes ?? Infinity) >= (before.min_duration_minutes ?? 0) ? before.min_duration_minutes : null),
    max_duration_minutes: entities.max_duration_minutes ?? ((entities.min_duration_minutes ?? 0) <= (before.max_duration_minutes ?? Infinity) ? before.max_duration_minutes : null),
    min_score: entities.min_score ?? before.min_score,
    count: entities.count ?? before.count,
    order: entities.order ?? before.order,
    exclude_seen: entities.exclude_seen || before.exclude_seen,
  };
  const topic = slots.topic.split(' ').filter((word) => !(lifted?.words ?? []).includes(word)).join(' ');
  return { ...reading, own, entities: merged, topic: `${topic} ${reading.topic}`.trim() };
};

/** "Forget the romance" of romances wants no romance in particular; of comedies it wants none. */
const withoutLifted = (entities: Entities, lifted: Reading['lifted'], asked: Partial<Entities> | null): Entities => {
  const wanted = new Set([...(asked?.genres ?? []), ...(asked?.tags ?? []), ...(asked?.moods ?? [])]);
  const gone = new Set((lifted?.refused ?? []).filter((name) => wanted.has(name)));
  return { ...entities, exclude_genres: entities.exclude_genres.filter((name) => !gone.has(name)), exclude_tags: entities.exclude_tags.filter((name) => !gone.has(name)) };
};

/** "from the 2000s as well" widens the years that were asked for, all else replaces them. */
const yearsOf = (before: Entities, { year_from, year_to }: Entities, text: string): Pick<Entities, 'year_from' | 'year_to'> => {
  if (year_from === null && year_to === null) return { year_from: before.year_from, year_to: before.year_to };
  if (before.year_from === null || before.year_to === null || year_from === null || year_to === null || !/\b(?:as well|too|also)\b(?! (?:new|old|recent|modern))/i.test(text)) return { year_from, year_to };
  return { year_from: Math.min(before.year_from, year_from), year_to: Math.max(before.year_to, year_to) };
};

const fieldsOf: Record<Condition, readonly (keyof Entities)[]> = {
  years: ['year_from', 'year_to', 'season', 'exclude_years'], length: ['min_episodes', 'max_episodes', 'min_duration_minutes', 'max_duration_minutes', 'min_total_minutes', 'max_total_minutes'], studios: ['studios', 'exclude_studios'], types: ['types'],
  airing: ['airing'], score: ['min_score'], order: ['order'], terms: ['genres', 'tags', 'moods'],
};

/** A request without the conditions that were taken back. */
const without = (entities: Partial<Entities> | null, lifted: Reading['lifted']): Partial<Entities> => {
  if (entities === null || lifted === undefined) return entities ?? {};
  const gone = new Set<string>(lifted.conditions.flatMap((condition) => fieldsOf[condition]));
  const rest = (names: readonly string[] = []): string[] => names.filter((name) => !lifted.terms.includes(name));
  const { genres, tags, moods, exclude_genres, exclude_tags } = entities;
  const terms = { genres: rest(genres), tags: rest(tags), moods: rest(moods), exclude_genres: rest(exclude_genres), exclude_tags: rest(exclude_tags) };
  return Object.fromEntries(Object.entries({ ...entities, ...terms }).filter(([field]) => !gone.has(field)));
};

/** "shorter", "newer", "less dark" as bounds, measured against the named title, else against what was last shown. */
export const applyRelatives = (reading: Reading, slots: Slots, byId: ById): Reading => {
  if (reading.entities.relative.length === 0) return reading;
  const anchors = reading.entities.titles.map(({ anime_id }) => (anime_id === null ? undefined : byId(anime_id))).filter((anime) => anime !== undefined);
  const shown = slots.shown.map(({ anime_id }) => byId(anime_id)).filter((anime) => anime !== undefined);
  // A second "shorter" is meant against what the first one brought.
  const pool = shown.length > 0 && slots.served.length > 0 && sameAnchors(anchors, slots) ? shown : anchors.length > 0 ? anchors : shown;
  const entities: Entities = { ...reading.entities };
  let topic = reading.topic;
  for (const { dimension, direction } of reading.entities.relative) {
    const more = direction === 'more';
    if (dimension === 'length') Object.assign(entities, lengthBound(pool, more));
    if (dimension === 'year') Object.assign(entities, more ? { year_from: (median(pool, 'year') ?? 2010) + 1, year_to: null } : { year_to: (median(pool, 'year') ?? 2010) - 1, year_from: null });
    if (dimension === 'score' && more) entities.min_score = median(pool, 'score') ?? 8;
    if (dimension === 'popularity') entities.order = more ? 'popular' : 'hidden_gems';
    const tone = tones[dimension];
    if (tone === undefined) continue;
    if (more) {
      if (tone.genre !== undefined && !entities.genres.includes(tone.genre)) entities.genres = [...entities.genres, tone.genre];
      entities.exclude_genres = entities.exclude_genres.filter((genre) => !tone.without.includes(genre));
      topic = `${topic} ${tone.word}`.trim();
    } else {
      // Whoever asks for horror and wants it lighter still wants horror.
      entities.exclude_genres = [...new Set([...entities.exclude_genres, ...tone.without.filter((genre) => dimension !== 'darkness' || !entities.genres.includes(genre))])];
      entities.exclude_tags = [...new Set([...entities.exclude_tags, ...(tone.withoutTags ?? [])])];
    }
  }
  return { ...reading, entities, topic };
};

type Tone = { word: string; genre?: string; without: readonly string[]; withoutTags?: readonly string[] };
const tones: Partial<Record<Entities['relative'][number]['dimension'], Tone>> = {
  darkness: { word: 'dark', without: ['Horror'], withoutTags: ['gore'] },
  action: { word: 'action', genre: 'Action', without: ['Action'] },
  romance: { word: 'romance', genre: 'Romance', without: ['Romance'] },
  comedy: { word: 'funny', genre: 'Comedy', without: ['Comedy'] },
};

const sameAnchors = (anchors: readonly Anime[], slots: Slots): boolean => {
  const before = (slots.entities?.titles ?? []).map(({ anime_id }) => anime_id);
  return anchors.every(({ anime_id }) => before.includes(anime_id));
};

const lengthBound = (pool: readonly Anime[], longer: boolean): Partial<Entities> => {
  const episodes = median(pool, 'episodes') ?? 26;
  if (episodes > 1) return longer ? { min_episodes: episodes + 1, max_episodes: null } : { max_episodes: episodes - 1, min_episodes: null };
  const minutes = median(pool, 'duration_minutes') ?? 100;
  return longer ? { min_episodes: 2 } : { max_duration_minutes: Math.max(1, minutes - 1) };
};

const median = (pool: readonly Anime[], field: 'episodes' | 'year' | 'score' | 'duration_minutes'): number | undefined => {
  const values = pool.map((anime) => anime[field]).filter((value) => value !== null).sort((a, b) => a - b);
  return values[Math.floor((values.length - 1) / 2)];
};
