/** Why an entry is recommended. True by construction: only what the entry and the seed both have is said, or that people like both. */
import type { Anime } from '../domain/anime.ts';
import { wordKey } from '../domain/vocabulary.ts';
import type { Generation } from '../retrieval/generation.ts';
import { tagsAsked } from '../retrieval/rankings.ts';
import { readGems } from '../retrieval/hidden-gems.ts';
import type { CoLiked } from './co-liked.ts';
import { isLiked, type Seed } from './taste-seeds.ts';

export type Wishes = { readonly context: string; /** Did a search for the context find the entry? */ readonly fits: boolean; readonly preferred_genres: readonly string[] };

/** Seeds that are looked at for a title that no ratings speak for. */
const closelyRead = 30;
const wordsSaid = 3;

/**
 * The seed that speaks most for a row, in words; null when none does.
 * @param seeds the dearest first; only liked ones are named
 */
export const likedReason = (row: number, { tags }: Generation, seeds: readonly Seed[], coLiked: CoLiked | null, nameOf: (anime: Anime) => string): string | null => {
  const liked = seeds.filter(isLiked);
  const byRow = new Map(liked.map((seed) => [seed.row, seed]));
  const speaker = coLiked?.speakersFor(row).map((source) => byRow.get(source)).find((seed) => seed !== undefined);
  const closest = speaker ?? liked.slice(0, closelyRead).map((seed) => ({ seed, near: tags.cosine(seed.row, row) })).sort((a, b) => b.near - a.near)[0]?.seed;
  if (closest === undefined) return null;
  const shared = tags.shared(closest.row, row).slice(0, wordsSaid).map((word) => word.toLowerCase());
  const name = `${nameOf(closest.anime)}${standing(closest)}`;
  if (shared.length > 0) return `like ${name}: ${shared.join(', ')}`;
  return speaker === undefined ? null : `liked by many who like ${name}`;
};

/** What the list says of a title, and no more: a title that is merely watched is not liked. */
const standing = ({ named, entry }: Seed): string => {
  if (named) return '';
  if (entry === undefined) return ', which you liked';
  return entry.score !== null ? `, which you gave ${entry.score}` : `, which you ${{ completed: 'finished', watching: 'are watching', on_hold: 'paused', dropped: 'dropped', plan_to_watch: 'plan to watch' }[entry.status]}`;
};

export const reasonsFor = (row: number, anime: Anime, generation: Generation, liked: string | null, { context, fits, preferred_genres }: Wishes): string[] => {
  const { tags } = generation;
  const reasons = liked === null ? [] : [liked];
  const wanted = new Set(preferred_genres.map(wordKey));
  const asked = new Set(tagsAsked(context, generation));
  const said = Array.from(tags.idsOf(row)).filter((id) => asked.has(id) || wanted.has(wordKey(tags.nameOf(id)))).map((id) => tags.nameOf(id).toLowerCase());
  if (said.length > 0) reasons.push(`${said.slice(0, wordsSaid).join(', ')}, as you asked`);
  else if (fits && context.trim() !== '') reasons.push(`fits “${context.trim().slice(0, 80)}”`);
  if (reasons.length > 0) return reasons;
  const words = [...anime.genres, ...anime.tags].slice(0, 2).map((word) => word.toLowerCase());
  const praise = anime.score !== null && anime.score >= 7.5 ? `crowd score ${anime.score}` : readGems(context).wanted ? 'known by few' : 'widely watched';
  return [words.length > 0 ? `${words.join(', ')}; ${praise}` : praise];
};
