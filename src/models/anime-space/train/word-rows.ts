/** Which entries have a genre or tag, in any case, and how rare it is. */
import type { Anime } from '../../../domain/anime.ts';

export type WordRows = {
  has(row: number, word: string): boolean;
  /** Natural logarithm of 1 + entries / those that have it; 0 = none has it. */
  rarity(word: string): number;
  count(word: string): number;
};

export const createWordRows = (entries: readonly Anime[]): WordRows => {
  const words = entries.map(({ genres, tags }) => new Set([...genres, ...tags].map((word) => word.toLowerCase())));
  const counts = new Map<string, number>();
  for (const own of words) for (const word of own) counts.set(word, (counts.get(word) ?? 0) + 1);
  const count = (word: string): number => counts.get(word.toLowerCase()) ?? 0;
  return {
    has: (row, word) => words[row]?.has(word.toLowerCase()) ?? false,
    count,
    rarity: (word) => (count(word) === 0 ? 0 : Math.log(1 + entries.length / count(word))),
  };
};
