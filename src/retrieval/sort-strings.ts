/** Positions of many strings in the order of their strings, in steps. */
import { each, type Steps } from './steps.ts';

export function* sortedPositions(strings: readonly string[]): Steps<Uint32Array> {
  const byFirst = new Map<string, number[]>();
  yield* each(strings.length, (at) => {
    const first = strings[at]?.[0] ?? '';
    const bucket = byFirst.get(first);
    if (bucket === undefined) byFirst.set(first, [at]);
    else bucket.push(at);
  }, 5000);
  const sorted = new Uint32Array(strings.length);
  let filled = 0;
  for (const first of [...byFirst.keys()].sort()) {
    const bucket = byFirst.get(first) ?? [];
    sorted.set(bucket.sort((a, b) => ((strings[a] ?? '') < (strings[b] ?? '') ? -1 : 1)), filled);
    filled += bucket.length;
    yield;
  }
  return sorted;
}

/** Where in `sorted` the strings that come after `text` begin. */
export const placeAfter = (strings: readonly string[], sorted: Uint32Array, text: string): number => {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((strings[sorted[middle] ?? 0] ?? '') <= text) low = middle + 1;
    else high = middle;
  }
  return low;
};
