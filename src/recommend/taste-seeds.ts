/** The titles that a recommendation starts from, with what each counts. Pure. */
import type { Anime } from '../domain/anime.ts';
import type { StoredListEntry } from '../domain/list-entry.ts';
import type { Feedback } from '../domain/preferences.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { interestsOf } from './interest.ts';

export type Seed = {
  readonly row: number;
  readonly anime: Anime;
  readonly weight: number;
  /** Named in this request, or from the user's list. */
  readonly named: boolean;
  /** What the list says of it; absent: it does not stand there. */
  readonly entry?: Pick<StoredListEntry, 'status' | 'score'>;
};

/** From here on a title is liked, on the scale of `interest.ts`: a 7, or finished by someone who seldom rates. */
const likedFrom = 0.5;

export const namedSeeds = (catalogue: Catalogue, named: readonly Anime[]): Seed[] =>
  named.flatMap((anime) => { const row = catalogue.rowOf(anime.anime_id); return row === undefined ? [] : [{ row, anime, weight: 1, named: true }]; });

/** Every entry of the list that the catalogue has, the dearest first; negative weights for what was not liked. */
export const listSeeds = (catalogue: Catalogue, list: readonly StoredListEntry[], feedback: readonly Feedback[] = []): Seed[] => {
  const interests = interestsOf(list);
  const said = new Map(feedback.map(({ anime_id, kind }) => [catalogue.byId(anime_id)?.anime_id, kind]));
  const listed: Weighed[] = list.map(({ anime_id, status, score }) => {
    const weight = interests.get(anime_id) ?? 0;
    // Said in so many words, it outweighs what a place on the list lets one guess.
    const refused = unwelcome.includes(said.get(catalogue.byId(anime_id)?.anime_id) ?? 'liked');
    return { anime_id, weight: refused ? Math.min(weight, saidOf.disliked) : weight, entry: { status, score } };
  });
  const known = new Set(list.map(({ anime_id }) => catalogue.byId(anime_id)?.anime_id));
  const suggested: Weighed[] = feedback.flatMap(({ anime_id, kind }) => (known.has(catalogue.byId(anime_id)?.anime_id) ? [] : [{ anime_id, weight: saidOf[kind] }]));
  return [...listed, ...suggested]
    .flatMap(({ anime_id, weight, entry }) => {
      const anime = catalogue.byId(anime_id);
      const row = anime && catalogue.rowOf(anime.anime_id);
      return anime === undefined || row === undefined || weight === 0 ? [] : [{ row, anime, weight, named: false, ...(entry !== undefined && { entry }) }];
    })
    .sort((a, b) => b.weight - a.weight || b.anime.prominence - a.anime.prominence);
};

type Weighed = { readonly anime_id: string; readonly weight: number; readonly entry?: NonNullable<Seed['entry']> };

/** A word on a suggestion says as much as a place on the list. */
const saidOf: Record<Feedback['kind'], number> = { liked: 0.3, already_seen: 0.3, disliked: -0.2, not_interested: 0 };
const unwelcome: readonly Feedback['kind'][] = ['disliked', 'not_interested'];

export const isLiked = ({ weight, named }: Seed): boolean => named || weight >= likedFrom;
