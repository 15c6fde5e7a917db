/** The same numbers at every run. */
export type Random = { /** 0 <= x < 1. */ next(): number; /** Whole number below `end`. */ below(end: number): number; pick<Item>(items: readonly Item[]): Item };

export const seeded = (seed: number): Random => {
  let state = seed >>> 0;
  // mulberry32: its low bits are as good as its high ones
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number): number => Math.floor(next() * end);
  return {
    next,
    below,
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error('There is nothing to pick from.');
      return item;
    },
  };
};
