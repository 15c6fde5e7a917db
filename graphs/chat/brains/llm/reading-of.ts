/** A model's understanding as intent and reading: titles by our index, words by our vocabulary, nothing out of range. */
import type { Intent } from '../../../../src/domain/chat-turn.ts';
import type { Entities } from '../../../../src/domain/entities.ts';
import { saidDays } from '../../intents/said-day.ts';
import { continueRequest, resolveReferences } from '../../entities-in-context.ts';
import type { Field } from '../../deps.ts';
import type { Reading } from '../../state.ts';
import type { TurnView } from '../brain.ts';
import { listingIntents } from '../../intents/listing.ts';
import { resolveTitle } from '../embedded/grammar/read-titles.ts';
import { clip } from './clip.ts';
import type { Understanding } from './understanding.ts';

const mostTitles = 8;
const longestTitle = 120;
const longestTopic = 200;

export const readingOf = (understood: Understanding, turn: TurnView, field: Field): { intent: Intent; reading: Reading } => {
  const { slots, message } = turn;
  const { entities } = understood;
  const resolved = (names: readonly string[]) => names.slice(0, mostTitles).map((text) => resolveTitle(clip(text, longestTitle), field.titles)).filter(({ text }) => text !== '');
  const titles = resolved(entities.titles);
  // What is not known cannot come up.
  const exclude_titles = resolved(entities.exclude_titles).filter(({ anime_id }) => anime_id !== null);
  const words = foldWords(entities, field.vocabulary);
  const days = understood.intent === 'status_update' ? saidDays(message, field.now()) : [];
  const reading: Reading = {
    text: message,
    ...(days.length > 0 && { days }),
    topic: topicOf([understood.topic, ...words.unknown, ...entities.moods]),
    entities: { ...entities, ...words.known, ...inRange(entities, message), titles, exclude_titles, studios: studiosOf(entities.studios, field.studios()), exclude_studios: studiosOf(entities.exclude_studios, field.studios()) },
  };
  const confidence = Math.min(1, Math.max(0, understood.confidence));
  const continued = understood.follows_up && slots.intent !== null && listingIntents.includes(slots.intent) && listingIntents.includes(understood.intent);
  if (!continued || slots.intent === null) return { intent: { name: understood.intent, confidence, source: 'model' }, reading };
  // References first: a title they point to replaces the titles of the request before.
  const pointed = resolveReferences(reading, slots);
  const merged = continueRequest({ ...pointed, entities: { ...pointed.entities, references: [] } }, slots);
  return { intent: { name: slots.intent, confidence, source: 'model' }, reading: merged };
};

/** Genres and tags in our words. A word that is no filter of ours would find nothing: it goes to the topic, which is searched by meaning. */
const foldWords = (entities: Understanding['entities'], vocabulary: Field['vocabulary']) => {
  const known = { genres: [] as string[], exclude_genres: [] as string[], tags: [] as string[], exclude_tags: [] as string[] };
  const unknown: string[] = [];
  const add = (list: string[], name: string) => void (list.includes(name) || list.push(name));
  for (const word of [...entities.genres, ...entities.tags]) {
    const folded = vocabulary.fold(word);
    if (folded === null || folded.kind === 'ignored' || !folded.known) unknown.push(word);
    else if (folded.parts.length > 0) for (const part of folded.parts) add(known.genres, part);
    else add(folded.kind === 'genre' ? known.genres : known.tags, folded.name);
  }
  for (const word of [...entities.exclude_genres, ...entities.exclude_tags]) {
    const folded = vocabulary.fold(word);
    if (folded === null || folded.kind === 'ignored' || !folded.known) continue;
    if (folded.parts.length > 0) for (const part of folded.parts) add(known.exclude_genres, part);
    else add(folded.kind === 'genre' ? known.exclude_genres : known.exclude_tags, folded.name);
  }
  return { known, unknown };
};

/** What is searched by meaning, each word group once. */
const topicOf = (parts: readonly string[]): string =>
  clip(
    parts.reduce((topic, part) => (topic.toLowerCase().includes(part.trim().toLowerCase()) ? topic : `${topic} ${part.trim()}`.trim()), ''),
    longestTopic,
  );

const between = (value: number | null, low: number, high: number): number | null => (value !== null && value >= low && value <= high ? value : null);

/** Figures that make no sense were not said. A rating is written to the user's list, so it must stand in the message. */
const inRange = (entities: Understanding['entities'], message: string): Partial<Entities> => ({
  year_from: between(entities.year_from, 1800, 2100),
  year_to: between(entities.year_to, 1800, 2100),
  exclude_years: entities.exclude_years.filter((year) => between(year, 1800, 2100) !== null),
  min_total_minutes: between(entities.min_total_minutes, 1, 1_000_000),
  max_total_minutes: between(entities.max_total_minutes, 1, 1_000_000),
  min_episodes: between(entities.min_episodes, 1, 10_000),
  max_episodes: between(entities.max_episodes, 1, 10_000),
  min_duration_minutes: between(entities.min_duration_minutes, 1, 1000),
  max_duration_minutes: between(entities.max_duration_minutes, 1, 1000),
  min_score: between(entities.min_score, 0.1, 10),
  rating: entities.rating !== null && says(message, entities.rating) ? between(entities.rating, 1, 10) : null,
  count: between(entities.count, 1, 50),
  progress: entities.progress !== null && between(entities.progress.episodes, 0, 10_000) !== null ? entities.progress : null,
});

const numberWords = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

const says = (message: string, value: number): boolean => {
  const figure = String(value).replace('.', '[.,]');
  const word = numberWords[value];
  return new RegExp(`(?<![\\d.,])${figure}(?:[.,]0)?(?![\\d]|[.,]\\d)${word === undefined ? '' : `|\\b${word}\\b`}`, 'i').test(message.normalize('NFKC'));
};

const studiosOf = (named: readonly string[], known: readonly string[]): string[] => {
  const key = (name: string) => name.toLowerCase().replace(/^studio\s+|[^\p{L}\p{N}]/gu, '');
  return named.map((name) => known.find((studio) => key(studio) === key(name)) ?? name);
};

