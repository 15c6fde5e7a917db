/** A reading seen against the thread: "the second one", "it", "shorter", "more" become titles and bounds. Pure. */
import type { Anime } from '../../src/domain/anime.ts';
import { noEntities, type Entities, type IntentName, type TitleMention } from '../../src/domain/entities.ts';
import type { Reading, Shown, Slots } from './state.ts';

type ById = (ref: string) => Anime | undefined;

/** Pointers that lead nowhere ("the seventh" of five) become titles without an id, so that the plan asks. */
export const resolveReferences = (reading: Reading, slots: Slots): Reading => {
  const pointed: TitleMention[] = [];
  const point = (text: string, shown: Shown | null | undefined) =>
    pointed.push({ text, anime_id: shown?.anime_id ?? null, title: shown?.title ?? null, confidence: shown ? 1 : 0 });
  for (const { kind, ordinal } of reading.entities.references) {
    if (kind === 'ordinal' && ordinal !== null) {
      const index = ordinal < 0 ? slots.shown.length + ordinal : ordinal - 1;
      point(ordinal < 0 ? 'the last one' : `number ${ordinal}`, slots.shown[index]);
    } else if (kind === 'it') {
      point('it', slots.focus ?? (slots.shown.length === 1 ? slots.shown[0] : undefined));
    } else if (kind === 'them') {
      for (const shown of slots.shown) point(shown.title, shown);
    }
  }
  const named = reading.entities.titles.map((mention) => placeIn(slots.shown, mention));
  if (pointed.length === 0 && named.every((mention, at) => mention === reading.entities.titles[at])) return reading;
  return { ...reading, entities: { ...reading.entities, titles: [...named, ...pointed] } };
};

const places = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'];
/** "The Third" and "Second" are titles too, but not right after a list of that many. */
const placeIn = (shown: readonly Shown[], mention: TitleMention): TitleMention => {
  const at = places.indexOf(mention.text.toLowerCase().replace(/^the\s+|\s+one$/g, ''));
  const meant = at < 0 || shown.length < 2 ? undefined : shown[at];
  return meant === undefined ? mention : { text: mention.text, anime_id: meant.anime_id, title: meant.title, confidence: 1 };
};

/** "anything else from that studio?": the studio of the title just named, else of what was last spoken of. */
export const studioMeant = (reading: Reading, slots: Slots, byId: ById): Reading => {
  if (!reading.entities.references.some(({ kind }) => kind === 'studio')) return reading;
  const source = reading.entities.titles.find(({ anime_id }) => anime_id !== null)?.anime_id ?? slots.focus?.anime_id ?? slots.shown[0]?.anime_id;
  const studios = source === undefined ? [] : (byId(source)?.studios ?? []);
  // The title only said which studio: more like it is not what was asked for.
  return studios.length === 0 ? reading : { ...reading, entities: { ...reading.entities, studios: [...studios.slice(0, 1)], titles: [], more: false } };
};

/** "how many episodes?", "just watched episode 4": what was last spoken of, when nothing else is named. */
export const impliedTitle = (reading: Reading, intent: IntentName, slots: Slots): Reading => {
  const { titles, references, progress, rating, status, remove } = reading.entities;
  if (titles.length + references.length > 0) return reading;
  const changes = progress !== null || rating !== null || status !== null || remove;
  const alike = intent === 'recommendation' && /\b(?:similar|alike)\b/i.test(reading.text) && reading.entities.genres.length + reading.entities.tags.length === 0;
  const meant = alike ? slots.focus : intent === 'status_update' && changes ? slots.focus : intent === 'information' && reading.topic === '' ? slots.focus : null;
  return meant === null ? reading : { ...reading, entities: { ...reading.entities, titles: [{ text: meant.title, anime_id: meant.anime_id, title: meant.title, confidence: 1 }] } };
};

/** A follow-up says only what changes; the rest comes from the request before. */
export const continueRequest = (reading: Reading, slots: Slots): Reading => {
  const before: Entities = { ...noEntities(), ...slots.entities };
  const { entities } = reading;
  const without = (kept: readonly string[], dropped: readonly string[]) => kept.filter((word) => !dropped.includes(word));
  const union = (older: readonly string[], newer: readonly string[], dropped: readonly string[]) => [...new Set([...without(older, dropped), ...newer])];
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
    year_from: entities.year_from ?? (entities.year_to === null ? before.year_from : null),
    year_to: entities.year_to ?? (entities.year_from === null ? before.year_to : null),
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
  return { text: reading.text, entities: merged, topic: reading.topic === '' ? slots.topic : `${slots.topic} ${reading.topic}`.trim() };
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
      entities.exclude_genres = [...new Set([...entities.exclude_genres, ...tone.without])];
      entities.exclude_tags = [...new Set([...entities.exclude_tags, ...(tone.withoutTags ?? [])])];
    }
  }
  return { text: reading.text, entities, topic };
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
