/** What comes before an entry in its franchise. Pure; remembered per franchise table, since the same entries come up again and again. */
import type { Anime } from '../domain/anime.ts';
import { continuesTitle, titleMarkers, titleStem } from '../domain/title-match.ts';
import type { Generation } from './generation.ts';

type Shelf = Pick<Generation, 'catalogue' | 'franchises'>;

/** Rows that an entry goes on from, whatever their form: one of them begun and the entry is no surprise. Empty for a first part. */
export const beginningsOf = (row: number, { catalogue, franchises }: Shelf): readonly number[] => {
  const anime = catalogue.entries[row];
  if (anime === undefined) return [];
  const isLater = isLaterPart(anime);
  return franchises.members(row).filter((other) => {
    const before = catalogue.entries[other];
    return other !== row && before !== undefined && ((isLater && comesBefore(before, anime)) || continuesTitle(anime, before));
  });
};

/** `all`: is each of them needed, or does one do (it is not sure then that they are of one line)? */
export type PartsBefore = { readonly rows: readonly number[]; readonly all: boolean };

const remembered = new WeakMap<object, Map<number, PartsBefore>>();

/** The series that tell what happens before an entry. Empty for a first part. */
export const partsBefore = (row: number, shelf: Shelf): PartsBefore => {
  const known = remembered.get(shelf.franchises) ?? new Map<number, PartsBefore>();
  remembered.set(shelf.franchises, known);
  const parts = known.get(row) ?? readParts(row, shelf);
  known.set(row, parts);
  return parts;
};

const readParts = (row: number, shelf: Shelf): PartsBefore => {
  const { catalogue, franchises } = shelf;
  const anime = catalogue.entries[row];
  if (anime === undefined) return { rows: [], all: false };
  const isSeries = (at: number): boolean => ['TV', 'ONA'].includes(catalogue.entries[at]?.type ?? '');
  const beginnings = beginningsOf(row, shelf).filter(isSeries);
  if (beginnings.length === 0) return { rows: [], all: false };
  const stems = stemsOf(anime);
  const line = franchises.members(row).filter((other) => {
    const before = catalogue.entries[other];
    if (other === row || before === undefined || !isSeries(other) || !stemsOf(before).some((stem) => stems.includes(stem))) return false;
    return isLaterPart(before) ? isLaterPart(anime) && numberOf(before) < numberOf(anime) && (before.year ?? 9999) <= (anime.year ?? 0) : beginnings.includes(other);
  });
  return line.length > 0 ? { rows: line, all: true } : { rows: beginnings, all: false };
};

const stemsOf = ({ title, title_english }: Anime): string[] => [title, title_english].filter((name) => name !== null).map(titleStem);

const numberOf = (anime: Anime): number => {
  const { season, part, final } = titleMarkers(anime);
  return (season ?? (final ? 90 : 1)) * 10 + (part ?? 1);
};

const isLaterPart = (anime: Anime): boolean => {
  const { season, part, final } = titleMarkers(anime);
  return (season ?? 1) > 1 || (part ?? 1) > 1 || final;
};

const comesBefore = (other: Anime, anime: Anime): boolean => other.year !== null && anime.year !== null && other.year <= anime.year && !isLaterPart(other);
