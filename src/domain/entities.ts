/** What a message was understood to contain. Both brains fill this one shape; `null` or empty means "not said". */
import { z } from 'zod';
import { airingStatuses, animeTypes } from './anime.ts';
import { sorts } from './filters.ts';
import { listStatuses } from './list-entry.ts';
import { seasons } from './season.ts';

export const intentNames = [
  'recommendation', 'search', 'status_update', 'information', 'comparison',
  'analysis', 'seasonal', 'explanation', 'watchlist', 'general',
] as const;
export type IntentName = (typeof intentNames)[number];

/** A title as the user wrote it, and what it resolved to. `confidence` 0-1. */
export const titleMentionSchema = z.object({
  text: z.string(),
  anime_id: z.string().nullable(),
  title: z.string().nullable(),
  confidence: z.number().min(0).max(1),
});
export type TitleMention = z.infer<typeof titleMentionSchema>;

/** A pointer to something said or shown before. `ordinal` counts from 1 in the list last shown (-1 = the last one). */
export const referenceSchema = z.object({
  kind: z.enum(['ordinal', 'it', 'them', 'last_added', 'studio']),
  ordinal: z.int().nullable(),
});

/** "shorter", "newer than X": a bound relative to the anchor title or to what was last shown. */
export const relativeSchema = z.object({
  dimension: z.enum(['length', 'year', 'score', 'popularity', 'darkness', 'action', 'romance', 'comedy']),
  direction: z.enum(['less', 'more']),
});

export const orders = [...sorts, 'hidden_gems'] as const;

export const entitiesSchema = z.object({
  titles: z.array(titleMentionSchema),
  genres: z.array(z.string()),
  exclude_genres: z.array(z.string()),
  tags: z.array(z.string()),
  exclude_tags: z.array(z.string()),
  moods: z.array(z.string()),
  types: z.array(z.enum(animeTypes)),
  /** "currently airing", "finished ones", "upcoming". */
  airing: z.enum(airingStatuses).nullable(),
  year_from: z.int().nullable(),
  year_to: z.int().nullable(),
  /** "not 2018" */
  exclude_years: z.array(z.int()),
  season: z.enum(seasons).nullable(),
  min_episodes: z.int().nullable(),
  max_episodes: z.int().nullable(),
  min_duration_minutes: z.int().nullable(),
  max_duration_minutes: z.int().nullable(),
  /** Of all episodes together: "a five hour anime". */
  min_total_minutes: z.int().nullable(),
  max_total_minutes: z.int().nullable(),
  min_score: z.number().nullable(),
  studios: z.array(z.string()),
  exclude_studios: z.array(z.string()),
  /** What must not come up, with all that belongs to it: "no Naruto". */
  exclude_titles: z.array(titleMentionSchema),
  /** The user's own rating, 1-10. */
  rating: z.number().nullable(),
  /** Target list status, for writes and for "show my ... list". */
  status: z.enum(listStatuses).nullable(),
  progress: z.object({ kind: z.enum(['set', 'add']), episodes: z.int() }).nullable(),
  remove: z.boolean(),
  count: z.int().nullable(),
  order: z.enum(orders).nullable(),
  exclude_seen: z.boolean(),
  references: z.array(referenceSchema),
  relative: z.array(relativeSchema),
  /** "more", "other ones": continue the last request past what was shown. */
  more: z.boolean(),
});
export type Entities = z.infer<typeof entitiesSchema>;

export const noEntities = (): Entities => ({
  titles: [], genres: [], exclude_genres: [], tags: [], exclude_tags: [], moods: [], types: [], airing: null,
  year_from: null, year_to: null, exclude_years: [], season: null, min_episodes: null, max_episodes: null, min_duration_minutes: null, max_duration_minutes: null, min_total_minutes: null, max_total_minutes: null, min_score: null,
  studios: [], exclude_studios: [], exclude_titles: [], rating: null, status: null, progress: null, remove: false, count: null, order: null, exclude_seen: false,
  references: [], relative: [], more: false,
});
