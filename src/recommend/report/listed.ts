/** A list as the report reads it: with its entries, and each score against what was to be expected of it. Pure. */
import type { Catalogue } from '../../catalogue/catalogue.ts';
import type { Anime } from '../../domain/anime.ts';
import type { StoredListEntry } from '../../domain/list-entry.ts';

export type Listed = {
  readonly row: number;
  readonly anime: Anime;
  readonly entry: StoredListEntry;
  /** The score less the crowd's, less what this user's scores usually are above it; against the own average where crowd scores are few. Null without a score. */
  readonly surplus: number | null;
};

/** Below this share of known crowd scores the own average is the measure. */
const enoughCrowd = 0.5;

export const readListed = (list: readonly StoredListEntry[], catalogue: Catalogue): Listed[] => {
  const byRow = new Map<number, { row: number; anime: Anime; entry: StoredListEntry }>();
  for (const entry of list) {
    const anime = catalogue.byId(entry.anime_id);
    const row = anime === undefined ? undefined : catalogue.rowOf(anime.anime_id);
    // Newest first: of two rows of one anime the first counts.
    if (anime !== undefined && row !== undefined && !byRow.has(row)) byRow.set(row, { row, anime, entry });
  }
  const all = [...byRow.values()];
  const rated = all.filter(({ entry }) => entry.score !== null);
  const own = mean(rated.map(({ entry }) => entry.score ?? 0));
  const both = rated.filter(({ anime }) => anime.score !== null);
  const usual = both.length >= rated.length * enoughCrowd ? mean(both.map(({ anime, entry }) => (entry.score ?? 0) - (anime.score ?? 0))) : null;
  return all.map((one) => {
    const { score } = one.entry;
    if (score === null) return { ...one, surplus: null };
    return { ...one, surplus: usual === null || one.anime.score === null ? score - own : score - one.anime.score - usual };
  });
};

/** Not only planned. */
export const isBegun = ({ entry: { status } }: Pick<Listed, 'entry'>): boolean => status !== 'plan_to_watch';

export const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
export const deviation = (values: readonly number[]): number => {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
};
export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[half] ?? 0) : ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2;
};
/** So many titles that say nothing are added to each mean: three high scores may be chance. */
export const doubtOfMean = 5;
export const shrunken = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / (values.length + doubtOfMean);

export const rounded = (value: number, digits = 2): number => Math.round(value * 10 ** digits) / 10 ** digits;
export const percent = (share: number): string => `${Math.round(share * 100)} %`;
export const titles = (count: number): string => (count === 1 ? 'one title' : `${count} titles`);
export const enumerate = (words: readonly string[], last = 'and'): string => (words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1) ?? ''}`);
