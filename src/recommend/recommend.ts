/** What to watch next: like the seeds, fitting the words, well thought of, not seen, not all alike. */
import type { Anime } from '../domain/anime.ts';
import type { Filters } from '../domain/filters.ts';
import type { StoredListEntry } from '../domain/list-entry.ts';
import type { Generation } from '../retrieval/generation.ts';
import type { Search } from '../retrieval/search.ts';
import { topScores } from '../retrieval/top-scores.ts';
import { fitsWords, likeNamed, likeTaste, type Affinity } from './affinity.ts';
import { diversify } from './diversity.ts';
import { hideRule } from './hide.ts';
import { reasonsFor } from './reasons.ts';
import { tasteSeeds } from './taste-seeds.ts';

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
/** `hidden`: how many that fit as well as what is shown were left out, by reason. */
export type Recommendations = { readonly hits: RecommendHit[]; readonly hidden: Record<string, number> };
export type Recommend = {
  /**
   * Best first; `limit` hits whenever so many are allowed. Starts from `similar_to`, else from what the list likes, else from what everybody likes.
   * @throws AppError invalid_input for unknown filter words; AbortError when the signal is aborted
   */
  recommend(request: RecommendRequest): Promise<Recommendations>;
};

/** What each sign counts; an affinity is about 3 for a good fit. Taste, prior and score were weighed on what users of 2016 liked next. */
const weights = { like: 1, context: 1.2, genres: 2, prior: 1, score: 0.3 };
const usualScore = 6.5;
/** Pool for the choice of unlike titles, per wanted title. */
const poolPerHit = 5;
/** How many are put in order at first; all of them only when that is not enough. */
const firstLook = 2000;

type Candidate = { readonly row: number; readonly relevance: number };

export const createRecommend = ({ current, search }: { current: () => Generation; search: Search }): Recommend => ({
  recommend: async ({ context = '', limit, preferred_genres, similar_to, filters, include_seen, diversity, list, signal }) => {
    signal?.throwIfAborted();
    const generation = current();
    const { catalogue, tags, prior, franchises } = generation;
    const allowed = generation.filters.compile(filters);
    const seeds = tasteSeeds(catalogue, similar_to, list);
    const isNamed = seeds.some(({ named }) => named);
    const like: Affinity = seeds.length === 0 ? () => 0 : isNamed ? likeNamed(generation, seeds) : await likeTaste(generation, seeds, allowed.rows, signal);
    const fits = await fitsWords(search, context, filters, generation, signal);
    const wanted = new Set(preferred_genres.map((genre) => tags.idOf(genre)).filter((id) => id !== undefined));
    const share = (row: number): number => (wanted.size === 0 ? 0 : Array.from(tags.idsOf(row)).filter((id) => wanted.has(id)).length / wanted.size);
    const liking = (row: number): number => weights.prior * prior.z(row) + weights.score * ((catalogue.entries[row]?.score ?? usualScore) - usualScore);
    // Likeness to named titles has the prior in it.
    const relevance = (row: number): number => weights.like * like(row) + weights.context * fits(row) + weights.genres * share(row) + (isNamed ? 0.2 : 1) * liking(row);

    const own = new Set(seeds.filter(({ named }) => named).map(({ row }) => franchises.of(row)));
    const rows = (allowed.rows ?? Uint32Array.from(catalogue.entries.keys())).filter((row) => !own.has(franchises.of(row)));
    const ranked = (depth: number): Candidate[] => topScores(rows.length, depth, (at) => relevance(rows[at] ?? 0)).map(({ id, score }) => ({ row: rows[id] ?? 0, relevance: score }));
    const hide = hideRule(generation, list, { include_seen });
    const first = gather(ranked(firstLook), limit, hide, generation);
    const { pool, spare, hidden } = first.pool.length >= limit || rows.length <= firstLook ? first : gather(ranked(rows.length), limit, hide, generation);

    const picks = diversify(pool, limit, diversity, (a, b) => tags.cosine(a.row, b.row)).sort((a, b) => b.relevance - a.relevance);
    // Second entries of a franchise only when there is nothing else left.
    const chosen = [...picks, ...spare.slice(0, Math.max(0, limit - picks.length))];
    const [top, low] = [Math.max(...picks.map((one) => one.relevance)), Math.min(...picks.map((one) => one.relevance))];
    // Never rises down the list, although a second entry of a franchise may fit better than what stands before it.
    const scoreOf = (fit: number): number => Math.round((top === low ? 1 : 0.3 + (0.7 * (Math.min(top, Math.max(low, fit)) - low)) / (top - low)) * 1000) / 1000;
    const hits = chosen.flatMap(({ row, relevance: fit }, place) => {
      const anime = catalogue.entries[row];
      const similarity_score = scoreOf(place < picks.length ? fit : low);
      return anime === undefined ? [] : [{ anime, similarity_score, reasons: reasonsFor(row, anime, generation, seeds, { context, fits: fits(row) > 0, preferred_genres }) }];
    });
    return { hits, hidden: countFrom(hidden, picks.length === 0 ? -Infinity : low) };
  },
});

type Hidden = { readonly reason: string; readonly relevance: number };

/** Of two versions of a story that fit within this of each other, the first made comes first. */
const even = 0.2;

/** From the best down: one entry per franchise into the pool, its others aside, and what must stay hidden with why. */
const gather = (ranked: readonly Candidate[], limit: number, hide: (row: number) => string | null, { catalogue, franchises }: Generation): { pool: Candidate[]; spare: Candidate[]; hidden: Hidden[] } => {
  const [pool, spare, hidden]: [Candidate[], Candidate[], Hidden[]] = [[], [], []];
  const places = new Map<number, number>();
  const year = ({ row }: Candidate): number => catalogue.entries[row]?.year ?? 9999;
  for (const candidate of ranked) {
    if (pool.length >= limit * poolPerHit) break;
    const reason = hide(candidate.row);
    if (reason !== null) {
      hidden.push({ reason, relevance: candidate.relevance });
      continue;
    }
    const franchise = franchises.of(candidate.row);
    const place = places.get(franchise);
    const speaker = place === undefined ? undefined : pool[place];
    if (place === undefined || speaker === undefined) places.set(franchise, pool.push(candidate) - 1);
    else if (speaker.relevance - candidate.relevance < even && year(candidate) < year(speaker)) {
      pool[place] = candidate;
      spare.push(speaker);
    } else spare.push(candidate);
  }
  return { pool, spare, hidden };
};

const countFrom = (hidden: readonly Hidden[], floor: number): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { reason, relevance } of hidden) if (relevance >= floor) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
};
