/** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours cost 1 each. */

const maxLength = 256;
const left = new Uint16Array(maxLength);
// Three rows are enough: a swap looks back two.
const rows = [new Uint16Array(maxLength + 1), new Uint16Array(maxLength + 1), new Uint16Array(maxLength + 1)] as const;

/** Edits between two strings (first 256 UTF-16 units), or `limit + 1` as soon as it is clear that they are more than `limit`. */
export const editDistance = (a: string, b: string, limit: number): number => {
  if (a === b) return 0;
  const width = Math.min(a.length, maxLength);
  const height = Math.min(b.length, maxLength);
  if (Math.abs(width - height) > limit) return limit + 1;
  let [older, previous, current]: [Uint16Array, Uint16Array, Uint16Array] = [rows[0], rows[1], rows[2]];
  for (let i = 0; i < width; i++) left[i] = a.charCodeAt(i);
  for (let i = 0; i <= width; i++) previous[i] = i;
  let before = 0;
  for (let j = 1; j <= height; j++) {
    const code = b.charCodeAt(j - 1);
    current[0] = j;
    let best = j;
    // `?? 0` only satisfies noUncheckedIndexedAccess: every index is inside its array.
    for (let i = 1; i <= width; i++) {
      const own = left[i - 1] ?? 0;
      let cost = (previous[i - 1] ?? 0) + (own === code ? 0 : 1);
      cost = Math.min(cost, (previous[i] ?? 0) + 1, (current[i - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && own === before && left[i - 2] === code) cost = Math.min(cost, (older[i - 2] ?? 0) + 1);
      current[i] = cost;
      if (cost < best) best = cost;
    }
    if (best > limit) return limit + 1;
    [older, previous, current] = [previous, current, older];
    before = code;
  }
  return Math.min(previous[width] ?? 0, limit + 1);
};

/** 1 = equal, 0 = nothing in common; 0 as soon as it is below `floor`. */
export const similarity = (a: string, b: string, floor = 0): number => {
  const longest = Math.max(a.length, b.length);
  if (longest === 0) return 1;
  const limit = Math.floor((1 - floor) * longest + 1e-9);
  const edits = editDistance(a, b, limit);
  return edits > limit ? 0 : 1 - edits / longest;
};
