/** Users of the CC0 2016 ratings: whom baselines learn from, and whom the evaluation asks after a fifth of their likes was hidden. */
import type { Catalogue } from '../../src/catalogue/catalogue.ts';
import { fnv1a, isHeldOutUser, splitOf } from './held-out.ts';
import type { Split } from './part.ts';

export type Rated = { readonly anime_id: string; /** Null = watched, not rated. */ readonly score: number | null };
export type Asked = { readonly user: string; readonly split: Split; /** What the product is told, in an order that means nothing. */ readonly known: readonly Rated[]; readonly hidden: readonly string[] };

const like = 8;
const fewestLikes = 15;
const hiddenShare = 0.2;

export const likesOf = (rated: readonly Rated[]): string[] => rated.flatMap(({ anime_id, score }) => (score !== null && score >= like ? [anime_id] : []));

/** Rows are `user_id, mal_id, rating`; what the catalogue does not have or does not show is left out. */
export const readRaters = (rows: readonly string[][], { byId }: Pick<Catalogue, 'byId'>): { readonly others: string[][]; asked(perHalf: number): Asked[] } => {
  const users = new Map<string, Map<string, Rated>>();
  for (const [user = '', id = '', rating = ''] of rows) {
    const anime = byId(`mal:${id}`);
    if (anime === undefined || anime.adult) continue;
    const own = users.get(user) ?? new Map<string, Rated>();
    users.set(user, own.set(anime.anime_id, { anime_id: anime.anime_id, score: rating === '' ? null : Number(rating) }));
  }
  const heldOut = [...users].filter(([user, rated]) => isHeldOutUser(user) && likesOf([...rated.values()]).length >= fewestLikes).map(([user, rated]) => hide(user, [...rated.values()]));
  return {
    others: [...users].filter(([user]) => !isHeldOutUser(user)).map(([, rated]) => likesOf([...rated.values()])),
    asked: (perHalf) => (['tune', 'held'] as const).flatMap((split) => heldOut.filter((one) => one.split === split).sort((a, b) => fnv1a(`order ${a.user}`) - fnv1a(`order ${b.user}`)).slice(0, perHalf)),
  };
};

const hide = (user: string, rated: readonly Rated[]): Asked => {
  const shuffled = [...rated].sort((a, b) => fnv1a(`${user} ${a.anime_id}`) - fnv1a(`${user} ${b.anime_id}`));
  const likes = likesOf(shuffled);
  const hidden = likes.slice(0, Math.ceil(likes.length * hiddenShare));
  const away = new Set(hidden);
  return { user, split: splitOf(user), known: shuffled.filter(({ anime_id }) => !away.has(anime_id)), hidden };
};
