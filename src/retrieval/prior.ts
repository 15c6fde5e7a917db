/** What is worth showing before anything is asked: how well known an entry is, and how well liked. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Anime } from '../domain/anime.ts';

export type Prior = {
  /** About 0.35 (obscure) to 1 (everybody knows it). */
  popularity(row: number): number;
  /** The same with mean 0 and deviation 1 over the catalogue. */
  z(row: number): number;
  /** All rows, the best first: score times prominence. */
  readonly order: Uint32Array;
};

/** The crowd's score of an entry that nobody scored: a little under the usual. */
const unscored = 6.5;

export const worth = (anime: Anime): number => (anime.score ?? unscored) * popularityOf(anime.prominence);
/** Prominence is a logarithm of people's list counts; this is log10(1 + members) / 6 written in it. */
const popularityOf = (prominence: number): number => (prominence + 1.2) / 6.2;

export const buildPrior = ({ entries }: Catalogue): Prior => {
  const popularity = Float64Array.from(entries, (anime) => popularityOf(anime.prominence));
  const mean = popularity.reduce((sum, value) => sum + value, 0) / Math.max(1, entries.length);
  const deviation = Math.sqrt(popularity.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, entries.length)) || 1;
  const values = Float64Array.from(entries, worth);
  const order = Uint32Array.from(entries.keys()).sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b);
  return { popularity: (row) => popularity[row] ?? 0, z: (row) => ((popularity[row] ?? mean) - mean) / deviation, order };
};
