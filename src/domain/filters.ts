/** Hard constraints of a search: an entry either satisfies all of them or is not shown. */
import { z } from 'zod';
import { airingStatusInput, animeTypeInput, seasonInput } from './anime.ts';

const words = z.array(z.string().trim().min(1).max(80)).max(30);

/** Years are calendar years of the first episode; `min_score` is the crowd's, 0-10; unknown values never satisfy a bound. */
export const filtersSchema = z.strictObject({
  genres: words.optional().describe('all of these genres'),
  exclude_genres: words.optional(),
  tags: words.optional().describe('all of these tags'),
  exclude_tags: words.optional(),
  types: z.array(animeTypeInput).max(6).optional().describe('any of TV, MOVIE, OVA, ONA, SPECIAL'),
  year: z.int().min(1900).max(2100).optional(),
  year_from: z.int().min(1900).max(2100).optional(),
  year_to: z.int().min(1900).max(2100).optional(),
  season: seasonInput.optional(),
  min_score: z.number().min(0).max(10).optional(),
  min_episodes: z.int().min(0).max(10_000).optional(),
  max_episodes: z.int().min(0).max(10_000).optional(),
  max_duration_minutes: z.int().min(1).max(1000).optional().describe('length of one episode'),
  status: airingStatusInput.optional(),
  studios: words.optional().describe('any of these studios'),
});
export type Filters = z.output<typeof filtersSchema>;
export const noFilters: Filters = {};
