/** Rating rows to raters. */

/** `score` 1-10; null = watched, not rated. */
export type Rating = { readonly mal_id: number; readonly score: number | null };
export type Rater = { readonly user_id: string; readonly ratings: readonly Rating[] };

export const likedFrom = 8;
export const isLike = ({ score }: Rating): boolean => score !== null && score >= likedFrom;

/** @param csv a header line, then `user_id,mal_id,rating`; an empty rating = not rated */
export const parseRaters = (csv: string): Rater[] => {
  const users = new Map<string, Map<number, Rating>>();
  for (const line of csv.split('\n').slice(1)) {
    const [user_id = '', id = '', rating = ''] = line.trimEnd().split(',');
    if (user_id === '') continue;
    const own = users.get(user_id) ?? new Map<number, Rating>();
    users.set(user_id, own.set(Number(id), { mal_id: Number(id), score: rating === '' ? null : Number(rating) }));
  }
  return [...users].map(([user_id, ratings]) => ({ user_id, ratings: [...ratings.values()] }));
};
