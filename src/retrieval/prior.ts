/** What is worth showing before anything is asked: how well known an entry is, and how well liked. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Anime } from '../domain/anime.ts';
import type { Franchises } from './franchise.ts';

export type Prior = {
  /** About 0.35 (obscure) to 1 (everybody knows it). */
  popularity(row: number): number;
  /** The same with mean 0 and deviation 1 over the catalogue. */
  z(row: number): number;
  /** Squares of `popularity` by row. */
  readonly squares: Float64Array;
  /** All rows, the best first: score times prominence. */
  readonly order: Uint32Array;
};

/** The crowd's score of an entry that nobody scored: a little under the usual. */
const unscored = 6.5;

export const worth = (anime: Anime): number => (anime.score ?? unscored) * popularityOf(anime.prominence);
/** Prominence is a logarithm of people's list counts; this is log10(1 + members) / 6 written in it. */
const popularityOf = (prominence: number): number => (prominence + 1.2) / 6.2;

export const buildPrior = ({ entries }: Catalogue): Prior => priorOf(Float64Array.from(entries, (anime) => popularityOf(anime.prominence)), Float64Array.from(entries, worth));

/** For people who ask for hidden gems: well liked by the few who know it. On the scale of `popularity`, so that it takes its place in every ranking. */
export const buildGemPrior = ({ entries }: Catalogue, franchises: Franchises): Prior => {
  // A later season of what everybody knows is no find.
  const fame = entries.map((anime, row) => franchises.members(row).reduce((most, other) => Math.max(most, entries[other]?.prominence ?? 1), anime.prominence));
  const values = Float64Array.from(entries, (anime, row) => 0.35 + 0.65 * liking(anime) * share((4 - (fame[row] ?? 5)) / 1.2) * standing(anime));
  return priorOf(values, values);
};

const share = (value: number): number => Math.min(1, Math.max(0, value));
const liking = ({ score }: Anime): number => (score === null ? 0.1 : share((score - 6) / 2.5));
/** The highest scores of very few people are an accident, and songs and trailers are not what is asked for. */
const standing = ({ prominence, type, duration_minutes }: Anime): number =>
  (prominence < 1.5 ? 0.7 : 1) * (type === 'SPECIAL' || type === 'UNKNOWN' || (duration_minutes ?? 24) < 10 ? 0.5 : 1);

const priorOf = (popularity: Float64Array, values: Float64Array): Prior => {
  const mean = popularity.reduce((sum, value) => sum + value, 0) / Math.max(1, popularity.length);
  const deviation = Math.sqrt(popularity.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, popularity.length)) || 1;
  const order = Uint32Array.from(popularity.keys()).sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b);
  return { popularity: (row) => popularity[row] ?? 0, z: (row) => ((popularity[row] ?? mean) - mean) / deviation, squares: popularity.map((value) => value ** 2), order };
};
