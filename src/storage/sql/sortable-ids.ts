import { randomBytes } from 'node:crypto';

const perMillisecond = 0x10000;

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
    return `${prefix}${time.toString(16).padStart(12, '0')}${count.toString(16).padStart(4, '0')}${randomBytes(4).toString('hex')}`;
  };
};
