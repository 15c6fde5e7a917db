/** Recommendations for real lists of 2016: a fifth of what a user likes is hidden, and should be recommended. No model is trained on these users (`held-out.ts`). */
import { createCoLikes } from '../baseline/co-likes.ts';
import { perHalf } from '../golden.ts';
import { mean } from '../metrics.ts';
import type { EvalPart, EvalRow, Figures, Split } from '../part.ts';
import { likesOf, readRaters, type Asked, type Rated } from '../raters.ts';
import { fewEntries, idsOf, judgeRanking, ndcgOf, recallOf, type Ranked } from '../rankings.ts';
import { readShared } from '../shared-csv.ts';
import type { World } from '../world.ts';

const usersPerHalf = 100;
const shownAtOnce = 10;
const mostUpdates = 200;
/** So many likes are known of someone who has just come. */
const coldStarts = [1, 3, 5];

type Names = 'product' | 'popular' | 'itemItem';

export const recommendations: EvalPart = {
  name: 'recommendations',
  title: 'Recommendations: hidden likes of users whom nothing was trained on',
  needsSharedData: true,
  run: async (world) => {
    const catalogue = await world.catalogue();
    const { others, asked } = readRaters(await readShared(world.sharedData, 'ratings-mal2016.csv'), catalogue);
    const coLikes = createCoLikes(others);
    const users = asked(world.small ? usersPerHalf / 10 : usersPerHalf);
    const genresOf = (id: string): readonly string[] => catalogue.byId(id)?.genres ?? [];

    const judge = async (told: (user: Asked) => readonly Rated[], name: string): Promise<{ ranked: Record<Names, Ranked[]>; shown: { split: Split; ids: string[] }[] }> => {
      const ranked: Record<Names, Ranked[]> = { product: [], popular: [], itemItem: [] };
      const shown: { split: Split; ids: string[] }[] = [];
      for (const user of users) {
        const list = told(user);
        // What the user knows and the product was not told is neither right nor wrong.
        const seen = new Set(user.known.map(({ anime_id }) => anime_id));
        const wanted = new Map(user.hidden.map((id) => [id, 1]));
        const judged = (ids: readonly string[]): Ranked => judgeRanking(user.split, '', ids, wanted);
        const ids = (await recommend(world, `${name}-${user.user}`, list, list.length < user.known.length ? 100 : 20)).filter((id) => !seen.has(id));
        ranked.product.push(judged(ids));
        ranked.popular.push(judged(coLikes.popular(seen, 20)));
        ranked.itemItem.push(judged(coLikes.likeThese(likesOf(list), seen, 20)));
        shown.push({ split: user.split, ids: ids.slice(0, shownAtOnce) });
      }
      return { ranked, shown };
    };

    const { ranked, shown } = await judge(({ known }) => known, 'whole');
    const cold: EvalRow[] = [];
    for (const likes of coldStarts) {
      const { ranked: few } = await judge(({ known }) => known.filter((one) => likesOf([one]).length > 0).slice(0, likes), `cold-${likes}`);
      cold.push({ what: `${likes} like${likes === 1 ? '' : 's'} known, nDCG@10`, product: ndcgOf(few.product), baseline: ndcgOf(few.itemItem), note: 'baseline: item-item' });
    }
    const count = (split: Split): number => users.filter((one) => one.split === split).length;
    return {
      rows: [
        { what: 'get_recommendations, nDCG@10', product: ndcgOf(ranked.product), baseline: ndcgOf(ranked.itemItem), must: { atLeast: 0.42 }, aim: { atLeast: 0.46 }, floor: { atLeast: 0.4 }, note: `${count('tune')} / ${count('held')} users; baseline: item-item` },
        { what: 'get_recommendations, recall@20', product: recallOf(ranked.product), baseline: recallOf(ranked.itemItem) },
        { what: 'what most people like, nDCG@10', product: ndcgOf(ranked.popular), note: 'a baseline' },
        { what: 'diversity of the first ten', product: perHalf(shown, (half) => mean(half.map(({ ids }) => unlikeness(ids.map(genresOf))))), note: 'mean Jaccard distance of genres' },
        { what: 'different titles in all first tens', product: coverage(shown), note: 'the same ten for everybody would be 10' },
        ...cold,
      ],
      remarks: fewEntries(catalogue.entries),
    };
  },
};

const recommend = async (world: World, user: string, list: readonly Rated[], limit: number): Promise<string[]> => {
  for (let at = 0; at < list.length; at += mostUpdates) {
    const updates = list.slice(at, at + mostUpdates).map(({ anime_id, score }) => ({ anime_id, status: 'completed', ...(score !== null && { score }) }));
    await world.call('update_watchlist', { updates }, user);
  }
  return idsOf(await world.call('get_recommendations', { limit }, user));
};

const coverage = (shown: readonly { readonly split: Split; readonly ids: readonly string[] }[]): Figures => perHalf(shown, (half) => new Set(half.flatMap(({ ids }) => ids)).size);

/** Mean over pairs of 1 - |in both| / |in either|. */
const unlikeness = (genres: readonly (readonly string[])[]): number =>
  mean(genres.flatMap((a, at) => genres.slice(at + 1).map((b) => { const either = new Set([...a, ...b]); return either.size === 0 ? 0 : 1 - a.filter((genre) => b.includes(genre)).length / either.size; })));
