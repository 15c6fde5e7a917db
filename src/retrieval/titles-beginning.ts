/** What is typed, completed: for doors with a Tab key. */
import type { Anime } from '../domain/anime.ts';

const mostNames = 20;

/** Names that begin with what was typed, letter for letter so that the rest can be appended; of each entry the first such name, best known entries first. About 1 ms per 10,000 entries. */
export const titlesBeginning = (entries: readonly Anime[], typed: string): string[] => {
  const wanted = typed.toLowerCase();
  const found = entries.flatMap((entry) => {
    const name = [entry.title_english, entry.title, ...entry.synonyms].find((one) => one?.toLowerCase().startsWith(wanted) === true);
    return name === undefined || name === null ? [] : [{ name, prominence: entry.prominence }];
  });
  return [...new Set(found.toSorted((a, b) => b.prominence - a.prominence).map(({ name }) => name))].slice(0, mostNames);
};
