/** What is known of an entry, as named features: the same when the space is learned and when it is used. */
import type { Anime } from '../../domain/anime.ts';

export type Facts = Pick<Anime, 'anime_id' | 'genres' | 'tags' | 'type' | 'year' | 'studios'>;

/** Years of one era. */
const era = 5;
const firstEra = 1960;

/** Genres and tags: together of length 1, rare ones weighing more. */
export const wordsOf = ({ genres, tags }: Facts): string[] => [...new Set([...genres, ...tags])].map((word) => `tag ${word.toLowerCase()}`);

/** The rest: each of the same small weight. */
export const sidesOf = ({ type, year, studios }: Facts): string[] => [
  ...(type === 'UNKNOWN' ? [] : [`type ${type}`]),
  ...(year === null ? [] : [`era ${Math.max(firstEra, Math.floor(year / era) * era)}`]),
  ...studios.map((studio) => `studio ${studio}`),
];

/** Itself: of works that our writing names something is learned that facts do not say. */
export const workOf = ({ anime_id }: Pick<Facts, 'anime_id'>): string => `work ${anime_id}`;
