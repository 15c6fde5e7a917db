import { randomFillSync } from 'node:crypto';

const perMillisecond = 0x10000;

/** Asking for random bytes costs as much as all the rest of an id, so they are asked for by the thousand. */
const pool = Buffer.alloc(4096);
let used = pool.length;
const fourBytes = (): string => {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += 4;
  return pool.toString('hex', used - 4, used);
};

/** Unique ids whose text order is the order in which this process made them: time, counter, chance (24 characters after the prefix). */
export const createSortableIds = (prefix: string, now: () => Date): (() => string) => {
  let time = 0;
  let count = 0;
  return () => {
    // A clock that stands still or goes back must not put a later id before an earlier one.
    const current = now().getTime();
    count = current > time ? 0 : count + 1;
    time = Math.max(time, current) + Math.floor(count / perMillisecond);
    count %= perMillisecond;
    return `${prefix}${time.toString(16).padStart(12, '0')}${count.toString(16).padStart(4, '0')}${fourBytes()}`;
  };
};
