/** What to watch next: like the seeds, fitting the words, well thought of, not seen, not all alike. */
import type { Anime } from '../domain/anime.ts';
import type { Filters } from '../domain/filters.ts';
import type { StoredListEntry } from '../domain/list-entry.ts';
import { wordKey } from '../domain/vocabulary.ts';
import type { Generation } from '../retrieval/generation.ts';
import type { Search } from '../retrieval/search.ts';
import { diversify } from './diversity.ts';
import { hideRule } from './hide.ts';
import { tasteSeeds, type Seed } from './taste-seeds.ts';

export type RecommendRequest = {
  readonly context?: string;
  readonly limit: number;
  readonly preferred_genres: readonly string[];
  readonly similar_to: readonly Anime[];
  readonly filters: Filters;
  readonly include_seen: boolean;
  /** 0 (best fits only) to 1 (as different as possible). */
  readonly diversity: number;
  readonly list: readonly StoredListEntry[];
  readonly signal?: AbortSignal;
};
/** `similarity_score` (0-1]: 1 = fits best. */
export type RecommendHit = { readonly anime: Anime; readonly similarity_score: number; readonly reasons: string[] };
/** `hidden`: how many of the best fits were left out, by reason. */
export type Recommendations = { readonly hits: RecommendHit[]; readonly hidden: Record<string, number> };
export type Recommend = { recommend(request: RecommendRequest): Promise<Recommendations> };

/** What each sign counts; all are z-scored first. */
const weights = { tags: 1, sentence: 0.3, context: 1.2, genres: 0.6, prior: 0.5 };
const contextDepth = 200;
/** How many neighbours by sentence vector are looked at. */
const sentenceDepth = 300;
/** Pool for the choice of unlike titles, per wanted title. */
const poolPerHit = 5;

export const createRecommend = ({ current, search }: { current: () => Generation; search: Search }): Recommend => ({
  recommend: async ({ context = '', limit, preferred_genres, similar_to, filters, include_seen, diversity, list, signal }) => {
    const generation = current();
    const { catalogue, tags, prior, franchises } = generation;
    const allowed = generation.filters.compile(filters);
    const seeds = tasteSeeds(catalogue, similar_to, list);
    const [byTags, bySentence, byContext] = [tagAffinity(generation, seeds), await sentenceAffinity(generation, seeds, allowed.rows, signal), await contextFit(search, context, filters, catalogue, signal)];
    const wanted = preferred_genres.map((genre) => tags.idOf(genre)).filter((id) => id !== undefined);
    const hasWanted = (row: number): number => { const own = tags.idsOf(row); return wanted.filter((id) => own.includes(id)).length / Math.max(1, wanted.length); };

    const named = new Set(seeds.filter((seed) => seed.named).map(({ row }) => franchises.of(row)));
    const hide = hideRule(generation, list, { include_seen });
    const hidden: Record<string, number> = {};
    const rows = allowed.rows ?? Uint32Array.from(catalogue.entries.keys());
    const ranked = Array.from(rows, (row) => ({
      row,
      relevance:
        weights.tags * (byTags?.(row) ?? 0) + weights.sentence * (bySentence.get(row) ?? 0) + weights.context * (byContext?.(row) ?? 0) + weights.genres * hasWanted(row) + weights.prior * prior.z(row),
    })).sort((a, b) => b.relevance - a.relevance || a.row - b.row);

    const pool: { row: number; relevance: number }[] = [];
    const spare: { row: number; relevance: number }[] = [];
    const used = new Set<number>();
    for (const candidate of ranked) {
      if (pool.length >= limit * poolPerHit) break;
      const reason = hide(candidate.row);
      if (reason !== null) {
        hidden[reason] = (hidden[reason] ?? 0) + 1;
        continue;
      }
      const franchise = franchises.of(candidate.row);
      if (named.has(franchise)) continue;
      (used.has(franchise) ? spare : pool).push(candidate);
      used.add(franchise);
    }
    const picks = diversify(pool, limit, diversity * 0.6, (a, b) => tags.cosine(a.row, b.row));
    // Second entries of a franchise only when there is nothing else left.
    const all = [...picks, ...spare.slice(0, Math.max(0, limit - picks.length))].sort((a, b) => (picks.includes(a) === picks.includes(b) ? 0 : picks.includes(a) ? -1 : 1));
    const [top, low] = [Math.max(...all.map(({ relevance }) => relevance)), Math.min(...all.map(({ relevance }) => relevance))];
    const hits = all.flatMap(({ row, relevance }) => {
      const anime = catalogue.entries[row];
      const similarity_score = Math.round((top === low ? 1 : 0.3 + (0.7 * (relevance - low)) / (top - low)) * 1000) / 1000;
      return anime === undefined ? [] : [{ anime, similarity_score, reasons: reasonsFor(row, anime, generation, seeds, { context, fits: (byContext?.(row) ?? 0) > 0, preferred_genres }) }];
    });
    return { hits, hidden };
  },
});

/** How much a row's words are the seeds' words, z-scored; null without seeds. */
const tagAffinity = ({ catalogue, tags }: Generation, seeds: readonly Seed[]): ((row: number) => number) | null => {
  if (seeds.length === 0) return null;
  const profile = new Map<number, number>();
  for (const { row, weight } of seeds) for (const [id, value] of tags.profileOf(row)) profile.set(id, (profile.get(id) ?? 0) + weight * value);
  const cosines = tags.likeness(profile);
  const { mean, deviation } = moments(cosines, catalogue.entries.length);
  return (row) => ((cosines[row] ?? 0) - mean) / deviation;
};

/** Nearness to the middle of the seeds' sentence vectors; rows that are not near have none. */
const sentenceAffinity = async ({ catalogue: { vectors }, index }: Generation, seeds: readonly Seed[], rows: Uint32Array | null, signal: AbortSignal | undefined): Promise<Map<number, number>> => {
  if (vectors === null || index === null || seeds.length === 0) return new Map();
  const middle = new Float32Array(vectors.dimension);
  for (const { row, weight } of seeds) for (let at = 0; at < middle.length; at++) middle[at] = (middle[at] ?? 0) + weight * (vectors.values[row * vectors.dimension + at] ?? 0);
  const hits = await index.search(middle, sentenceDepth, { ...(rows !== null && { rows }), ...(signal && { signal }) });
  const scores = Float32Array.from(hits, ({ score }) => score);
  const { mean, deviation } = moments(scores, scores.length);
  return new Map(hits.map(({ row, score }) => [row, 1.5 + (score - mean) / deviation]));
};

/** How well the words are matched: from the place in a search for them. */
const contextFit = async (search: Search, context: string, filters: Filters, catalogue: Generation['catalogue'], signal: AbortSignal | undefined): Promise<((row: number) => number) | null> => {
  if (context.trim() === '') return null;
  const { hits } = await search.search({ query: context, filters, limit: contextDepth, offset: 0, ...(signal && { signal }) });
  const places = new Map(hits.map(({ anime }, place) => [catalogue.rowOf(anime.anime_id), place]));
  return (row) => {
    const place = places.get(row);
    return place === undefined ? 0 : 4 * (1 - place / contextDepth);
  };
};

const moments = (values: ArrayLike<number>, count: number): { mean: number; deviation: number } => {
  let [sum, squares] = [0, 0];
  for (let at = 0; at < count; at++) {
    sum += values[at] ?? 0;
    squares += (values[at] ?? 0) ** 2;
  }
  const mean = sum / Math.max(1, count);
  return { mean, deviation: Math.sqrt(Math.max(0, squares / Math.max(1, count) - mean * mean)) || 1 };
};

/** True by construction: only what the entry has. */
const reasonsFor = (row: number, anime: Anime, { tags }: Generation, seeds: readonly Seed[], asked: { context: string; fits: boolean; preferred_genres: readonly string[] }): string[] => {
  const reasons: string[] = [];
  const closest = seeds.map((seed) => ({ seed, cosine: tags.cosine(seed.row, row) })).sort((a, b) => b.cosine - a.cosine)[0];
  if (closest !== undefined && closest.cosine > 0) {
    const shared = tags.shared(closest.seed.row, row).slice(0, 3).map((word) => word.toLowerCase());
    if (shared.length > 0) reasons.push(`like ${closest.seed.anime.title_english ?? closest.seed.anime.title}${closest.seed.named ? '' : ', which you liked'}: ${shared.join(', ')}`);
  }
  const words = [...anime.genres, ...anime.tags];
  const keys = new Set(asked.context.split(/\s+/).map(wordKey).filter((key) => key.length > 2));
  const said = words.filter((word) => asked.preferred_genres.some((genre) => wordKey(genre) === wordKey(word)) || keys.has(wordKey(word)));
  if (said.length > 0) reasons.push(`${said.slice(0, 3).map((word) => word.toLowerCase()).join(', ')}, as you asked`);
  else if (asked.fits && asked.context !== '') reasons.push(`fits “${asked.context}”`);
  if (reasons.length === 0) reasons.push(words.length > 0 ? `a well-known ${words.slice(0, 2).map((word) => word.toLowerCase()).join(' and ')} title` : 'widely watched');
  return reasons;
};
