/** The best few of many scores without sorting them all. */
export type Scored = { readonly id: number; readonly score: number };

/** The `limit` largest of `score(0..count-1)`, largest first, ties by position. */
export const topScores = (count: number, limit: number, score: (id: number) => number): Scored[] => {
  const size = Math.max(0, Math.min(limit, count));
  const scores = new Float64Array(size);
  const ids = new Uint32Array(size);
  // `?? 0` only satisfies noUncheckedIndexedAccess: positions stay below `size`.
  const scoreAt = (at: number): number => scores[at] ?? 0;
  const idAt = (at: number): number => ids[at] ?? 0;
  const worse = (a: number, b: number): boolean => scoreAt(a) < scoreAt(b) || (scoreAt(a) === scoreAt(b) && idAt(a) > idAt(b));
  const swap = (a: number, b: number): void => {
    const [score, id] = [scoreAt(a), idAt(a)];
    scores[a] = scoreAt(b);
    ids[a] = idAt(b);
    scores[b] = score;
    ids[b] = id;
  };
  let filled = 0;
  // A binary heap with the worst kept item on top.
  const rise = (): void => {
    for (let child = filled - 1; child > 0; ) {
      const parent = (child - 1) >> 1;
      if (!worse(child, parent)) return;
      swap(child, parent);
      child = parent;
    }
  };
  const sink = (): void => {
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let low = at;
      if (left < filled && worse(left, low)) low = left;
      if (right < filled && worse(right, low)) low = right;
      if (low === at) return;
      swap(at, low);
      at = low;
    }
  };
  for (let id = 0; id < count && size > 0; id++) {
    const value = score(id);
    if (filled < size) {
      scores[filled] = value;
      ids[filled] = id;
      filled += 1;
      rise();
    } else if (value > scoreAt(0)) {
      scores[0] = value;
      ids[0] = id;
      sink();
    }
  }
  return Array.from({ length: filled }, (_, at) => ({ id: idAt(at), score: scoreAt(at) })).sort((a, b) => b.score - a.score || a.id - b.id);
};
