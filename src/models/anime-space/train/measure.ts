/** How good a learned space is, on what it was not learned from. */
import type { Anime } from '../../../domain/anime.ts';
import type { AnimeSpace } from '../encode.ts';
import { fnv1a, isHeldOut, sentencesOf } from './material.ts';

/** Weights of the standardised prominence beside a cosine in units of its spread: found on the halves that may be tuned on. */
const prominenceShare = { text: 0.5, entry: 0.6 };

export type GradedQuery = { readonly query: string; readonly grades: Readonly<Record<string, number>> };
/** Two entries that people recommend together; bare MyAnimeList numbers. */
export type LikedPair = readonly [string, string];

type MeasureInput = {
  readonly space: AnimeSpace;
  readonly entries: readonly Anime[];
  readonly sentences: readonly Float32Array[];
  readonly embed: (texts: readonly string[]) => Promise<readonly Float32Array[]>;
};

/** `figure` null = there was nothing to measure on. */
export type Measured = { readonly what: string; readonly figure: number | null; readonly least: number };

/** Floors: a training that went wrong must not replace one that went well. */
export const measure = async (input: MeasureInput, { queries, pairs }: { queries: readonly GradedQuery[]; pairs: readonly LikedPair[] }): Promise<Measured[]> => {
  const prepared = prepare(input);
  const orNull = async (there: boolean, figure: () => Promise<number>): Promise<number | null> => (there ? figure() : null);
  return [
    { what: 'graded queries (tuned half), space alone, nDCG@10', figure: await orNull(queries.length > 0, () => queryNdcg(input, prepared, queries)), least: 0.28 },
    { what: 'the same without sentence vectors', figure: await orNull(queries.length > 0, () => queryNdcg(input, prepared, queries, { withSentence: false })), least: 0.24 },
    { what: 'similar titles (tuned half of the pairs), nDCG@10', figure: await orNull(pairs.length > 0, async () => similarNdcg(input, prepared, pairs)), least: 0.2 },
    { what: 'sentences of synopses kept apart, facts alone, recall@100', figure: await recallOfSynopses(input), least: 0.45 },
  ];
};

/** Everything that is measured needs these. */
const prepare = ({ space, entries, sentences }: MeasureInput) => {
  const vectors = entries.map((entry, row) => space.entry(entry, sentences[row] ?? null));
  const mean = entries.reduce((total, { prominence }) => total + prominence, 0) / entries.length;
  const deviation = Math.sqrt(entries.reduce((total, { prominence }) => total + (prominence - mean) ** 2, 0) / entries.length) || 1;
  /** All entries but adult ones and `apart`, best first. */
  const rank = (vector: Float32Array, share: number, apart: ReadonlySet<string> = new Set(), depth = 10): string[] => {
    const best: { id: string; score: number }[] = [];
    entries.forEach((entry, row) => {
      if (entry.adult || apart.has(entry.anime_id)) return;
      const score = product(vector, vectors[row]) / space.spread + (share * (entry.prominence - mean)) / deviation;
      if (best.length === depth && score <= (best[depth - 1]?.score ?? 0)) return;
      const place = best.findIndex((other) => other.score < score);
      best.splice(place === -1 ? best.length : place, 0, { id: entry.anime_id, score });
      best.length = Math.min(best.length, depth);
    });
    return best.map(({ id }) => id);
  };
  return { vectors, rank };
};
type Prepared = ReturnType<typeof prepare>;

/** nDCG@10 of the space alone. */
const queryNdcg = async ({ space, embed }: MeasureInput, { rank }: Prepared, queries: readonly GradedQuery[], { withSentence = true } = {}): Promise<number> => {
  const vectors = await embed(queries.map(({ query }) => query));
  return average(queries.map(({ query, grades }, at) => ndcg(rank(space.text(query, withSentence ? (vectors[at] ?? null) : null), prominenceShare.text), grades)));
};

/** nDCG@10 of "similar to X" for the half of the seeds that may be tuned on: those with five pairs or more. */
const similarNdcg = ({ entries }: MeasureInput, { vectors, rank }: Prepared, pairs: readonly LikedPair[]): number => {
  const byId = new Map(entries.map((entry, row) => [entry.anime_id, { entry, row }]));
  const liked = new Map<string, Record<string, number>>();
  for (const [a, b] of [...pairs, ...pairs.map(([one, other]) => [other, one] as const)]) {
    const [seed, other] = [byId.get(`mal:${a}`)?.entry, byId.get(`mal:${b}`)?.entry];
    if (seed === undefined || other === undefined || seed.adult || other.adult || seed.related.includes(other.anime_id) || other.related.includes(seed.anime_id)) continue;
    liked.set(seed.anime_id, { ...liked.get(seed.anime_id), [other.anime_id]: 1 });
  }
  const seeds = [...liked].filter(([id, others]) => Object.keys(others).length >= 5 && fnv1a(id.replace('mal:', '')) % 2 === 0).sort(([a], [b]) => fnv1a(`seed ${a}`) - fnv1a(`seed ${b}`)).slice(0, 400);
  return average(
    seeds.map(([id, grades]) => {
      const seed = byId.get(id);
      const vector = vectors[seed?.row ?? -1];
      return vector === undefined ? 0 : ndcg(rank(vector, prominenceShare.entry, new Set([id, ...(seed?.entry.related ?? [])])), grades);
    }),
  );
};

/** Share of the sentences of synopses that were kept apart whose entry, known by its facts alone, is among the first hundred of the whole catalogue. */
const recallOfSynopses = async ({ space, entries, embed }: MeasureInput): Promise<number> => {
  const facts = entries.map((entry) => space.entry({ ...entry, anime_id: '' }, null)); // as if it were new
  const asked = entries.flatMap((entry, row) => (isHeldOut(entry) && !entry.adult ? sentencesOf(entry.synopsis).map((text) => ({ text, row })) : []));
  const vectors = await embed(asked.map(({ text }) => text));
  return average(
    asked.map(({ text, row }, at) => {
      const vector = space.text(text, vectors[at] ?? null);
      const own = product(vector, facts[row]);
      return Number(facts.filter((other) => product(vector, other) > own).length < 100);
    }),
  );
};

const ndcg = (ranking: readonly string[], grades: Readonly<Record<string, number>>): number => {
  const gain = (grade: number, at: number): number => (2 ** grade - 1) / Math.log2(at + 2);
  const total = (numbers: readonly number[]): number => numbers.slice(0, 10).reduce((sum, grade, at) => sum + gain(grade, at), 0);
  return total(ranking.map((id) => grades[id] ?? 0)) / (total(Object.values(grades).sort((a, b) => b - a)) || 1);
};

const product = (a: Float32Array, b: Float32Array | undefined): number => {
  let sum = 0;
  if (b !== undefined) for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
};

const average = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0) / Math.max(1, numbers.length);
