/** Anime seasons: quarters of a year that begin in January, April, July and October. */
export const seasons = ['WINTER', 'SPRING', 'SUMMER', 'FALL'] as const;
export type Season = (typeof seasons)[number];

/** The season a date falls in (month of the local calendar). */
export const seasonOf = (date: Date): { year: number; season: Season } => ({
  year: date.getFullYear(),
  season: seasons[Math.floor(date.getMonth() / 3)] ?? 'WINTER',
});

const words: Record<string, Season> = {
  winter: 'WINTER', spring: 'SPRING', summer: 'SUMMER', fall: 'FALL', autumn: 'FALL',
};

/** `autumn`, `Fall`, `FALL` -> `FALL`; anything else -> undefined. */
export const parseSeason = (text: string): Season | undefined => words[text.trim().toLowerCase()];

/** The season before (`-1`) or after (`1`) a given one, across years. */
export const shiftSeason = (from: { year: number; season: Season }, by: number): { year: number; season: Season } => {
  const index = from.year * 4 + seasons.indexOf(from.season) + by;
  return { year: Math.floor(index / 4), season: seasons[index % 4] ?? 'WINTER' };
};
