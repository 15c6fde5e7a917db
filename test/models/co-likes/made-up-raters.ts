/** Raters of two tastes: titles 1-10 or 11-20 in pairs (1 with 2, 3 with 4, ...), some without a rating, one title disliked by all. */
import { seeded } from '../../eval/random.ts';
import type { Rater } from '../../../src/models/co-likes/raters.ts';

export const disliked = 99;

export const madeUpRaters = (count: number, seed = 1): Rater[] => {
  const random = seeded(seed);
  return Array.from({ length: count }, (_, at) => {
    const first = at % 2 === 0 ? 1 : 11;
    const pairs = [0, 2, 4, 6, 8].filter(() => random.next() < 0.6).map((step) => first + step);
    const ratings = pairs.flatMap((id) => [{ mal_id: id, score: 9 }, { mal_id: id + 1, score: random.next() < 0.9 ? 8 : null }]);
    return { user_id: String(at), ratings: [...ratings, { mal_id: disliked, score: at % 10 === 0 ? 8 : 3 }] };
  });
};

export const csvOf = (raters: readonly Rater[]): string =>
  ['user_id,mal_id,rating', ...raters.flatMap(({ user_id, ratings }) => ratings.map(({ mal_id, score }) => `${user_id},${mal_id},${score ?? ''}`))].join('\n');
