/** A message that names several titles, cut where the next one begins: "finished ⟦0⟧, 9, and dropped ⟦1⟧". Pure. */
import type { TitleReading } from './grammar/read-titles.ts';
import { readDislike } from './grammar/read-wish.ts';
import { titleMark } from './grammar/scanner.ts';

const cut = /\s*[,.;!]+\s+(?:(?:and|but|then|also|plus)\s+)*|\s+(?:(?:and|but|then|also|plus|while|&)\s+)+/;
/** What a piece is about: a title, or a place in the list that was shown; "it" is the title before it, if there is one. */
const named = /⟦\d+⟧|\b(?:first|second|third|fourth|fifth|last)\b|\bthe other(?: one)?\b/;
const it = /\b(?:finish(?:ed)?|drop(?:ped)?|start(?:ed)?|add|remove|delete)\s+(?:it|that|this)\b/;

/** Each piece is read for itself; what comes behind so many stays with the last. */
const mostPieces = 30;

/** @returns one reading per title, or null when there is but one */
export const splitChanges = ({ mentions, masked }: TitleReading): TitleReading[] | null => {
  const pieces: string[] = [];
  for (const piece of masked.split(cut)) {
    // What names nothing belongs to the title before it: "..., 9", "... loved it".
    if (pieces.length > 0 && (pieces.length === mostPieces || !named.test(piece))) pieces[pieces.length - 1] += `, ${piece}`;
    else pieces.push(piece);
  }
  const first = pieces.findIndex((piece) => named.test(piece) || it.test(piece));
  if (first < 0 || pieces.length - first < 2) return null;
  return [[...pieces.slice(0, first + 1)].join(', '), ...pieces.slice(first + 1)].map((piece) => clauseOf(piece, { mentions, masked }) ?? { mentions: [], masked: piece });
};

/** A piece of a message with its own titles only, their marks counted anew; null when it has none. */
export const clauseOf = (piece: string, { mentions }: TitleReading): TitleReading | null => {
  const own = mentions.filter((_, at) => piece.includes(titleMark(at)));
  if (own.length === 0) return null;
  const masked = piece.replace(/⟦(\d+)⟧/g, (mark, at: string) => {
    const mention = mentions[Number(at)];
    return mention === undefined ? mark : titleMark(own.indexOf(mention));
  });
  return { mentions: own, masked };
};

/** "finished ⟦0⟧, hated it", "watched ⟦0⟧ but didn't like it": what was done, and what is thought of it. */
export const splitOpinion = (masked: string): { readonly done: string; readonly opinion: string } | null => {
  for (const { index, 0: joint } of [...masked.matchAll(/(?<![\s,;.!])\s{0,9}[,;.!]{1,9}\s+(?:(?:and|but|though|tho)\s+)*|(?<!\s)\s+(?:(?:and|but|though|tho)\s+)+/g)].slice(-mostPieces)) {
    const [done, opinion] = [masked.slice(0, index), masked.slice(index + joint.length)];
    const of = readDislike(opinion.trim());
    if (of !== null && /^(?:it|that|this)\b/.test(of)) return { done, opinion };
  }
  return null;
};
