import { describe, expect, it } from 'vitest';
import { interestInScore, interestsOf } from '../../src/recommend/interest.ts';
import { habitsOf } from '../../src/recommend/habits.ts';
import { createRecommend } from '../../src/recommend/recommend.ts';
import type { CoLikes } from '../../src/models/co-likes/co-likes.ts';
import { createSearch } from '../../src/retrieval/search.ts';
import { byTitle, generation, listed, recommend, shelf } from './world.ts';

/** Whoever likes `from` likes `to`; ids are places on the shelf, from 1. */
const coLikes = (from: string, to: string, weight = 0.8): CoLikes => {
  const ids = Uint32Array.from([from, to], (title) => shelf.findIndex((one) => one.title === title) + 1);
  return { ids, shares: Float32Array.from([0.3, 0.1]), width: 1, sources: Uint16Array.from([1, 0]), weights: Float32Array.from([0, weight]) };
};
const current = () => generation;
const first = async (model: CoLikes, list: ReturnType<typeof listed>[]) => {
  const { hits } = await createRecommend({ current, search: createSearch({ current, embedQuery: async () => null }), coLikes: model }).recommend({
    limit: 3, preferred_genres: [], similar_to: [], filters: {}, include_seen: false, diversity: 0, list,
  });
  return hits[0];
};

describe('interest', () => {
  it('rises with the score, is negative for what was not liked or dropped', () => {
    const scores = Array.from({ length: 19 }, (_, at) => interestInScore(1 + at / 2));

    expect(scores).toEqual(scores.toSorted((a, b) => a - b));
    expect(interestInScore(4)).toBeLessThan(0);
    expect(interestsOf([listed('Aria', 'dropped', 9)]).get(byTitle('Aria').anime_id)).toBeLessThan(0);
  });

  it('takes a finished title without a score for liked where nothing is rated', () => {
    const bare = listed('Aria', 'completed');
    const rated = [listed('Mushishi', 'completed', 8), listed('Koi no Uta', 'completed', 7)];

    expect(interestsOf([bare]).get(bare.anime_id)).toBeCloseTo(0.9);
    expect(interestsOf([bare, ...rated]).get(bare.anime_id)).toBeLessThan(0.6);
  });
});

it('knows from what years and in which form somebody watches', () => {
  const columns = { years: Float64Array.from([1990, 1991, 2020, 2021, 2022, Number.NaN]), types: ['TV', 'TV', 'TV', 'MOVIE', 'MOVIE', 'TV'] as const };
  const { era, form } = habitsOf(columns, new Map([[0, 1], [1, 1]]));

  expect(era(0)).toBeGreaterThan(0);
  expect(era(3)).toBeLessThan(0);
  expect(era(5)).toBe(0);
  expect(form(2)).toBeGreaterThan(form(3));
});

describe('co-likes', () => {
  it('bring up what those like who like the same, and name the title that said so', async () => {
    const hit = await first(coLikes('Kowai Ie', 'Koi no Uta'), [listed('Kowai Ie', 'completed', 10)]);

    expect(hit).toMatchObject({ anime: { title: 'Koi no Uta' }, reasons: ['liked by many who like Kowai Ie, which you gave 10'] });
  });

  it('say the shared words where there are any', async () => {
    expect((await first(coLikes('Kidou Senshi', 'Aria'), [listed('Kidou Senshi', 'completed', 10)]))?.reasons).toEqual(['like Kidou Senshi, which you gave 10: space']);
  });

  it('do not speak by titles that were dropped or disliked', async () => {
    for (const entry of [listed('Kowai Ie', 'dropped'), listed('Kowai Ie', 'completed', 2)]) {
      const hit = await first(coLikes('Kowai Ie', 'Koi no Uta'), [entry]);

      expect(hit?.anime.title).not.toBe('Koi no Uta');
      expect(hit?.reasons.join()).not.toContain('Kowai Ie');
    }
  });
});

it('low scores push down what is like them', async () => {
  const place = async (score: number) => (await recommend({ list: [listed('Filler a', 'completed', 9), listed('Mushishi', 'completed', score)], limit: 30 })).hits.findIndex(({ anime }) => anime.title === 'Natsume Yuujinchou');

  expect(await place(9)).toBeLessThan(await place(1));
});
