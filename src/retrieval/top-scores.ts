/** The best few of many scores without sorting them all. */
export type Scored = { readonly id: number; readonly score: number };

/** The `limit` largest of `score(0..count-1)`, largest first, ties by position. */
export const topScores = (count: number, limit: number, score: (id: number) => number): Scored[] => {
  const best = createBest(Math.min(limit, count));
  for (let id = 0; id < count; id++) best.offer(id, score(id));
  return best.list();
};

export type Best = {
  /** What an offer has to reach to be kept. */
  floor(): number;
  offer(id: number, score: number): void;
  /** Largest first, ties by id. */
  list(): Scored[];
};

/** Keeps the `limit` largest of the scores offered, ids in any order. */
export const createBest = (limit: number): Best => {
  const size = Math.max(0, limit);
  const scores = new Float64Array(size);
  const ids = new Uint32Array(size);
  let filled = 0;
  // A binary heap with the worst kept item on top. `!` below: all positions are < filled <= size.
  const isWorse = (score: number, id: number, at: number): boolean => score < scores[at]! || (score === scores[at]! && id > ids[at]!);
  const put = (at: number, id: number, score: number): void => {
    scores[at] = score;
    ids[at] = id;
  };
  const rise = (id: number, score: number): void => {
    let at = filled++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isWorse(score, id, parent)) break;
      put(at, ids[parent]!, scores[parent]!);
      at = parent;
    }
    put(at, id, score);
  };
  const sink = (id: number, score: number): void => {
    let at = 0;
    for (;;) {
      let low = 2 * at + 1;
      if (low >= filled) break;
      if (low + 1 < filled && isWorse(scores[low + 1]!, ids[low + 1]!, low)) low += 1;
      if (isWorse(score, id, low)) break;
      put(at, ids[low]!, scores[low]!);
      at = low;
    }
    put(at, id, score);
  };
  return {
    floor: () => (filled < size ? -Infinity : size === 0 ? Infinity : scores[0]!),
    offer: (id, score) => {
      if (filled < size) rise(id, score);
      else if (size > 0 && !isWorse(score, id, 0)) sink(id, score);
    },
    list: () => {
      const all: Scored[] = [];
      for (let at = 0; at < filled; at++) all.push({ id: ids[at]!, score: scores[at]! });
      return all.sort((a, b) => b.score - a.score || a.id - b.id);
    },
  };
};
