/** "no wait, 1110", "a 9 actually": a number and nothing else; of what it is said only the turn before tells. */
import type { Figure } from '../../../state.ts';
import { parseNumber } from './numbers.ts';

const lead = String.raw`^\s*(?:(?:no|nah|nope|wait|sorry|oops|oh|ok|hm+|i mean|i meant|make (?:it|that|this)|actually|and|it'?s|its|then|now|already|rather|like|ehm?|well|fine|to)\b[\s,.]*)*`;
const alone = new RegExp(`${lead}(?:an? )?(?:(?:solid|strong|weak|easy) )?(\\d{1,4}(?:[.,]5)?|ten|nine|eight|seven|six|five|four|three)(?:[\\s,]+(?:now|already|actually|sorry|rather|i mean|i meant|then|please|i think))*[\\s.!]*$`);

/** What was said is put right or has gone on: the number is of the same kind as the one before. */
const corrects = /\b(?:no|nah|nope|wait|sorry|oops|i mean|i meant|actually|rather|now|already|make (?:it|that|this))\b/;

/** @param masked lower case, titles as marks */
export const figureIn = (masked: string): Figure | undefined => {
  const value = parseNumber(alone.exec(masked)?.[1]);
  return value === undefined ? undefined : { value, corrects: corrects.test(masked) && !/\ban? (?:\w+ )?\d/.test(masked) };
};

const two = /^\s*(?:(?:just|i|i've|ok|and|did|watched|finished|saw|seen|done)\s+)*(\d{1,4})\s*(?:and|&|,|-|to)\s*(\d{1,4})(?:\s+(?:done|watched|finished|seen|too|already|today|now))*[\s.!]*$/;

/** "just did 6 and 7": episodes of what is being watched, or places in what was shown. */
export const numbersIn = (masked: string): readonly number[] | undefined => two.exec(masked)?.slice(1).map(Number);
