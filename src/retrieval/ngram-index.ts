/** Which of many short strings share rare letter groups with a text: the shortlist before edit distance has the last word. */
import { topScores, type Scored } from './top-scores.ts';

/** `dice`: both sides count; `inside`: how much of the text the key has; `covered`: how much of the key the text has. */
export type GramMeasure = 'dice' | 'inside' | 'covered';
export type NgramIndex = {
  /** Best first; only ids that pass `accept`. */
  shortlist(text: string, limit: number, measure: GramMeasure, accept?: (id: number) => boolean): Scored[];
};

const bucketBits = 17;
const buckets = 1 << bucketBits;
/** Postings one question may touch: rare groups come first, so what is left out says little. */
const budget = 250_000;

const mix = (hash: number): number => {
  const spread = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (spread ^ (spread >>> 13)) & (buckets - 1);
};
/** Han, kana and Hangul carry as much in two signs as Latin in three letters. */
const isWide = (code: number): boolean => code >= 0x2e80 && code <= 0xd7ff;

const scratch = new Uint32Array(2048);
/** Distinct gram buckets of a text, into `scratch`; returns how many. */
const gramsOf = (text: string): number => {
  const length = Math.min(text.length, 900);
  let count = 0;
  let first = 32;
  let second = length > 0 ? text.charCodeAt(0) : 32;
  for (let i = 1; i <= length; i++) {
    const third = i < length ? text.charCodeAt(i) : 32;
    scratch[count++] = mix(Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b) ^ Math.imul(third, 0xc2b2ae35));
    if (isWide(second) && isWide(third)) scratch[count++] = mix(Math.imul(second, 0x27d4eb2f) ^ Math.imul(third, 0x165667b1));
    first = second;
    second = third;
  }
  const sorted = scratch.subarray(0, count).sort();
  let distinct = 0;
  for (let i = 0; i < count; i++) {
    if (i === 0 || sorted[i] !== sorted[i - 1]) scratch[distinct++] = sorted[i] ?? 0;
  }
  return distinct;
};

/** @param keys the strings; ids in the answers are their positions */
export const createNgramIndex = (keys: readonly string[]): NgramIndex => {
  const starts = new Uint32Array(buckets + 1);
  for (const key of keys) {
    const count = gramsOf(key);
    for (let i = 0; i < count; i++) starts[(scratch[i] ?? 0) + 1]! += 1; // inside: buckets are masked
  }
  const idf = new Float32Array(buckets);
  for (let bucket = 0; bucket < buckets; bucket++) idf[bucket] = Math.log(1 + keys.length / (1 + (starts[bucket + 1] ?? 0)));
  for (let bucket = 0; bucket < buckets; bucket++) starts[bucket + 1]! += starts[bucket] ?? 0; // inside: as above
  const postings = new Uint32Array(starts[buckets] ?? 0);
  const next = starts.slice(0, buckets);
  const weightOf = new Float32Array(keys.length);
  keys.forEach((key, id) => {
    const count = gramsOf(key);
    let weight = 0;
    for (let i = 0; i < count; i++) {
      const bucket = scratch[i] ?? 0;
      postings[next[bucket]!++] = id; // inside: as above
      weight += idf[bucket] ?? 0;
    }
    weightOf[id] = weight;
  });

  const shared = new Float32Array(keys.length);
  const touched = new Uint32Array(keys.length);
  return {
    shortlist: (text, limit, measure, accept) => {
      const grams = Array.from(scratch.subarray(0, gramsOf(text)));
      const size = (bucket: number): number => (starts[bucket + 1] ?? 0) - (starts[bucket] ?? 0);
      grams.sort((a, b) => size(a) - size(b));
      let whole = 0;
      for (const bucket of grams) whole += idf[bucket] ?? 0;
      let spent = 0;
      let reached = 0;
      for (const [index, bucket] of grams.entries()) {
        spent += size(bucket);
        if (spent > budget && index > 3) break;
        const weight = idf[bucket] ?? 0;
        const end = starts[bucket + 1] ?? 0;
        for (let at = starts[bucket] ?? 0; at < end; at++) {
          const id = postings[at] ?? 0;
          if (shared[id] === 0) touched[reached++] = id;
          shared[id]! += weight; // inside: ids are positions in keys
        }
      }
      const best = topScores(reached, limit, (at) => {
        const id = touched[at] ?? 0;
        if (accept !== undefined && !accept(id)) return -1;
        const common = shared[id] ?? 0;
        const own = weightOf[id] ?? 0;
        return measure === 'dice' ? (2 * common) / (whole + own) : measure === 'inside' ? common / whole : common / own;
      })
        .filter(({ score }) => score > 0)
        .map(({ id: at, score }) => ({ id: touched[at] ?? 0, score }));
      for (let at = 0; at < reached; at++) shared[touched[at] ?? 0] = 0;
      return best;
    },
  };
};
