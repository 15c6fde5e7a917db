/** Graded queries: what `search_anime` finds for plain words, and what the same words bring as a chat message, beside the fixed baseline. */
import { spaceAlone } from '../anime-space.ts';
import { createBaseline } from '../baseline/bm25.ts';
import type { Grades } from '../metrics.ts';
import type { EvalPart, EvalRow, Figures, Split } from '../part.ts';
import { fewEntries, idsOf, judgeRanking, ndcgOf, ratio, recallOf, type Ranked } from '../rankings.ts';
import type { World } from '../world.ts';

type Query = { readonly query: string; readonly kind: 'vibe' | 'like' | 'constraint'; readonly split: Split; readonly grades: Readonly<Record<string, number>> };

const depth = 20;
/** A query is asked where at least so many of its graded titles exist. */
const fewest = 3;
const kinds = ['vibe', 'like', 'constraint'] as const;
const listingTools = ['search_anime', 'get_recommendations', 'get_similar_anime', 'get_seasonal_anime'];

export const search: EvalPart = {
  name: 'search',
  title: 'Search: graded queries',
  run: async (world) => {
    const { entries, byId } = await world.catalogue();
    const baseline = createBaseline(entries);
    const space = await spaceAlone(world);
    const found: Record<'product' | 'talk' | 'baseline' | 'space', Ranked[]> = { product: [], talk: [], baseline: [], space: [] };
    for (const { query, kind, split, grades } of await world.golden<Query>('queries')) {
      const known: Grades = new Map(Object.entries(grades).flatMap(([id, grade]) => { const anime = byId(id); return anime === undefined ? [] : [[anime.anime_id, grade] as const]; }));
      if (known.size < fewest) continue;
      const judge = (ranking: readonly string[]): Ranked => judgeRanking(split, kind, ranking, known);
      found.product.push(judge(idsOf(await world.call('search_anime', { query, limit: depth }))));
      found.talk.push(judge(await inTalk(world, query)));
      found.baseline.push(judge(baseline.search(query, depth)));
      found.space.push(judge(await space(query, depth)));
    }
    const { product, talk, baseline: base } = found;
    const alone: Figures = ndcgOf(found.space);
    const count = (split: Split): number => product.filter((one) => one.split === split).length;
    const of = (kind: string) => (ranked: readonly Ranked[]): Ranked[] => ranked.filter((one) => one.kind === kind);
    return {
      rows: [
        { what: 'search_anime, nDCG@10', product: ndcgOf(product), baseline: ndcgOf(base), note: `${count('tune')} / ${count('held')} queries; baseline: BM25 x prominence squared` },
        { what: 'search_anime, nDCG@10 / baseline', product: ratio(ndcgOf(product), ndcgOf(base)), must: { atLeast: 1.35 }, aim: { atLeast: 1.6 }, floor: { atLeast: 1.25 } },
        { what: 'search_anime, recall@20', product: recallOf(product), baseline: recallOf(base) },
        ...kinds.flatMap((kind): EvalRow[] => [
          { what: `  ${kind}, nDCG@10`, product: ndcgOf(of(kind)(product)), baseline: ndcgOf(of(kind)(base)) },
          { what: `  ${kind}, recall@20`, product: recallOf(of(kind)(product)), baseline: recallOf(of(kind)(base)) },
        ]),
        { what: 'as a chat message, nDCG@10', product: ndcgOf(talk), baseline: ndcgOf(base), note: 'the list that the message leads to, 20 long' },
        ...kinds.map((kind): EvalRow => ({ what: `  ${kind}, as a chat message`, product: ndcgOf(of(kind)(talk)), baseline: ndcgOf(of(kind)(base)) })),
        { what: 'the anime space alone, nDCG@10', product: alone, baseline: ndcgOf(base) },
        { what: 'the anime space alone / baseline', product: ratio(alone, ndcgOf(base)), must: { atLeast: 0.8 }, aim: { atLeast: 1.1 }, floor: { atLeast: 1.25 } },
      ],
      remarks: fewEntries(entries),
    };
  },
};

/** The turn's own listing call, made once more for as many results as are judged. */
const inTalk = async (world: World, message: string): Promise<string[]> => {
  const { tool_calls } = await world.app.runTurn({ message, user_id: 'eval-search' });
  const call = tool_calls.filter(({ name, ok }) => ok && listingTools.includes(name)).at(-1);
  return call === undefined ? [] : idsOf(await world.call(call.name, { ...call.arguments, limit: depth }));
};
