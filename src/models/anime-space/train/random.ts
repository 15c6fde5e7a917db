/** Chance that is the same in every run (mulberry32). */
export type Random = {
  /** 0 <= x < 1. */
  next(): number;
  chance(probability: number): boolean;
  /** Of a list that is not empty. */
  pick<Item>(items: readonly Item[]): Item;
  /** Normally distributed around 0. */
  normal(deviation: number): number;
};

export const createRandom = (seed: number): Random => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    chance: (probability) => next() < probability,
    pick: <Item>(items: readonly Item[]) => items[Math.floor(next() * items.length)] as Item, // never empty
    normal: (deviation) => deviation * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  };
};

/** Draws places with chances in proportion to their weights. */
export const createDraw = (weights: Iterable<number>): ((random: Random) => number) => {
  let sum = 0;
  const sums = Float64Array.from(weights, (weight) => (sum += weight));
  return (random) => {
    const wanted = random.next() * sum;
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] ?? 0) > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  };
};
