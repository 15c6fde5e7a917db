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

/** What is known of a place in the code where a pattern stands: by the values put in, one after the other. */
type Place = { regex?: RegExp; readonly by: Map<string | number, Place> };
const places = new WeakMap<TemplateStringsArray, Place>();

/**
 * The rules' patterns, put together from parts and compiled once: pattern`\\b(${number}) episodes`. Which one is meant is known by the place in the
 * code and its few values: putting the text together only to look it up would cost more than the match.
 */
export const pattern = (parts: TemplateStringsArray, ...values: (string | number)[]): RegExp => {
  let place = childOf(places, parts);
  for (const value of values) place = childOf(place.by, value);
  return (place.regex ??= new RegExp(String.raw({ raw: parts }, ...values)));
};

const childOf = <Key>(known: { get(key: Key): Place | undefined; set(key: Key, place: Place): unknown }, key: Key): Place => {
  const place = known.get(key) ?? { by: new Map<string | number, Place>() };
  known.set(key, place);
  return place;
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
