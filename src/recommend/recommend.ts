/** What to watch next: like the seeds, fitting the words, well thought of, not seen, not all alike. */
import type { Anime } from '../domain/anime.ts';
import type { Filters } from '../domain/filters.ts';
import type { StoredListEntry } from '../domain/list-entry.ts';
import type { CoLikes } from '../models/co-likes/co-likes.ts';
import type { Generation } from '../retrieval/generation.ts';
import type { Search } from '../retrieval/search.ts';
import { readGems } from '../retrieval/hidden-gems.ts';
import { countWithout } from '../retrieval/spare-filters.ts';
import { topScores } from '../retrieval/top-scores.ts';
import { anybody, type Audience } from './audience.ts';
import { fitsWords, likeNamed } from './affinity.ts';
import { coLiked } from './co-liked.ts';
import { diversify } from './diversity.ts';
import { hideRule } from './hide.ts';
import { likedReason, reasonsFor } from './reasons.ts';
import { tasteOf } from './taste.ts';
import { listSeeds, namedSeeds } from './taste-seeds.ts';

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
  readonly viewer?: Audience;
  readonly signal?: AbortSignal;
};
/** `similarity_score` (0-1]: 1 = fits best. */
export type RecommendHit = { readonly anime: Anime; readonly similarity_score: number; readonly reasons: string[] };
/** `hidden`: how many that fit as well as what is shown were left out, by reason. */
export type Recommendations = { readonly hits: RecommendHit[]; readonly hidden: Record<string, number>; /** When nothing satisfies all filters: how many entries would without one of them. */ readonly without: Record<string, number> };
export type Recommend = {
  /**
   * Best first; `limit` hits whenever so many are allowed. Starts from `similar_to`, else from what the list likes, else from what everybody likes.
   * @throws AppError invalid_input for unknown filter words; AbortError when the signal is aborted
   */
  recommend(request: RecommendRequest): Promise<Recommendations>;
};

/** What each sign counts; an affinity is about 3 for a good fit. Prior and score: for those of whom nothing is known; likeness to named titles has them in it. */
const weights = { context: 1.5, genres: 2, prior: 1, score: 0.3, besideNamed: 0.2, gemBesideNamed: 0.4 };
const usualScore = 6.5;
/** Pool for the choice of unlike titles, per wanted title. */
const poolPerHit = 5;
/** How many are put in order at first; all of them only when that is not enough. */
const firstLook = 1000;

type Candidate = { readonly row: number; readonly relevance: number };

/** @param coLikes without it, words, time and form of what is on the list decide alone */
export const createRecommend = ({ current, search, coLikes = null }: { current: () => Generation; search: Search; coLikes?: CoLikes | null }): Recommend => ({
  recommend: async ({ context = '', limit, preferred_genres, similar_to, filters, include_seen, diversity, list, viewer = anybody, signal }) => {
    signal?.throwIfAborted();
    const generation = current();
    const { catalogue, tags, prior, facts, franchises } = generation;
    const allowed = generation.filters.compile(filters, { adult: true });
    const named = namedSeeds(catalogue, similar_to);
    const seeds = named.length > 0 ? named : listSeeds(catalogue, list, viewer.feedback);
    const taste = seeds.length === 0 || named.length > 0 ? null : tasteOf(generation, seeds, coLikes);
    const together = named.length > 0 && coLikes !== null ? coLiked(coLikes, catalogue, new Map(named.map(({ row }) => [row, 1]))) : null;
    const likeness = named.length > 0 ? likeNamed(generation, named, together, context) : null;
    // Beside named titles the words are in the likeness already.
    const fits = await fitsWords(search, named.length > 0 ? '' : context, filters, generation, signal);
    const isGem = (row: number): number => generation.gems.z(row) - prior.z(row);
    const little = readGems(context).wanted;
    const wanted = new Set(preferred_genres.map((genre) => tags.idOf(genre)).filter((id) => id !== undefined));
    const share = (row: number): number => (wanted.size === 0 ? 0 : Array.from(tags.idsOf(row)).filter((id) => wanted.has(id)).length / wanted.size);
    const liking = (row: number): number => weights.prior * (little && named.length === 0 ? generation.gems : prior).z(row) + weights.score * ((facts.scores[row] || usualScore) - usualScore);
    const suits = (row: number): number => taste === null && likeness === null ? liking(row) : (taste?.fit(row) ?? 0) + (likeness === null ? 0 : likeness(row) + weights.besideNamed * liking(row)) + (little ? weights.gemBesideNamed * isGem(row) : 0);
    const relevance = (row: number): number => suits(row) + weights.context * fits(row) + weights.genres * share(row);

    const own = new Set(named.map(({ row }) => franchises.of(row)));
    const rows = own.size === 0 ? allowed.rows : (allowed.rows ?? Uint32Array.from(catalogue.entries.keys())).filter((row) => !own.has(franchises.of(row)));
    const count = rows?.length ?? catalogue.entries.length;
    const rowAt = (at: number): number => (rows === null ? at : (rows[at] ?? 0));
    const ranked = (depth: number): Candidate[] => topScores(count, depth, (at) => relevance(rowAt(at))).map(({ id, score }) => ({ row: rowAt(id), relevance: score }));
    const hide = hideRule(generation, list, { include_seen, unwanted: viewer.unwanted });
    const first = gather(ranked(firstLook), limit, hide, generation);
    const { pool, spare, hidden } = first.pool.length >= limit || count <= firstLook ? first : gather(ranked(count), limit, hide, generation);

    const picks = diversify(pool, limit, diversity, (a, b) => tags.cosine(a.row, b.row)).sort((a, b) => b.relevance - a.relevance);
    // Second entries of a franchise only when there is nothing else left.
    const chosen = [...picks, ...spare.slice(0, Math.max(0, limit - picks.length))];
    const [top, low] = [Math.max(...picks.map((one) => one.relevance)), Math.min(...picks.map((one) => one.relevance))];
    // Never rises down the list, although a second entry of a franchise may fit better than what stands before it.
    const scoreOf = (fit: number): number => Math.round((top === low ? 1 : 0.3 + (0.7 * (Math.min(top, Math.max(low, fit)) - low)) / (top - low)) * 1000) / 1000;
    const hits = chosen.flatMap(({ row, relevance: fit }, place) => {
      const anime = catalogue.entries[row];
      const similarity_score = scoreOf(place < picks.length ? fit : low);
      return anime === undefined ? [] : [{ anime, similarity_score, reasons: reasonsFor(row, anime, generation, likedReason(row, generation, seeds, taste?.coLiked ?? together, viewer.nameOf), { context, fits: fits(row) > 0, preferred_genres }) }];
    });
    return { hits, hidden: countFrom(hidden, picks.length === 0 ? -Infinity : low), without: allowed.count === 0 ? countWithout(filters, generation.filters) : {} };
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
