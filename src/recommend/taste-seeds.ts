/** The titles that a recommendation starts from, with what each counts. Pure. */
import type { Anime } from '../domain/anime.ts';
import type { StoredListEntry } from '../domain/list-entry.ts';
import type { Feedback } from '../domain/preferences.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { interestsOf } from './interest.ts';

export type Seed = { readonly row: number; readonly anime: Anime; readonly weight: number; /** Named in this request, or from the user's list. */ readonly named: boolean };

/** From here on a title is liked, on the scale of `interest.ts`: a 7, or finished by someone who seldom rates. */
const likedFrom = 0.5;

export const namedSeeds = (catalogue: Catalogue, named: readonly Anime[]): Seed[] =>
  named.flatMap((anime) => { const row = catalogue.rowOf(anime.anime_id); return row === undefined ? [] : [{ row, anime, weight: 1, named: true }]; });

/** Every entry of the list that the catalogue has, the dearest first; negative weights for what was not liked. */
export const listSeeds = (catalogue: Catalogue, list: readonly StoredListEntry[], feedback: readonly Feedback[] = []): Seed[] =>
  [...interestsOf(list), ...interestsIn(catalogue, list, feedback)]
    .flatMap(([anime_id, weight]) => {
      const anime = catalogue.byId(anime_id);
      const row = anime && catalogue.rowOf(anime.anime_id);
      return anime === undefined || row === undefined || weight === 0 ? [] : [{ row, anime, weight, named: false }];
    })
    .sort((a, b) => b.weight - a.weight || b.anime.prominence - a.anime.prominence);

/** A word on a suggestion says as much as a place on the list; the list itself knows better. */
const saidOf: Partial<Record<Feedback['kind'], number>> = { liked: 0.3, already_seen: 0.3, disliked: -0.2 };

const interestsIn = (catalogue: Catalogue, list: readonly StoredListEntry[], feedback: readonly Feedback[]): (readonly [string, number])[] => {
  if (feedback.length === 0) return [];
  const listed = new Set(list.map(({ anime_id }) => catalogue.byId(anime_id)?.anime_id));
  return feedback.flatMap(({ anime_id, kind }) => {
    const anime = catalogue.byId(anime_id);
    return anime === undefined || listed.has(anime.anime_id) ? [] : [[anime.anime_id, saidOf[kind] ?? 0] as const];
  });
};

export const isLiked = ({ weight, named }: Seed): boolean => named || weight >= likedFrom;
