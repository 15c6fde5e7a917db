/** Moods as people name them, and what each asks of genres and tags: "tearjerker" wants tragedy and no slapstick. */
import { z } from 'zod';

/** How strongly a mood asks for genres and tags, -1 to 1. */
const askedSchema = z.record(z.string(), z.number());
export const moodsSchema = z.object({
  moods: z.array(z.object({ name: z.string(), words: z.array(z.string().min(1)), tags: askedSchema.optional(), genres: askedSchema.optional(), avoid: askedSchema.optional() })),
});
export type Mood = z.infer<typeof moodsSchema>['moods'][number];

/** A mood in running text, in the user's words; offsets are of the text given. */
export type FoundMood = { readonly mood: Mood; readonly text: string; readonly start: number; readonly end: number };
