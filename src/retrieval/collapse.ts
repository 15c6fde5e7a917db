/** One entry per franchise up front; the others keep their order behind. */
import type { Anime } from '../domain/anime.ts';
import { placeInFranchise } from '../domain/title-match.ts';
import type { Franchises } from './franchise.ts';

/** How far down a first season may stand and still speak for a later one that ranks higher. */
const reach = 200;

/** @param rows best first @returns the same rows; the first season stands where its franchise's best entry ranked */
export const collapseFranchises = (rows: readonly number[], franchises: Franchises, entries: readonly Anime[]): number[] => {
  const speakers = new Map<number, number>();
  rows.forEach((row, rank) => {
    const franchise = franchises.of(row);
    const speaker = speakers.get(franchise);
    if (speaker === undefined || (rank < reach && isBefore(entries[row], entries[speaker]))) speakers.set(franchise, row);
  });
  const front: number[] = [];
  const behind: number[] = [];
  const shown = new Set<number>();
  for (const row of rows) {
    const franchise = franchises.of(row);
    const speaker = speakers.get(franchise) ?? row;
    if (!shown.has(franchise)) {
      shown.add(franchise);
      front.push(speaker);
    }
    if (row !== speaker) behind.push(row);
  }
  return [...front, ...behind];
};

/** A series before its later seasons; films and extras stand for themselves. */
const isBefore = (anime: Anime | undefined, speaker: Anime | undefined): boolean =>
  anime !== undefined && speaker !== undefined && placeInFranchise(speaker) === 2 && placeInFranchise(anime) === 0;
