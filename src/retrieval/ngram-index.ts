/** Which of many short strings share rare letter groups with a text: the shortlist before edit distance has the last word. */
import { each, type Steps } from './steps.ts';
import { createBest, type Scored } from './top-scores.ts';

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

/**
 * Share of a text's groups (by weight) that a key has to have. What is mistyped in every fifth letter still shares a quarter to a third; the many keys that
 * share less are what makes a question expensive.
 */
const floorFor = (text: string): number => (text.length < 12 ? 0 : text.length < 24 ? 0.2 : 0.3);

const mix = (hash: number): number => {
  const spread = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (spread ^ (spread >>> 13)) & (buckets - 1);
};
/** Han, kana and Hangul carry as much in two signs as Latin in three letters. */
const isWide = (code: number): boolean => code >= 0x2e80 && code <= 0xd7ff;

const scratch = new Uint32Array(2048);
/** By bucket the number of the last text that had it. */
const lastText = new Uint32Array(buckets);
let texts = 0;
let found = 0;
// A function of its own, not inside `gramsOf`: tsx names every function that is made, which takes longer than reading a title.
const addGram = (hash: number): void => {
  const bucket = mix(hash);
  if (lastText[bucket] === texts) return;
  lastText[bucket] = texts;
  scratch[found++] = bucket;
};
/** Distinct gram buckets of a text, into `scratch`; returns how many. */
const gramsOf = (text: string): number => {
  const length = Math.min(text.length, 900);
  texts = (texts + 1) >>> 0;
  found = 0;
  let first = 32;
  let second = length > 0 ? text.charCodeAt(0) : 32;
  for (let i = 1; i <= length; i++) {
    const third = i < length ? text.charCodeAt(i) : 32;
    addGram(Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b) ^ Math.imul(third, 0xc2b2ae35));
    if (isWide(second) && isWide(third)) addGram(Math.imul(second, 0x27d4eb2f) ^ Math.imul(third, 0x165667b1));
    first = second;
    second = third;
  }
  return found;
};

/** @param keys the strings; ids in the answers are their positions */
export function* ngramIndexSteps(keys: readonly string[]): Steps<NgramIndex> {
  // Every key is read once: its groups are kept until the lists can be filled.
  const ends = new Uint32Array(keys.length + 1);
  let grams = new Uint32Array(keys.length * 24 + scratch.length);
  const starts = new Uint32Array(buckets + 1);
  yield* each(keys.length, (id) => {
    const count = gramsOf(keys[id] ?? '');
    const from = ends[id] ?? 0;
    if (from + count > grams.length) {
      const larger = new Uint32Array(grams.length * 2);
      larger.set(grams);
      grams = larger;
    }
    grams.set(scratch.subarray(0, count), from);
    ends[id + 1] = from + count;
    for (let i = 0; i < count; i++) starts[(scratch[i] ?? 0) + 1]! += 1; // inside: buckets are masked
  }, 250);
  const idf = new Float32Array(buckets);
  for (let bucket = 0; bucket < buckets; bucket++) idf[bucket] = Math.log(1 + keys.length / (1 + (starts[bucket + 1] ?? 0)));
  for (let bucket = 0; bucket < buckets; bucket++) starts[bucket + 1]! += starts[bucket] ?? 0; // inside: as above
  const postings = new Uint32Array(starts[buckets] ?? 0);
  const next = starts.slice(0, buckets);
  const weightOf = new Float32Array(keys.length);
  yield* each(keys.length, (id) => {
    let weight = 0;
    for (let at = ends[id] ?? 0; at < (ends[id + 1] ?? 0); at++) {
      const bucket = grams[at] ?? 0;
      postings[next[bucket]!++] = id; // inside: as above
      weight += idf[bucket] ?? 0;
    }
    weightOf[id] = weight;
  }, 500);
  return createNgramIndex(keys.length, { starts, postings, idf, weightOf });
}

type Parts = { readonly starts: Uint32Array; readonly postings: Uint32Array; readonly idf: Float32Array; readonly weightOf: Float32Array };

const createNgramIndex = (size: number, { starts, postings, idf, weightOf }: Parts): NgramIndex => {
  const shared = new Float32Array(size);
  const touched = new Uint32Array(size);
  let [counted, whole, reached] = ['', 0, 0];
  /** Leaves in `shared` what the keys have in common with the text, those that may have `floor` of it; asked again for the same it has nothing to do. */
  const count = (text: string, floor: number): void => {
    const asked = `${floor} ${text}`;
    if (asked === counted) return;
    for (let at = 0; at < reached; at++) shared[touched[at] ?? 0] = 0;
    [counted, whole, reached] = [asked, 0, 0];
    const uses = (bucket: number): number => (starts[bucket + 1] ?? 0) - (starts[bucket] ?? 0);
    const grams = scratch.slice(0, gramsOf(text)).sort((a, b) => uses(a) - uses(b));
    for (const bucket of grams) whole += idf[bucket] ?? 0;
    let [spent, rest] = [0, whole];
    for (const [index, bucket] of grams.entries()) {
      spent += uses(bucket);
      if (spent > budget && index > 3) break;
      // A key without any of the groups so far cannot reach the floor by the common ones that are left.
      const isLate = rest < floor * whole;
      const weight = idf[bucket] ?? 0;
      rest -= weight;
      const end = starts[bucket + 1] ?? 0;
      for (let at = starts[bucket] ?? 0; at < end; at++) {
        const id = postings[at] ?? 0;
        if (shared[id] === 0) {
          if (isLate) continue;
          touched[reached++] = id;
        }
        shared[id]! += weight; // inside: ids are positions in keys
      }
    }
    let kept = 0;
    for (let at = 0; at < reached; at++) {
      const id = touched[at] ?? 0;
      if ((shared[id] ?? 0) >= floor * whole) touched[kept++] = id;
      else shared[id] = 0;
    }
    reached = kept;
  };
  return {
    shortlist: (text, limit, measure, accept) => {
      count(text, measure === 'covered' ? 0 : floorFor(text));
      const best = createBest(Math.min(limit, reached));
      for (let at = 0; at < reached; at++) {
        const id = touched[at] ?? 0;
        const common = shared[id] ?? 0;
        const own = weightOf[id] ?? 0;
        const score = measure === 'dice' ? (2 * common) / (whole + own) : measure === 'inside' ? common / whole : common / own;
        if (score >= best.floor() && (accept === undefined || accept(id))) best.offer(id, score);
      }
      return best.list();
    },
  };
};
