/** What a user has asked for once and for all, and what they said of suggestions. Pure. */
import { z } from 'zod';
import type { Anime } from './anime.ts';

export const titleLanguages = ['romaji', 'english', 'native'] as const;
export type TitleLanguage = (typeof titleLanguages)[number];
/** `hide`: also what follows a part that is not known to be seen; `progress`: what follows an unfinished part of something begun; `show`: nothing is kept back, tags that give the plot away too. */
export const spoilerLevels = ['hide', 'progress', 'show'] as const;
export const levels = ['hide', 'show'] as const;

const named = z.object({ anime_id: z.string(), title: z.string() });
export type NamedAnime = z.infer<typeof named>;

export const preferencesSchema = z.object({
  /** Never to come up: single titles, whatever has a genre or tag, all that belongs to a title. */
  not_interested: z.object({ titles: z.array(named), tags: z.array(z.string()), franchises: z.array(named) }),
  /** What titles are called in words; `title` of an entry stays what it is. */
  title_language: z.enum(titleLanguages),
  adult_level: z.enum(levels),
  ecchi_level: z.enum(levels),
  spoiler_level: z.enum(spoilerLevels),
});
export type Preferences = z.infer<typeof preferencesSchema>;

export const noPreferences: Preferences = {
  not_interested: { titles: [], tags: [], franchises: [] },
  title_language: 'english',
  adult_level: 'hide',
  ecchi_level: 'show',
  spoiler_level: 'progress',
};

/** What can be said of a suggestion: one word per title, the last one counts. */
export const feedbackKinds = ['liked', 'disliked', 'not_interested', 'already_seen'] as const;
export type FeedbackKind = (typeof feedbackKinds)[number];
export const feedbackSchema = z.object({ anime_id: z.string(), kind: z.enum(feedbackKinds), at: z.string() });
export type Feedback = z.infer<typeof feedbackSchema>;

/** Everything of a user that is no list. */
export type Wishes = { readonly preferences: Preferences; readonly feedback: readonly Feedback[] };
export const noWishes: Wishes = { preferences: noPreferences, feedback: [] };

/** A suggestion as it was shown. `score` 0-1 as the tool gave it; `context` the user's words. */
export type Suggested = {
  readonly anime_id: string;
  readonly score: number | null;
  readonly reason: string | null;
  readonly kind: 'recommendation' | 'similar' | 'seasonal';
  readonly context: string;
};

/** Falls back: native to the main title, English likewise. */
export const nameIn = (language: TitleLanguage, { title, title_english, title_native }: Pick<Anime, 'title' | 'title_english' | 'title_native'>): string =>
  ({ romaji: title, english: title_english ?? title, native: title_native ?? title })[language];
