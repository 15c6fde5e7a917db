/** Facts of all entries, a column each: reading 23,000 records instead would take most of a search's time. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Anime } from '../domain/anime.ts';

/** Position = row; an unknown number is NaN, which is neither above nor below anything. */
export type Facts = {
  readonly types: readonly Anime['type'][];
  readonly seasons: readonly Anime['season'][];
  readonly statuses: readonly Anime['status'][];
  readonly years: Float64Array;
  readonly scores: Float64Array;
  readonly episodes: Float64Array;
  readonly durations: Float64Array;
  /** Minutes of all episodes together. */
  readonly totals: Float64Array;
  /** Rows of a studio by its name, ascending. */
  rowsOfStudio(name: string): readonly number[];
};

export const buildFacts = ({ entries }: Catalogue): Facts => {
  const numbers = (value: (anime: Anime) => number | null): Float64Array => Float64Array.from(entries, (anime) => value(anime) ?? Number.NaN);
  const studios = new Map<string, number[]>();
  entries.forEach((anime, row) => {
    for (const studio of new Set(anime.studios)) {
      const rows = studios.get(studio);
      if (rows === undefined) studios.set(studio, [row]);
      else rows.push(row);
    }
  });
  return {
    types: entries.map(({ type }) => type),
    seasons: entries.map(({ season }) => season),
    statuses: entries.map(({ status }) => status),
    years: numbers(({ year }) => year),
    scores: numbers(({ score }) => score),
    episodes: numbers(({ episodes }) => episodes),
    durations: numbers(({ duration_minutes }) => duration_minutes),
    totals: numbers(({ episodes, duration_minutes }) => (episodes === null || duration_minutes === null ? null : episodes * duration_minutes)),
    rowsOfStudio: (name) => studios.get(name) ?? [],
  };
};
