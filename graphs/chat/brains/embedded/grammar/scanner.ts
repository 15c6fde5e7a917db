/**
 * A message as it is being read: every rule takes its span out, so that no word is understood twice and what is left is the topic.
 * Titles are replaced by marks first, so that words inside a title are never read as constraints.
 */
export type Scanner = {
  /** Lower-case text with what was taken blanked out; titles are `⟦0⟧`, `⟦1⟧`, ... */
  text(): string;
  /** First match of the pattern (not a global or sticky one), taken out; undefined when there is none. */
  take(pattern: RegExp): RegExpExecArray | undefined;
  /** All matches, taken out. */
  takeAll(pattern: RegExp): RegExpExecArray[];
  /** Blank out a span of `text()`. */
  blank(start: number, end: number): void;
};

/** The rules' patterns put together from parts, each compiled once. */
const compiled = new Map<string, RegExp>();
export const pattern = (source: string): RegExp => {
  const known = compiled.get(source) ?? new RegExp(source);
  compiled.set(source, known);
  return known;
};

export const titleMark = (index: number): string => `⟦${index}⟧`;

export const createScanner = (initial: string): Scanner => {
  let text = initial;
  const blank = (start: number, end: number) => {
    text = text.slice(0, start) + ' '.repeat(end - start) + text.slice(end);
  };
  const take = (pattern: RegExp) => {
    const match = pattern.exec(text);
    if (match === null) return undefined;
    blank(match.index, match.index + match[0].length);
    return match;
  };
  return {
    text: () => text,
    take,
    takeAll(pattern) {
      const matches: RegExpExecArray[] = [];
      for (let match = take(pattern); match !== undefined && matches.length < 20; match = take(pattern)) matches.push(match);
      return matches;
    },
    blank,
  };
};

/** Lower case without changing the length, so that spans stay valid in the original. */
export const lowerCase = (text: string): string =>
  text.replace(/\p{Lu}/gu, (letter) => {
    const lower = letter.toLowerCase();
    return lower.length === letter.length ? lower : letter;
  });
