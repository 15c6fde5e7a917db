/** Understood constraints -> the `filters` argument of the search tools. Pure; only what was said appears. */
import type { Entities } from '../../../src/domain/entities.ts';
import type { Filters } from '../../../src/domain/filters.ts';

export const filtersOf = (entities: Entities): Filters => ({
  ...(entities.genres.length > 0 && { genres: entities.genres }),
  ...(entities.exclude_genres.length > 0 && { exclude_genres: entities.exclude_genres }),
  ...(entities.tags.length > 0 && { tags: entities.tags }),
  ...(entities.exclude_tags.length > 0 && { exclude_tags: entities.exclude_tags }),
  ...(entities.types.length > 0 && { types: entities.types }),
  ...(entities.year_from !== null && { year_from: entities.year_from }),
  ...(entities.year_to !== null && { year_to: entities.year_to }),
  ...(entities.exclude_years.length > 0 && { exclude_years: entities.exclude_years }),
  ...(entities.season !== null && { season: entities.season }),
  ...(entities.min_score !== null && { min_score: entities.min_score }),
  ...(entities.min_episodes !== null && { min_episodes: entities.min_episodes }),
  ...(entities.max_episodes !== null && { max_episodes: entities.max_episodes }),
  ...(entities.min_duration_minutes !== null && { min_duration_minutes: entities.min_duration_minutes }),
  ...(entities.max_duration_minutes !== null && { max_duration_minutes: entities.max_duration_minutes }),
  ...(entities.min_total_minutes !== null && { min_total_minutes: entities.min_total_minutes }),
  ...(entities.max_total_minutes !== null && { max_total_minutes: entities.max_total_minutes }),
  ...(entities.airing !== null && { status: entities.airing }),
  ...(entities.studios.length > 0 && { studios: entities.studios }),
  ...(entities.exclude_studios.length > 0 && { exclude_studios: entities.exclude_studios }),
  ...(entities.exclude_titles.length > 0 && { exclude_titles: entities.exclude_titles.map(({ anime_id, text }) => anime_id ?? text) }),
});

export const hasFilters = (filters: Filters): boolean => Object.keys(filters).length > 0;

/** `{filters}` when there are any, for spreading into tool arguments. */
export const filterArgument = (entities: Entities): { filters?: Filters } => {
  const filters = filtersOf(entities);
  return hasFilters(filters) ? { filters } : {};
};
