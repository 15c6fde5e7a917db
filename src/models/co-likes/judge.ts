/** How well the model foresees hidden likes: a fifth of each rater's likes is hidden and looked for among what the rater has not rated. */
import type { CoLikes } from './co-likes.ts';
import { fnv1a } from './held-out.ts';
import type { LearnOptions } from './learn.ts';
import { isLike, type Rater } from './raters.ts';

const fewestLikes = 15;
const hiddenShare = 0.2;
const shown = 10;

/** Mean nDCG@10; `popularity`: the same for what most people like. */
export const judgeCoLikes = ({ ids, shares, width, sources, weights }: CoLikes, raters: readonly Rater[], interest: LearnOptions['interest']): { users: number; ndcg_at_10: number; popularity: number } => {
  const itemOf = new Map(Array.from(ids, (id, item) => [id, item]));
  const judged = raters.flatMap(({ user_id, ratings }) => {
    const likes = ratings.filter(isLike).map(({ mal_id }) => mal_id).sort((a, b) => fnv1a(`${user_id} ${a}`) - fnv1a(`${user_id} ${b}`));
    if (likes.length < fewestLikes) return [];
    const hidden = new Set(likes.slice(0, Math.ceil(likes.length * hiddenShare)));
    const known = ratings.filter(({ mal_id }) => !hidden.has(mal_id));
    const interests = new Float64Array(ids.length);
    for (const { mal_id, score } of known) {
      const item = itemOf.get(mal_id);
      if (item !== undefined) interests[item] = interest(score);
    }
    const seen = new Set(known.map(({ mal_id }) => mal_id));
    const ndcg = (scoreOf: (item: number) => number): number => {
      const best = Array.from(ids, (id, item) => ({ id, score: scoreOf(item) })).filter(({ id }) => !seen.has(id)).sort((a, b) => b.score - a.score).slice(0, shown);
      const gains = best.reduce((sum, { id }, at) => sum + (hidden.has(id) ? gain(at) : 0), 0);
      return gains / Array.from({ length: Math.min(shown, hidden.size) }, (_, at) => gain(at)).reduce((sum, one) => sum + one, 0);
    };
    const score = (item: number): number => {
      let sum = 0;
      for (let at = item * width; at < (item + 1) * width; at++) sum += (weights[at] ?? 0) * (interests[sources[at] ?? 0] ?? 0);
      return sum;
    };
    return [{ model: ndcg(score), popularity: ndcg((item) => shares[item] ?? 0) }];
  });
  const mean = (values: readonly number[]): number => Number((values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)).toFixed(4));
  return { users: judged.length, ndcg_at_10: mean(judged.map(({ model }) => model)), popularity: mean(judged.map(({ popularity }) => popularity)) };
};

const gain = (at: number): number => 1 / Math.log2(at + 2);
