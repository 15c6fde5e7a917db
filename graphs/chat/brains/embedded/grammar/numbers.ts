/** Numbers as people write them: digits, decimals with comma or point, words up to a hundred. */
const words: Record<string, number> = {
  zero: 0, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10, eleven: 11, twelve: 12, thirteen: 13,
  fourteen: 14, fifteen: 15, sixteen: 16, seventeen: 17, eighteen: 18, nineteen: 19, twenty: 20, 'twenty four': 24, 'twenty five': 25, 'twenty six': 26, thirty: 30,
  forty: 40, fifty: 50, sixty: 60, seventy: 70, eighty: 80, ninety: 90, hundred: 100, 'a hundred': 100, 'one hundred': 100, 'two hundred': 200, dozen: 12, 'a dozen': 12,
};
for (const tens of ['twenty', 'thirty', 'forty', 'fifty']) for (const ones of ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine']) words[`${tens} ${ones}`] = (words[tens] ?? 0) + (words[ones] ?? 0);
const wordPattern = Object.keys(words).sort((a, b) => b.length - a.length).map((word) => word.replace(' ', '[ -]')).join('|');

/** Pattern source of a number; use inside a larger pattern as one group. */
export const number = `\\d{1,4}(?:[.,]\\d{1,2})?|${wordPattern}`;

/** `9`, `9,5`, `nine` -> number; undefined when it is none. */
export const parseNumber = (text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  const word = words[text.trim().replace('-', ' ')];
  if (word !== undefined) return word;
  const value = Number(text.trim().replace(',', '.'));
  return Number.isFinite(value) ? value : undefined;
};

const ordinalWords: Record<string, number> = { first: 1, second: 2, third: 3, fourth: 4, fifth: 5, sixth: 6, seventh: 7, eighth: 8, ninth: 9, tenth: 10, last: -1, final: -1 };
export const ordinal = `\\d{1,2}(?:st|nd|rd|th)|${Object.keys(ordinalWords).join('|')}`;
export const parseOrdinal = (text: string): number => ordinalWords[text] ?? Number.parseInt(text, 10);
