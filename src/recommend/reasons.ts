/** Why an entry is recommended. True by construction: only what the entry and the seed both have is said. */
import type { Anime } from '../domain/anime.ts';
import { wordKey } from '../domain/vocabulary.ts';
import type { Generation } from '../retrieval/generation.ts';
import { tagsAsked } from '../retrieval/rankings.ts';
import type { Seed } from './taste-seeds.ts';

export type Wishes = { readonly context: string; /** Did a search for the context find the entry? */ readonly fits: boolean; readonly preferred_genres: readonly string[] };

export const reasonsFor = (row: number, anime: Anime, generation: Generation, seeds: readonly Seed[], { context, fits, preferred_genres }: Wishes): string[] => {
  const { tags } = generation;
  const reasons: string[] = [];
  const closest = seeds.map((seed) => ({ seed, near: tags.cosine(seed.row, row) })).sort((a, b) => b.near - a.near)[0];
  if (closest !== undefined && closest.near > 0) {
    const shared = tags.shared(closest.seed.row, row).slice(0, 3).map((word) => word.toLowerCase());
    reasons.push(`like ${closest.seed.anime.title_english ?? closest.seed.anime.title}${closest.seed.named ? '' : ', which you liked'}: ${shared.join(', ')}`);
  }
  const wanted = new Set(preferred_genres.map(wordKey));
  const asked = new Set(tagsAsked(context, generation));
  const said = Array.from(tags.idsOf(row)).filter((id) => asked.has(id) || wanted.has(wordKey(tags.nameOf(id)))).map((id) => tags.nameOf(id).toLowerCase());
  if (said.length > 0) reasons.push(`${said.slice(0, 3).join(', ')}, as you asked`);
  else if (fits && context.trim() !== '') reasons.push(`fits “${context.trim().slice(0, 80)}”`);
  if (reasons.length > 0) return reasons;
  const words = [...anime.genres, ...anime.tags].slice(0, 2).map((word) => word.toLowerCase());
  const praise = anime.score !== null && anime.score >= 7.5 ? `crowd score ${anime.score}` : 'widely watched';
  return [words.length > 0 ? `${words.join(', ')}; ${praise}` : praise];
};
