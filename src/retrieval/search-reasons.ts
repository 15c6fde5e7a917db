/** Why a hit is in the answer. True by construction: only what the entry has is said. */
import type { Anime } from '../domain/anime.ts';
import type { Filters } from '../domain/filters.ts';
import type { Generation } from './generation.ts';
import type { Named } from './named-title.ts';
import type { Asked } from './rank-query.ts';

type Shown = { readonly words: readonly string[]; readonly named: Named | null; readonly asked: Asked | null; readonly filters: Filters };

/** @returns reasons for a row, given which rankings have it (`detail`) */
export const createReasons = ({ words, named, asked, filters }: Shown, { catalogue, tags, lexical }: Generation) => {
  const saidOf = lexical.matcher(words);
  const wanted = new Set([...[...(filters.genres ?? []), ...(filters.tags ?? [])].map((word) => tags.idOf(word)), ...(asked?.tags ?? [])].filter((id) => id !== undefined));
  const seed = named?.rows[0] ?? asked?.like ?? null;
  return (row: number, anime: Anime, detail: Readonly<Record<string, number>>): string[] => {
    if (named?.confidence.has(row)) return ['the title you named'];
    if (named?.family.includes(row)) return [`same franchise as ${named.title}`];
    const reasons: string[] = [];
    if (seed !== null && detail.like !== undefined) {
      const shared = tags.shared(seed, row).slice(0, 3).map((word) => word.toLowerCase());
      if (shared.length > 0) reasons.push(`like ${catalogue.entries[seed]?.title ?? ''}: ${shared.join(', ')}`);
    }
    const own = tags.idsOf(row);
    const has = [...wanted].filter((id) => own.includes(id)).map((id) => tags.nameOf(id).toLowerCase());
    if (has.length > 0) reasons.push(has.slice(0, 4).join(', '));
    if (detail.words !== undefined) {
      const said = saidOf(row).filter((word) => !has.some((tag) => tag.includes(word)));
      if (said.length > 0) reasons.push(`its texts say ${said.slice(0, 4).map((word) => `“${word}”`).join(', ')}`);
    }
    if (reasons.length === 0 && (detail.space ?? detail.sentences) !== undefined) reasons.push('close in meaning');
    if (reasons.length === 0 && anime.score !== null) reasons.push(`crowd score ${anime.score}`);
    return reasons;
  };
};
