/** Filters are exact: as many results as asked for whenever so many exist, and every one satisfies them. Counted by a plain predicate over the catalogue. */
import type { Anime } from '../../../src/domain/anime.ts';
import type { Filters } from '../../../src/domain/filters.ts';
import { wordKey } from '../../../src/domain/vocabulary.ts';
import { mean } from '../metrics.ts';
import type { EvalPart } from '../part.ts';
import { seeded, type Random } from '../random.ts';
import { idsOf } from '../rankings.ts';

const combinations = 400;
const limits = [5, 20, 100];
const queries = ['', '', 'love', 'space war', 'sad story about friends', 'naruto', 'zzzz'];

export const filters: EvalPart = {
  name: 'filters',
  title: 'Filters: exactly k results whenever k exist',
  run: async (world) => {
    const { entries, byId } = await world.catalogue();
    const random = seeded(20_261_122);
    const shown = entries.filter(({ adult }) => !adult);
    const tried: { full: boolean; right: boolean; counted: boolean }[] = [];
    for (let at = 0; at < (world.small ? combinations / 8 : combinations); at++) {
      const wanted = randomFilters(random, shown);
      const limit = random.pick(limits);
      const query = random.pick(queries);
      const existing = shown.filter((anime) => satisfies(anime, wanted)).length;
      const answer = await world.call('search_anime', { query, filters: wanted, limit });
      const found = idsOf(answer);
      // Without filters `total` counts what has to do with the words.
      const counted = Object.keys(wanted).length === 0 || answer.total === existing;
      const outcome = { full: new Set(found).size === Math.min(limit, existing), right: found.every((id) => { const anime = byId(id); return anime !== undefined && !anime.adult && satisfies(anime, wanted); }), counted };
      tried.push(outcome);
      if (!outcome.full || !outcome.right || !outcome.counted) world.wrong('tune', `${JSON.stringify({ query, limit, filters: wanted })}: ${found.length} shown, total ${String(answer.total)}, ${existing} exist`);
    }
    const share = (what: keyof (typeof tried)[number]) => ({ all: mean(tried.map((one) => Number(one[what]))) });
    return {
      rows: [
        { what: 'exactly k results', product: share('full'), must: { atLeast: 1 }, aim: { atLeast: 1 }, floor: { atLeast: 1 }, note: `${tried.length} random combinations` },
        { what: 'every result satisfies the filters', product: share('right'), must: { atLeast: 1 }, aim: { atLeast: 1 }, floor: { atLeast: 1 } },
        { what: '`total` is what exists', product: share('counted'), must: { atLeast: 1 }, aim: { atLeast: 1 }, floor: { atLeast: 1 } },
      ],
    };
  },
};

/** Around a real entry, so that most combinations have answers, some few and some none. */
const randomFilters = (random: Random, entries: readonly Anime[]): Filters => {
  const [near, far] = [random.pick(entries), random.pick(entries)];
  const chance = (share: number): boolean => random.next() < share;
  const some = (words: readonly string[]): string[] => (words.length === 0 ? [] : [random.pick(words)]);
  return {
    ...(chance(0.5) && near.genres.length > 0 && { genres: some(near.genres) }),
    ...(chance(0.3) && far.genres.length > 0 && { exclude_genres: some(far.genres) }),
    ...(chance(0.25) && near.tags.length > 0 && { tags: some(near.tags) }),
    ...(chance(0.25) && far.tags.length > 0 && { exclude_tags: some(far.tags) }),
    ...(chance(0.4) && { types: chance(0.5) ? [near.type] : [near.type, far.type] }),
    ...(chance(0.15) && near.year !== null && { year: near.year }),
    ...(chance(0.3) && near.year !== null && { year_from: near.year - random.below(8) }),
    ...(chance(0.3) && near.year !== null && { year_to: near.year + random.below(8) }),
    ...(chance(0.1) && near.season !== null && { season: near.season }),
    ...(chance(0.2) && { min_score: random.below(17) / 2 }),
    ...(chance(0.2) && { min_episodes: random.below(27) }),
    ...(chance(0.3) && { max_episodes: 1 + random.below(52) }),
    ...(chance(0.15) && { max_duration_minutes: 3 + random.below(117) }),
    ...(chance(0.15) && { status: near.status }),
    ...(chance(0.1) && near.studios.length > 0 && { studios: some(near.studios) }),
    ...(chance(0.1) && far.studios.length > 0 && { exclude_studios: some(far.studios) }),
    ...(chance(0.1) && near.year !== null && { exclude_years: [near.year, near.year + 1] }),
    ...(chance(0.1) && { min_total_minutes: 1 + random.below(600) }),
    ...(chance(0.1) && { max_total_minutes: 30 + random.below(1200) }),
  };
};

const satisfies = (anime: Anime, wanted: Filters): boolean => {
  const words = [...anime.genres, ...anime.tags];
  const total = anime.episodes === null || anime.duration_minutes === null ? null : anime.episodes * anime.duration_minutes;
  const within = (value: number | null, low: number | undefined, high: number | undefined): boolean => (low === undefined && high === undefined) || (value !== null && value >= (low ?? -Infinity) && value <= (high ?? Infinity));
  return (
    [...(wanted.genres ?? []), ...(wanted.tags ?? [])].every((word) => words.includes(word)) &&
    ![...(wanted.exclude_genres ?? []), ...(wanted.exclude_tags ?? [])].some((word) => [...words, ...anime.spoiler_tags].includes(word)) &&
    (wanted.types?.includes(anime.type) ?? true) &&
    within(anime.year, wanted.year, wanted.year) && within(anime.year, wanted.year_from, wanted.year_to) &&
    (wanted.season === undefined || anime.season === wanted.season) &&
    within(anime.score, wanted.min_score, undefined) && within(anime.episodes, wanted.min_episodes, wanted.max_episodes) &&
    within(anime.duration_minutes, undefined, wanted.max_duration_minutes) &&
    (wanted.status === undefined || anime.status === wanted.status) &&
    !(wanted.exclude_studios?.some((studio) => anime.studios.map(wordKey).includes(wordKey(studio))) ?? false) &&
    !(wanted.exclude_years?.includes(anime.year ?? 0) ?? false) && within(total, wanted.min_total_minutes, wanted.max_total_minutes) &&
    (wanted.studios?.some((studio) => anime.studios.includes(studio)) ?? true)
  );
};
