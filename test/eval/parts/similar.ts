/** "Similar to X" against people's own pairs ("if you liked A, try B"): votes >= 2, seeds with >= 5 pairs, the seed's franchise taken out. */
import { createLikenessBaseline } from '../baseline/tag-likeness.ts';
import { fnv1a, splitOf } from '../held-out.ts';
import type { Catalogue } from '../../../src/catalogue/catalogue.ts';
import type { EvalPart, Split } from '../part.ts';
import { fewEntries, idsOf, judgeRanking, ndcgOf, recallOf, type Ranked } from '../rankings.ts';
import { readShared } from '../shared-csv.ts';

const fewestVotes = 2;
const fewestPairs = 5;
const seedsPerHalf = 400;
const depth = 20;

export const similar: EvalPart = {
  name: 'similar',
  title: "Similar titles: people's pairs",
  needsSharedData: true,
  run: async (world) => {
    const catalogue = await world.catalogue();
    const pairs = pairsOf(await readShared(world.sharedData, 'rec-pairs.csv'), catalogue);
    const baseline = createLikenessBaseline(catalogue.entries);
    const [product, byTags, popular]: [Ranked[], Ranked[], Ranked[]] = [[], [], []];
    for (const { seed, split } of seedsOf(pairs, world.small ? seedsPerHalf / 8 : seedsPerHalf)) {
      const liked = new Map([...(pairs.get(seed) ?? [])].map((id) => [id, 1]));
      const apart = new Set([seed, ...(catalogue.byId(seed)?.related ?? [])]);
      const judge = (ranking: readonly string[]): Ranked => judgeRanking(split, '', ranking, liked);
      product.push(judge(idsOf(await world.call('get_similar_anime', { anime_id: seed, limit: depth }))));
      byTags.push(judge(baseline.byTags(seed, apart, depth)));
      popular.push(judge(baseline.popular(apart, depth)));
    }
    const seeds = (split: Split): number => product.filter((one) => one.split === split).length;
    return {
      rows: [
        { what: 'get_similar_anime, nDCG@10', product: ndcgOf(product), baseline: ndcgOf(byTags), must: { atLeast: 0.2 }, aim: { atLeast: 0.23 }, floor: { atLeast: 0.27 }, note: `${seeds('tune')} / ${seeds('held')} seeds; baseline: tags + prominence` },
        { what: 'get_similar_anime, recall@20', product: recallOf(product), baseline: recallOf(byTags) },
        { what: 'popularity alone, nDCG@10', product: ndcgOf(popular) },
      ],
      remarks: fewEntries(catalogue.entries),
    };
  },
};

type Pairs = ReadonlyMap<string, ReadonlySet<string>>;

/** Both ways; without what the seed is related to, what the catalogue does not have, and adult entries. */
const pairsOf = (rows: readonly string[][], { byId }: Pick<Catalogue, 'byId'>): Pairs => {
  const pairs = new Map<string, Set<string>>();
  const add = (from: string, to: string): void => {
    const [seed, other] = [byId(`mal:${from}`), byId(`mal:${to}`)];
    if (seed === undefined || other === undefined || seed.adult || other.adult) return;
    if (seed.related.includes(other.anime_id) || other.related.includes(seed.anime_id)) return;
    pairs.set(seed.anime_id, (pairs.get(seed.anime_id) ?? new Set()).add(other.anime_id));
  };
  for (const [a = '', b = '', votes = '0'] of rows) {
    if (Number(votes) < fewestVotes) continue;
    add(a, b);
    add(b, a);
  }
  return pairs;
};

/** The same ones at every run, in no order that means anything. */
const seedsOf = (pairs: Pairs, perHalf: number): { seed: string; split: Split }[] => {
  const seeds = [...pairs].filter(([, others]) => others.size >= fewestPairs).map(([seed]) => ({ seed, split: splitOf(seed.replace(/^\w+:/, '')), order: fnv1a(`seed ${seed}`) }));
  return (['tune', 'held'] as const).flatMap((split) => seeds.filter((one) => one.split === split).sort((a, b) => a.order - b.order).slice(0, perHalf));
};
