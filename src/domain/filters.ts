/** Hard constraints of a search: an entry either satisfies all of them or is not shown. */
import { z } from 'zod';
import { airingStatusInput, animeTypeInput, seasonInput } from './anime.ts';

const words = z.array(z.string().trim().min(1).max(80)).max(30);

const year = z.int().min(1800).max(2100);

/** Years are calendar years of the first episode; `min_score` is the crowd's, 0-10; unknown values never satisfy a bound. */
export const filtersSchema = z.strictObject({
  genres: words.optional().describe('all of these genres'),
  exclude_genres: words.optional(),
  tags: words.optional().describe('all of these tags'),
  exclude_tags: words.optional(),
  types: z.array(animeTypeInput).max(6).optional().describe('any of TV, MOVIE, OVA, ONA, SPECIAL'),
  year: year.optional(),
  year_from: year.optional(),
  year_to: year.optional(),
  exclude_years: z.array(year).max(30).optional(),
  season: seasonInput.optional(),
  min_score: z.number().min(0).max(10).optional(),
  min_episodes: z.int().min(0).max(10_000).optional(),
  max_episodes: z.int().min(0).max(10_000).optional(),
  min_duration_minutes: z.int().min(1).max(1000).optional(),
  max_duration_minutes: z.int().min(1).max(1000).optional().describe('length of one episode'),
  min_total_minutes: z.int().min(1).max(1_000_000).optional().describe('length of all episodes together'),
  max_total_minutes: z.int().min(1).max(1_000_000).optional(),
  status: airingStatusInput.optional(),
  studios: words.optional().describe('any of these studios'),
  exclude_studios: words.optional(),
  exclude_titles: z.array(z.string().trim().min(1).max(300)).max(30).optional().describe('titles or ids; what belongs to the same franchise is left out too'),
});
export type Filters = z.output<typeof filtersSchema>;
/** Orders by facts; "best" and "worst" by the crowd's score, what hardly anybody knows behind; "best" has later seasons behind too. */
export const sorts = ['newest', 'oldest', 'best', 'worst', 'popular', 'shortest', 'longest'] as const;
export type Sort = (typeof sorts)[number];
export const noFilters: Filters = {};
