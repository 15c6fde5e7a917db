/** Why a hit is in the answer. True by construction: only what the entry has is said. */
import type { Anime } from '../domain/anime.ts';
import type { Filters } from '../domain/filters.ts';
import type { Generation } from './generation.ts';
import type { Named } from './named-title.ts';
import type { Asked } from './rank-query.ts';

type Shown = { readonly row: number; readonly anime: Anime; readonly words: readonly string[]; readonly named: Named | null; readonly asked: Asked | null; readonly filters: Filters };

export const reasonsFor = ({ row, anime, words, named, asked, filters }: Shown, { catalogue, tags, lexical }: Generation): string[] => {
  if (named?.confidence.has(row)) return ['the title you named'];
  if (named?.family.includes(row)) return [`same franchise as ${named.title}`];
  const reasons: string[] = [];
  const seed = named?.rows[0] ?? asked?.like ?? null;
  if (seed !== null && asked?.scores.like?.has(row)) {
    const shared = tags.shared(seed, row).slice(0, 3).map((word) => word.toLowerCase());
    if (shared.length > 0) reasons.push(`like ${catalogue.entries[seed]?.title ?? ''}: ${shared.join(', ')}`);
  }
  const own = new Set(tags.idsOf(row));
  const wanted = [...(filters.genres ?? []), ...(filters.tags ?? [])].map((word) => tags.idOf(word));
  const has = [...new Set([...wanted, ...(asked?.tags ?? [])])].filter((id) => id !== undefined && own.has(id)).map((id) => tags.nameOf(id ?? 0).toLowerCase());
  if (has.length > 0) reasons.push(has.slice(0, 4).join(', '));
  if (asked?.scores.words?.has(row)) {
    const said = lexical.matchedWords(words.filter((word) => !has.some((tag) => tag.includes(word))).join(' '), row);
    if (said.length > 0) reasons.push(`its texts say ${said.slice(0, 4).map((word) => `“${word}”`).join(', ')}`);
  }
  if (reasons.length === 0 && asked?.scores.meaning?.has(row)) reasons.push('close in meaning');
  if (reasons.length === 0 && anime.score !== null) reasons.push(`crowd score ${anime.score}`);
  return reasons;
};
