/** The titles that a recommendation starts from, with what each counts. Pure. */
import type { Anime } from '../domain/anime.ts';
import type { StoredListEntry } from '../domain/list-entry.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';

export type Seed = { readonly row: number; readonly anime: Anime; readonly weight: number; /** Named in this request, or from the user's list. */ readonly named: boolean };

const mostSeeds = 12;
/** What an unrated completed title counts as. */
const unratedScore = 7;
/** From here on a title is liked. */
const likedFrom = 7;

export const tasteSeeds = (catalogue: Catalogue, named: readonly Anime[], list: readonly StoredListEntry[]): Seed[] => {
  const rowOf = (anime: Anime) => catalogue.rowOf(anime.anime_id);
  if (named.length > 0) return named.flatMap((anime) => { const row = rowOf(anime); return row === undefined ? [] : [{ row, anime, weight: 1, named: true }]; });
  return list
    .flatMap(({ anime_id, status, score }) => {
      const anime = catalogue.byId(anime_id);
      const row = anime && rowOf(anime);
      const liking = score ?? (status === 'completed' || status === 'watching' ? unratedScore : 0);
      return anime === undefined || row === undefined || status === 'dropped' || liking < likedFrom ? [] : [{ row, anime, weight: (liking - 5) / 5, named: false }];
    })
    .sort((a, b) => b.weight - a.weight || b.anime.prominence - a.anime.prominence)
    .slice(0, mostSeeds);
};
