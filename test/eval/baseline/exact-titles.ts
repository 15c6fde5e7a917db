/** Baseline: names in a sentence by exact lookup of its n-grams, longest first, most prominent entry first; no stop list, no typos. */
import type { Anime } from '../../../src/domain/anime.ts';
import { foldTitle } from '../../../src/domain/title-match.ts';

const longest = 8;
const shortest = 3;

export type ExactTitles = { resolve(text: string): string | undefined; findIn(sentence: string): string[] };

export const createExactTitles = (entries: readonly Anime[]): ExactTitles => {
  const byName = new Map<string, string>();
  for (const { anime_id, title, title_english, title_native, synonyms } of entries.toSorted((a, b) => b.prominence - a.prominence)) {
    for (const name of [title, title_english, title_native, ...synonyms]) {
      const key = foldTitle(name ?? '');
      if (key.length >= shortest && !byName.has(key)) byName.set(key, anime_id);
    }
  }
  return {
    resolve: (text) => byName.get(foldTitle(text)),
    findIn: (sentence) => {
      const words = foldTitle(sentence).split(' ');
      const found: string[] = [];
      for (let at = 0; at < words.length; ) {
        const sizes = Array.from({ length: Math.min(longest, words.length - at) }, (_, less) => Math.min(longest, words.length - at) - less);
        const size = sizes.find((length) => byName.has(words.slice(at, at + length).join(' ')));
        if (size !== undefined) found.push(byName.get(words.slice(at, at + size).join(' ')) ?? '');
        at += size ?? 1;
      }
      return found;
    },
  };
};
