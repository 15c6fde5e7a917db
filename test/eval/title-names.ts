/** Names of well-known entries as people type them, and which entries answer to each. */
import type { Anime } from '../../src/domain/anime.ts';
import { titleKey } from '../../src/domain/title-match.ts';
import type { Split } from './part.ts';
import type { Random } from './random.ts';
import { letterCount, lettersForTypos } from './typos.ts';

export type TitleName = { readonly name: string; readonly anime_id: string; readonly split: Split };

/** What a person types in one go. */
const longestName = 40;
const shortestName = 2;

/** The `most` best-known entries' main and English names, of one pair in five the native name too; split by entry. */
export const wellKnownNames = (entries: readonly Anime[], most: number): TitleName[] =>
  entries
    .filter(({ adult }) => !adult)
    .toSorted((a, b) => b.prominence - a.prominence || (a.anime_id < b.anime_id ? -1 : 1))
    .slice(0, most)
    .flatMap(({ anime_id, title, title_english, title_native }, rank) =>
      [...new Set([title, title_english, ...(Math.floor(rank / 2) % 5 === 0 ? [title_native] : [])])].flatMap((name) =>
        name !== null && name.length >= shortestName && name.length <= longestName ? [{ name, anime_id, split: rank % 2 === 0 ? ('tune' as const) : ('held' as const) }] : [],
      ),
    );

/** In Latin letters and long enough. */
export const takesTypos = ({ name }: TitleName): boolean => letterCount(name) >= lettersForTypos && /[a-z]{4}/i.test(name) && !/[^\p{Script=Latin}\p{Script=Common}]/u.test(name);

/** As it is, in small letters, or in small letters without marks. */
export const asTyped = (name: string, random: Random): string => {
  const style = random.next();
  return style < 0.5 ? name : style < 0.8 ? name.toLowerCase() : name.toLowerCase().replace(/[^\p{L}\p{N}\s]/gu, '').trim() || name;
};

/** Name -> ids of all entries that have it, whichever name of theirs it is. */
export const namesakes = (entries: readonly Anime[]): ((name: string) => ReadonlySet<string>) => {
  const byKey = new Map<string, Set<string>>();
  for (const { anime_id, title, title_english, title_native, synonyms } of entries) {
    for (const name of [title, title_english, title_native, ...synonyms]) {
      const key = titleKey(name ?? '');
      if (key !== '') byKey.set(key, (byKey.get(key) ?? new Set<string>()).add(anime_id));
    }
  }
  const nobody: ReadonlySet<string> = new Set();
  return (name) => byKey.get(titleKey(name)) ?? nobody;
};
