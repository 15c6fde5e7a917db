/** What one user records about one anime. */
import { z } from 'zod';
import { entrySchema } from './anime.ts';

export const listStatuses = ['watching', 'completed', 'on_hold', 'dropped', 'plan_to_watch'] as const;
export type ListStatus = (typeof listStatuses)[number];

/** Status words of MyAnimeList, AniList and plain English. */
const statusWords: ReadonlyMap<string, ListStatus> = new Map(Object.entries({
  watching: 'watching', current: 'watching', started: 'watching', 'currently watching': 'watching', repeating: 'watching', rewatching: 'watching',
  completed: 'completed', complete: 'completed', finished: 'completed', done: 'completed', watched: 'completed', seen: 'completed',
  on_hold: 'on_hold', 'on hold': 'on_hold', 'on-hold': 'on_hold', onhold: 'on_hold', paused: 'on_hold', hold: 'on_hold',
  dropped: 'dropped', drop: 'dropped', abandoned: 'dropped',
  plan_to_watch: 'plan_to_watch', 'plan to watch': 'plan_to_watch', plantowatch: 'plan_to_watch', planning: 'plan_to_watch',
  planned: 'plan_to_watch', ptw: 'plan_to_watch', backlog: 'plan_to_watch', watchlist: 'plan_to_watch', wishlist: 'plan_to_watch',
}));

/** `Plan to Watch`, `PLANNING`, `ptw` -> `plan_to_watch`; unknown words -> undefined. */
export const parseListStatus = (text: string): ListStatus | undefined => statusWords.get(text.trim().toLowerCase());

export const listStatusInput = z.preprocess(
  (value) => (typeof value === 'string' ? (parseListStatus(value) ?? value) : value),
  z.enum(listStatuses),
);

/** The stored part. `score` 1-10 with halves kept, dates `YYYY-MM-DD`, `updated_at` ISO 8601 UTC. */
export const storedListEntrySchema = z.object({
  anime_id: z.string(),
  title: z.string(),
  status: z.enum(listStatuses),
  score: z.number().min(1).max(10).nullable(),
  progress: z.int().min(0),
  started_at: z.string().nullable(),
  finished_at: z.string().nullable(),
  rewatches: z.int().min(0),
  notes: z.string().nullable(),
  updated_at: z.string(),
});
export type StoredListEntry = z.infer<typeof storedListEntrySchema>;

/** What every door shows: the stored part with the anime beside it (null when the catalogue no longer has it). */
export const listEntrySchema = storedListEntrySchema.extend({
  episodes: z.int().nullable(),
  anime: entrySchema.nullable(),
});
export type ListEntry = z.infer<typeof listEntrySchema>;
