/** Running text to index terms: the same on both sides, so a stem need not be a word. */
import { foldTitle } from '../domain/title-match.ts';

const wide = /[\u2e80-\ud7ff]/;
/** Scripts that nobody searches synopses in; titles in them are found by the title index. */
const other = /[^a-z0-9\u2e80-\ud7ff]/;

/** Words that say nothing about what is wanted. */
const idle = new Set(
  (
    'a an and are as at be been but by can could do does for from get give had has have he her his i if in into is it its just let like looking me more my no not of off on or our she so some ' +
    'something somewhat such than that the their them there they this those to too us very want was watch watching we were what when where which who will with would you your ' +
    'about after all also any anything around because best find good great hey hi im ive kind kinda lot lots maybe need please pls really recommend recommendation recommendations search show shows similar sort suggest thing things ' +
    'anime animes series'
  ).split(' '),
);
export const isIdle = (token: string): boolean => idle.has(token);

/** Nothing but filler: "show me some anime please". */
export const isIdleText = (text: string): boolean => foldTitle(text).split(' ').every((token) => token === '' || idle.has(token));

/** What is left of a request without openers and filler; the text itself when nothing is left. */
export const withoutFiller = (text: string): string => {
  const kept = text
    .trim()
    .split(/\s+/)
    .filter((word) => !isIdle(word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')));
  return kept.length > 0 ? kept.join(' ') : text.trim();
};

/** Plural s, and -ing/-ed where a stem of four letters with a vowel is left. A final e goes too, so that "rescue" and "rescuing" meet. */
export const stem = (token: string): string => {
  // Most words end in none of these; the check is cheaper than the patterns below.
  if (token.length < 4 || !/(?:s|ing|ed|e)$/.test(token) || !/^[a-z]+$/.test(token)) return token;
  let word = token;
  if (word.endsWith('ies') && word.length > 4) word = `${word.slice(0, -3)}y`;
  else if (/(?:s|x|z|ch|sh)es$/.test(word) && word.length > 4) word = word.slice(0, -2);
  else if (/[^suio]s$/.test(word)) word = word.slice(0, -1);
  const verb = /^(.{3,}?)(?:ing|ed)$/.exec(word)?.[1];
  if (verb !== undefined && /[aeiouy]/.test(verb) && (verb.length > 3 || /[^aeiouy]{2}$/.test(verb))) word = verb.replace(/([^aeiouls])\1$/, '$1');
  return word.length > 4 && word.endsWith('e') ? word.slice(0, -1) : word;
};

/** Terms of one folded word: its stem, or pairs of signs for Japanese, Chinese and Korean. */
export const termsOfWord = (word: string): string[] => {
  if (!wide.test(word)) return word === '' || other.test(word) || word.length > 40 ? [] : [stem(word)];
  if (word.length === 1) return [word];
  return Array.from({ length: word.length - 1 }, (_, at) => word.slice(at, at + 2));
};

/** Terms of the words in order, repeated ones kept. Idle words are left out unless there are no others. */
export const termsOf = (text: string, { keepIdle = false }: { keepIdle?: boolean } = {}): string[] =>
  foldTitle(text)
    .split(' ')
    .flatMap((word) => (!keepIdle && idle.has(word) ? [] : termsOfWord(word)));
