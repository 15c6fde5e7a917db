/** Slips of the fingers: a letter inserted, left out, swapped with the next, or taken from the key beside. */
import type { Random } from './random.ts';

const keyboard = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'];
/** A name must have this many letters to be misspelt here: in shorter ones a slip makes another word. */
export const lettersForTypos = 6;

export const letterCount = (text: string): number => (text.match(/[a-z]/gi) ?? []).length;

/** Shorter words are left alone (`II` for `III` names something else), unless a slip has left no longer ones. */
const slippery = [/[a-z]{4,}/gi, /[a-z]{2,}/gi];

/** @returns the text with `count` slips in its longer words, never in the very first letter */
export const withTypos = (text: string, count: number, random: Random): string => {
  let written = text;
  for (let slip = 0; slip < count; slip += 1) {
    const before = written;
    while (written === before) written = slipOnce(before, random);
  }
  return written;
};

const slipOnce = (text: string, random: Random): string => {
  const placesIn = (word: RegExp): number[] => [...text.matchAll(word)].flatMap(({ 0: letters, index }) => [...letters].map((_, letter) => index + letter)).filter((place) => place > 0);
  const at = random.pick(slippery.map(placesIn).find((places) => places.length > 0) ?? []);
  const [head, letter, tail] = [text.slice(0, at), text.charAt(at), text.slice(at + 1)];
  switch (random.below(4)) {
    case 0: return head + letter + neighbour(letter, random) + tail;
    case 1: return head + tail;
    case 2: return /^[a-z]/i.test(tail) ? head + tail.charAt(0) + letter + tail.slice(1) : text;
    default: return head + neighbour(letter, random) + tail;
  }
};

const neighbour = (letter: string, random: Random): string => {
  const row = keyboard.find((keys) => keys.includes(letter.toLowerCase())) ?? keyboard[0] ?? '';
  const at = row.indexOf(letter.toLowerCase());
  return random.pick([row.charAt(at - 1), row.charAt(at + 1)].filter(Boolean));
};
