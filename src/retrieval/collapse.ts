/** One entry per franchise up front; the others keep their order behind. */
import type { Franchises } from './franchise.ts';

/** How far down a first season may stand and still speak for a later one that ranks higher. */
const reach = 200;

/** @param rows best first @returns the same rows; the first season stands where its franchise's best entry ranked */
export const collapseFranchises = (rows: ArrayLike<number>, franchises: Franchises): number[] => {
  // By franchise: 1 + the row that speaks for it, 0 = none yet; negative once it has been shown.
  const speakers = new Int32Array(franchises.count);
  for (let rank = 0; rank < rows.length; rank++) {
    const row = rows[rank] ?? 0;
    const franchise = franchises.of(row);
    const speaker = speakers[franchise] ?? 0;
    // A series before its later seasons; films and extras stand for themselves.
    if (speaker === 0 || (rank < reach && franchises.place(row) === 0 && franchises.place(speaker - 1) === 2)) speakers[franchise] = row + 1;
  }
  const front: number[] = [];
  const behind: number[] = [];
  for (let rank = 0; rank < rows.length; rank++) {
    const row = rows[rank] ?? 0;
    const franchise = franchises.of(row);
    const speaker = speakers[franchise] ?? 0;
    if (speaker > 0) {
      speakers[franchise] = -speaker;
      front.push(speaker - 1);
    }
    if (row !== Math.abs(speaker) - 1) behind.push(row);
  }
  return front.concat(behind);
};
