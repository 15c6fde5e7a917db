/** Running text to the terms of the word table: the same when it is learned and when it is used. */

/** Longer texts are cut: what a request wants is said by then. */
const maxLetters = 2000;
/** A pair of neighbouring words says less than the two words. */
const pairWeight = 0.6;

/** Words that say nothing about what is wanted. */
const idle = new Set(
  (
    'a an and are as at be been but by can could do does for from get give had has have he her his i if in into is it its just let like looking me more my of off on or our she so some ' +
    'something somewhat such than that the their them there they this those to too us very want was watch watching we were what when where which who will with would you your ' +
    'about after all also any anything around because best find good great hey hi im ive kind kinda lot lots maybe need please pls really recommend recommendation recommendations search show shows similar sort suggest thing things ' +
    'anime animes series no not plus'
  ).split(' '),
);

/** Terms in order, pairs ("time travel") after the words they are made of. */
export const termsIn = (text: string): string[] => {
  const words: string[] = [];
  for (const word of text.slice(0, maxLetters).normalize('NFKD').toLowerCase().replace(/[\p{M}'’]/gu, '').match(/[a-z0-9]+/g) ?? []) if (!idle.has(word)) words.push(stem(word));
  return [...words, ...words.slice(1).map((word, at) => `${words[at] ?? ''} ${word}`)];
};

export const weightOf = (term: string): number => (term.includes(' ') ? pairWeight : 1);

/** Plural s, -ing and -ed where a stem of three letters with a vowel is left; a final e goes too, so that "rescue" and "rescuing" meet. */
const stem = (word: string): string => {
  if (word.length < 4) return word;
  let stemmed = word;
  if (word.endsWith('ies') && word.length > 4) stemmed = `${word.slice(0, -3)}y`;
  else if (/(?:s|x|z|ch|sh)es$/.test(word)) stemmed = word.slice(0, -2);
  else if (/[^suio]s$/.test(word)) stemmed = word.slice(0, -1);
  const verb = /^(.{3,}?)(?:ing|ed)$/.exec(stemmed)?.[1];
  if (verb !== undefined && /[aeiouy]/.test(verb)) stemmed = verb.replace(/([^aeiouls])\1$/, '$1');
  return stemmed.length > 4 && stemmed.endsWith('e') ? stemmed.slice(0, -1) : stemmed;
};
