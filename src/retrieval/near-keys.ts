/** All keys within a few edits of a short text, by looking at every key of about its length: sixty nanoseconds each. Two slips in a short word can leave no group of letters whole that an index could find it by. */
import { each, type Steps } from './steps.ts';

export type NearKeys = {
  /** Texts of up to 31 signs only. Ids of the keys within `edits` (1 each for a letter more, less or other, and for two swapped), in no order. */
  near(text: string, edits: number): number[];
};

const longest = 31;
/** By sign the places in the text where it stands, as bits; all zero between two questions. */
const places = new Int32Array(0x10000);

/** @param keys the strings; ids in the answers are their positions */
export function* nearKeySteps(keys: readonly string[]): Steps<NearKeys> {
  const starts = new Uint32Array(longest * 2 + 2);
  const isShort = (key: string): boolean => key.length <= longest * 2;
  yield* each(keys.length, (id) => {
    const key = keys[id] ?? '';
    if (isShort(key)) starts[key.length + 1] = (starts[key.length + 1] ?? 0) + 1;
  }, 10_000);
  for (let length = 0; length <= longest * 2; length++) starts[length + 1] = (starts[length + 1] ?? 0) + (starts[length] ?? 0);
  const next = starts.slice();
  const byLength = new Uint32Array(starts.at(-1) ?? 0);
  const signs = new Int32Array(byLength.length);
  const again = new Int32Array(byLength.length);
  yield* each(keys.length, (id) => {
    const key = keys[id] ?? '';
    if (!isShort(key)) return;
    const place = next[key.length] ?? 0;
    byLength[place] = id;
    [signs[place], again[place]] = signsOf(key);
    next[key.length] = place + 1;
  }, 10_000);
  return {
    near: (text, edits) => {
      if (text === '' || text.length > longest) return [];
      for (let at = 0; at < text.length; at++) places[text.charCodeAt(at)]! |= 1 << at; // inside: one for every UTF-16 unit
      const found: number[] = [];
      const [own, ownAgain] = signsOf(text);
      for (let length = Math.max(1, text.length - edits); length <= Math.min(text.length + edits, longest * 2); length++) {
        // An edit takes out one sign and brings in one, at most; those that make the text longer take none out.
        const out = edits - Math.max(0, length - text.length);
        const into = edits - Math.max(0, text.length - length);
        for (let at = starts[length] ?? 0; at < (starts[length + 1] ?? 0); at++) {
          const others = signs[at] ?? 0;
          const gone = bitCount(own & ~others);
          const come = bitCount(others & ~own);
          if (gone > out || come > into) continue;
          const othersAgain = again[at] ?? 0;
          if (gone + bitCount(ownAgain & ~othersAgain) > out || come + bitCount(othersAgain & ~ownAgain) > into) continue;
          const id = byLength[at] ?? 0;
          if (isWithin(text.length, keys[id] ?? '', edits)) found.push(id);
        }
      }
      for (let at = 0; at < text.length; at++) places[text.charCodeAt(at)] = 0;
      return found;
    },
  };
}

/** Which signs a text has, and which it has twice, as bits; several signs share one. */
const signsOf = (text: string): [once: number, twice: number] => {
  let [once, twice] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const sign = 1 << (text.charCodeAt(at) & 31);
    twice |= once & sign;
    once |= sign;
  }
  return [once, twice];
};

const bitCount = (bits: number): number => {
  const pairs = bits - ((bits >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
};

/** Hyyrö's bit-parallel optimal string alignment (2003) of the text in `places` with a key: a whole column of the table in one number. */
const isWithin = (length: number, key: string, edits: number): boolean => {
  const last = 1 << (length - 1);
  let [up, down, zero, before, distance] = [-1, 0, 0, 0, length];
  for (let at = 0; at < key.length; at++) {
    const here = places[key.charCodeAt(at)] ?? 0;
    const swapped = ((~zero & here) << 1) & before;
    zero = (((here & up) + up) ^ up) | here | down | swapped;
    const [more, less] = [down | ~(zero | up), zero & up];
    if (more & last) distance += 1;
    else if (less & last) distance -= 1;
    // Each sign that is left can take one back at most.
    if (distance - (key.length - 1 - at) > edits) return false;
    const shifted = (more << 1) | 1;
    up = (less << 1) | ~(zero | shifted);
    down = shifted & zero;
    before = here;
  }
  return distance <= edits;
};
