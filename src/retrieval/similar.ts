/** Entries like one entry. */
import type { Anime } from '../domain/anime.ts';
import type { Filters } from '../domain/filters.ts';
import { AppError } from '../errors.ts';
import { collapseFranchises } from './collapse.ts';
import type { CompiledFilters } from './filters.ts';
import type { Generation } from './generation.ts';
import { likenessTo, toSimilarityScore } from './likeness.ts';
import { createBest } from './top-scores.ts';
import { nextTurn } from './turns.ts';
import { countReasons, nothingUnwanted, type HiddenCounts, type Unwanted } from './unwanted.ts';

export type SimilarHit = { readonly anime: Anime; readonly similarity_score: number; readonly shared: string[] };
export type Similar = {
  /**
   * Best first, without the seed's own franchise; adult entries only for an adult seed or one who wants them. `shared`: genres and tags of both, the rarest first.
   * @throws AppError not_found when the seed is not of this catalogue; invalid_input for unknown filter words; cancelled
   */
  similar(request: { anime: Anime; filters: Filters; limit: number; unwanted?: Unwanted; signal?: AbortSignal }): Promise<{ hits: SimilarHit[]; /** What fits as well but is not wanted, by reason. */ hidden: HiddenCounts }>;
};

/** Candidates that are put in order: franchises fall together, and a first season may be found this far behind its sequel. */
const depthFor = (limit: number): number => 200 + 4 * limit;

export const createSimilar = ({ current }: { current: () => Generation }): Similar => ({
  similar: async ({ anime, filters, limit, unwanted = nothingUnwanted, signal }) => {
    await nextTurn();
    signal?.throwIfAborted();
    const generation = current();
    const { catalogue, tags } = generation;
    const row = catalogue.rowOf(catalogue.byId(anime.anime_id)?.anime_id ?? anime.anime_id);
    if (row === undefined) throw new AppError('not_found', `${anime.title} is not in the catalogue any more.`, { hint: 'Look it up with search_anime.' });
    const scores = likenessTo(row, generation);
    const rows = rankAlike(row, scores, generation.filters.compile(filters, { adult: anime.adult || unwanted.adult }), generation, depthFor(limit));
    const [wanted, hidden] = sortOut(collapseFranchises(rows, generation.franchises), limit, unwanted);
    const hits = wanted.flatMap((other): SimilarHit[] => {
      const found = catalogue.entries[other];
      return found === undefined ? [] : [{ anime: found, similarity_score: toSimilarityScore(scores[other] ?? 0), shared: tags.shared(row, other) }];
    });
    return { hits: hits.sort((a, b) => b.similarity_score - a.similarity_score), hidden: countReasons(hidden) };
  },
});

/** The first `limit` rows that are wanted, and why those between them are not. */
const sortOut = (rows: readonly number[], limit: number, { reasonFor }: Unwanted): [number[], string[]] => {
  const [wanted, hidden]: [number[], string[]] = [[], []];
  for (const row of rows) {
    if (wanted.length >= limit) break;
    const reason = reasonFor(row);
    if (reason === null) wanted.push(row);
    else hidden.push(reason);
  }
  return [wanted, hidden];
};

/** The `limit` rows most alike that satisfy the filters and are not of the seed's franchise, best first. */
export const rankAlike = (seed: number, scores: Float32Array, { mask }: CompiledFilters, { catalogue, franchises }: Generation, limit: number): number[] => {
  const apart = mask.slice();
  for (const id of catalogue.entries[seed]?.related ?? []) apart[catalogue.rowOf(id) ?? seed] = 0;
  for (const row of franchises.members(seed)) apart[row] = 0;
  const best = createBest(Math.min(limit, scores.length));
  for (let row = 0; row < scores.length; row++) if (apart[row] === 1) best.offer(row, scores[row] ?? 0);
  return best.list().map(({ id }) => id);
};
