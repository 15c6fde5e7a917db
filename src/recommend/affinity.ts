/** How well rows go with the titles that a recommendation starts from, and with the words of a request. */
import type { Filters } from '../domain/filters.ts';
import type { Generation } from '../retrieval/generation.ts';
import { likenessTo } from '../retrieval/likeness.ts';
import type { Search } from '../retrieval/search.ts';
import type { Seed } from './taste-seeds.ts';

/** About 0 for any row, 3 and more for one that fits. */
export type Affinity = (row: number) => number;

const contextDepth = 200;
const bestContext = 4;

/** Named titles are compared one by one: what is like one of two is wanted, not what lies between them. */
export const likeNamed = (generation: Generation, seeds: readonly Seed[]): Affinity => {
  const scores = seeds.map(({ row }) => likenessTo(row, generation));
  return (row) => {
    const own = scores.map((score) => score[row] ?? 0);
    return (0.6 * Math.max(...own) + (0.4 * own.reduce((sum, score) => sum + score, 0)) / own.length) / 2;
  };
};

/** A list says a taste: the words of all liked titles together, and nearness to the middle of their sentence vectors. */
export const likeTaste = async (generation: Generation, seeds: readonly Seed[], rows: Uint32Array | null, signal: AbortSignal | undefined): Promise<Affinity> => {
  const { tags } = generation;
  const profile = new Map<number, number>();
  for (const { row, weight } of seeds) for (const [id, value] of tags.profileOf(row)) profile.set(id, (profile.get(id) ?? 0) + weight * value);
  const words = tags.likeness(profile);
  // The seeds themselves are no measure: in a small catalogue they would stretch the scale.
  const own = new Set(seeds.map(({ row }) => row));
  const { mean, deviation } = moments(words.filter((_, row) => !own.has(row)));
  const near = await nearMiddle(generation, seeds, rows, signal);
  return (row) => ((words[row] ?? 0) - mean) / deviation + 0.3 * (near.get(row) ?? 0);
};

const neighbours = 300;

const nearMiddle = async ({ catalogue: { vectors }, index }: Generation, seeds: readonly Seed[], rows: Uint32Array | null, signal: AbortSignal | undefined): Promise<ReadonlyMap<number, number>> => {
  if (vectors === null || index === null || seeds.length === 0) return new Map();
  const middle = new Float32Array(vectors.dimension);
  for (const { row, weight } of seeds) for (let at = 0; at < middle.length; at++) middle[at] = (middle[at] ?? 0) + weight * (vectors.values[row * vectors.dimension + at] ?? 0);
  const hits = await index.search(middle, neighbours, { ...(rows !== null && { rows }), ...(signal && { signal }) });
  const { mean, deviation } = moments(hits.map(({ score }) => score));
  // The farthest of the neighbours is still nearer than the rest.
  return new Map(hits.map(({ row, score }) => [row, 1.5 + (score - mean) / deviation]));
};

/** From the place in a search for the words: 4 for the first, 0 from the 200th on. */
export const fitsWords = async (search: Search, context: string, filters: Filters, generation: Generation, signal: AbortSignal | undefined): Promise<Affinity> => {
  if (context.trim() === '') return () => 0;
  const { hits } = await search.search({ query: context, filters, limit: contextDepth, offset: 0, ...(signal && { signal }) });
  const found = hits.filter(({ score_detail }) => score_detail.relevance !== undefined || score_detail.title !== undefined);
  const places = new Map(found.map(({ anime }, place) => [generation.catalogue.rowOf(anime.anime_id), place]));
  return (row) => {
    const place = places.get(row);
    return place === undefined ? 0 : bestContext * (1 - place / contextDepth);
  };
};

const moments = (values: ArrayLike<number>): { mean: number; deviation: number } => {
  let [sum, squares] = [0, 0];
  for (let at = 0; at < values.length; at++) {
    sum += values[at] ?? 0;
    squares += (values[at] ?? 0) ** 2;
  }
  const count = Math.max(1, values.length);
  return { mean: sum / count, deviation: Math.sqrt(Math.max(0, squares / count - (sum / count) ** 2)) || 1 };
};
