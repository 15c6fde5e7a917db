import type { SearchHit } from '../retrieval/search.ts';

/** How much the very first places count: smaller = more. */
const damping = 20;

/** Two rankings as one, by reciprocal rank: the hits of a search, and what this user would like best among such. Pure; keeps every hit. */
export const byTaste = (hits: readonly SearchHit[], likedIds: readonly string[]): SearchHit[] => {
  const place = new Map(likedIds.map((id, index) => [id, index]));
  const worth = (hit: SearchHit, index: number): number => {
    const liked = place.get(hit.anime.anime_id);
    return 1 / (damping + index) + (liked === undefined ? 0 : 1 / (damping + liked));
  };
  return hits
    .map((hit, index) => ({ hit, worth: worth(hit, index) }))
    .sort((a, b) => b.worth - a.worth)
    .map(({ hit }) => hit);
};
