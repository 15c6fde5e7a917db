/**
 * Where in a piece a title may hide. Looking for titles in running text is the dearest step of an answer (misspellings are tried for
 * every run of words), and a model writes titles with capitals: what is known is taken out first, and plain prose is not looked at.
 */
import type { Evidence } from './evidence.ts';

export type Found = { readonly at: number; readonly id: string };

/** Titles of the evidence as they are written, the longest first, and the piece with them filled over (same length). */
export const takeKnownTitles = (piece: string, { titles }: Evidence): { found: Found[]; rest: string } => {
  const found: Found[] = [];
  let seen = piece;
  let rest = piece;
  for (const { id, title } of titles) {
    for (let at = seen.indexOf(title); at !== -1; at = seen.indexOf(title, at + title.length)) {
      const end = at + title.length;
      if (joins(seen[at - 1]) || joins(seen[end])) continue;
      found.push({ at, id });
      seen = fill(seen, at, end);
      // "Naruto Shippuuden" is more than "Naruto": such words stay for the search.
      if (!namesFollow.test(piece.slice(end)) && !partsFollow.test(piece.slice(end)) && !comesFrom.test(piece.slice(0, at))) rest = fill(rest, at, end);
    }
  }
  return { found, rest };
};

const namesFollow = /^[:\s–-]+[\p{Lu}\p{N}]/u;
const partsFollow = /^[:\s–-]+(?:the )?(?:second|third|final|season|part|movie|film)\b/i;
const comesFrom = /[\p{Ll}\p{N}] \p{Lu}\S* $/u;
const fill = (text: string, from: number, to: number): string => `${text.slice(0, from)}${'x'.repeat(to - from)}${text.slice(to)}`;
const joins = (character: string | undefined): boolean => character !== undefined && /[\p{L}\p{N}]/u.test(character) && !/[\u3040-\u30ff\u4e00-\u9fff]/.test(character);

/** Words that begin sentences. Followed by a small letter they begin no title. */
const openers = new Set(
  `a all also an and another any as at both but each either enjoy every everything expect fair fans for from give given has have he her here his how i if in it it's its just let like long looking lots
  made made maybe more most my no not now of on one or other others our perfect pick picks say set she short since so some start still that that's the their then there there's these they think this those though
  three to too try two until want warning watch we well what when where which while who with without yes you your`.split(/\s+/),
);

/** Stretches with a word in capitals or in Japanese, with the words around it that tell a title from a name. */
export const suspects = (text: string): { readonly at: number; readonly text: string }[] => {
  const words = [...text.matchAll(/\S+/g)].map((match) => ({ at: match.index, end: match.index + match[0].length, word: match[0].replace(/^[^\p{L}\p{N}]+/u, ''), raw: match[0] }));
  const isName = (word = ''): boolean => /^(?:\p{Lu}|\p{Lo})/u.test(word);
  const opensSentence = (index: number): boolean => index === 0 || /[.!?:…)]["”'*]*$|^[-*•]$/.test(words[index - 1]?.raw ?? '');
  const ranges: { from: number; to: number }[] = [];
  words.forEach(({ word }, index) => {
    if (!isName(word)) return;
    if (opensSentence(index) && openers.has(word.toLowerCase().replace(/[^\p{L}']+$/u, '')) && !isName(words[index + 1]?.word)) return;
    const [from, to] = [Math.max(0, index - 3), Math.min(words.length - 1, index + 6)];
    const last = ranges.at(-1);
    if (last !== undefined && from <= last.to) last.to = to;
    else ranges.push({ from, to });
  });
  return ranges.map(({ from, to }) => ({ at: words[from]?.at ?? 0, text: text.slice(words[from]?.at, words[to]?.end) }));
};
