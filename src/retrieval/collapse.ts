/** One entry per franchise up front; the others keep their order behind. */
import type { Franchises } from './franchise.ts';

/** How far down a first season may stand and still speak for a later one that ranks higher. */
const reach = 200;

/** @param rows best first @returns the same rows; the first season stands where its franchise's best entry ranked */
export const collapseFranchises = (rows: ArrayLike<number>, franchises: Franchises): number[] => {
  const speakers = new Map<number, number>();
  for (let rank = 0; rank < rows.length; rank++) {
    const row = rows[rank] ?? 0;
    const franchise = franchises.of(row);
    const speaker = speakers.get(franchise);
    // A series before its later seasons; films and extras stand for themselves.
    if (speaker === undefined || (rank < reach && franchises.place(speaker) === 2 && franchises.place(row) === 0)) speakers.set(franchise, row);
  }
  const front: number[] = [];
  const behind: number[] = [];
  const shown = new Set<number>();
  for (let rank = 0; rank < rows.length; rank++) {
    const row = rows[rank] ?? 0;
    const franchise = franchises.of(row);
    const speaker = speakers.get(franchise) ?? row;
    if (!shown.has(franchise)) {
      shown.add(franchise);
      front.push(speaker);
    }
    if (row !== speaker) behind.push(row);
  }
  return front.concat(behind);
};
