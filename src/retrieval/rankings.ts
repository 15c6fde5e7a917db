/** The rankings that a search fuses. Each has the prior in it: it is the largest single gain, and worth less as a ranking of its own. */
import type { CompiledFilters } from './filters.ts';
import type { VectorIndex } from '../vectors/vector-index.ts';
import type { Generation } from './generation.ts';
import type { Prior } from './prior.ts';
import type { TagProfile } from './tag-space.ts';
import { createBest } from './top-scores.ts';

/** Best first. */
export type Scored = { readonly row: number; readonly score: number };
/** `matched` gets a 1 for every row that a ranking has to do with, also beyond its depth. */
export type Scope = { readonly allowed: CompiledFilters; readonly prior: Prior; readonly matched: Uint8Array };

/** A ranking's places below this decide nothing any more. */
const depth = 300;
/** Neighbours by meaning that are fetched, and those that are kept once the prior has spoken. More of them do not find better, and cost more. */
const near = 250;
const kept = 200;
const mostRows = 0.6;

/** BM25 times the square of popularity. */
export const byWords = (text: string, { lexical }: Generation, { allowed, prior, matched }: Scope): Scored[] =>
  lexical.search(text, { limit: depth, boost: prior.squares, mark: matched, mask: allowed.mask });

/** The genres and tags that a text names: by the vocabulary's everyday words, else by the catalogue's own. */
export const tagsAsked = (text: string, { tags, vocabulary }: Generation): number[] => {
  const named = vocabulary?.find(text).map(({ name }) => tags.idOf(name)) ?? [];
  const words = text.toLowerCase().match(/[\p{L}\p{N}'’-]+/gu) ?? [];
  const own: (number | undefined)[] = [];
  for (let from = 0; from < words.length; ) {
    const phrase = [4, 3, 2, 1].map((size) => ({ size, id: from + size <= words.length ? tags.idOf(words.slice(from, from + size).join(' ')) : undefined })).find(({ id }) => id !== undefined);
    own.push(phrase?.id);
    from += phrase?.size ?? 1;
  }
  return [...new Set([...named, ...own].filter((id) => id !== undefined))];
};

/** Share of the asked words, rare ones weighing more, plus the prior. */
export const byTags = (asked: readonly number[], { tags, catalogue }: Generation, { allowed: { mask }, prior, matched }: Scope): Scored[] => {
  const whole = asked.reduce((sum, id) => sum + tags.idf(id), 0);
  const shares = new Float32Array(catalogue.entries.length);
  const rows: number[] = [];
  for (const id of asked) {
    const share = tags.idf(id) / whole;
    for (const row of tags.rowsOf(id)) {
      if (mask[row] === 0) continue;
      if (shares[row] === 0) rows.push(row);
      shares[row] = (shares[row] ?? 0) + share;
      matched[row] = 1;
    }
  }
  const best = createBest(Math.min(depth, rows.length));
  for (const row of rows) best.offer(row, (shares[row] ?? 0) + 0.5 * prior.popularity(row));
  return toScored(best.list());
};

/** What the moods of a text ask of tags, and which share of its words says so. */
export const moodsAsked = (text: string, { tags, vocabulary }: Generation): { readonly profile: TagProfile; readonly share: number } => {
  const profile = new Map<number, number>();
  const found = vocabulary?.moods(text) ?? [];
  for (const { mood } of found) {
    for (const [word, weight] of [mood.tags, mood.genres, mood.avoid].flatMap((asked) => Object.entries(asked ?? {}))) {
      const id = tags.idOf(word);
      if (id !== undefined) profile.set(id, (profile.get(id) ?? 0) + weight);
    }
  }
  const count = (words: string): number => words.split(/\s+/).filter(Boolean).length;
  return { profile, share: found.reduce((sum, { text: words }) => sum + count(words), 0) / Math.max(1, count(text)) };
};

/** How much an entry is what moods ask for, plus the prior. */
export const byMood = (asked: TagProfile, { tags }: Generation, { allowed: { mask }, prior, matched }: Scope): Scored[] => {
  if (asked.size === 0) return [];
  const likeness = tags.likeness(asked);
  let most = 0;
  for (let row = 0; row < likeness.length; row++) if ((likeness[row] ?? 0) > most) most = likeness[row] ?? 0;
  const best = createBest(kept);
  for (let row = 0; row < likeness.length; row++) {
    if (mask[row] === 0 || (likeness[row] ?? 0) <= 0) continue;
    best.offer(row, (likeness[row] ?? 0) / most + 0.5 * prior.popularity(row));
  }
  const list = toScored(best.list());
  for (const { row } of list) matched[row] = 1;
  return list;
};

/** @param priorShare what the prior counts for beside the index's own score */
export const byMeaning = async (vector: Float32Array, index: VectorIndex, { allowed, prior, matched }: Scope, priorShare: number, signal: AbortSignal | undefined): Promise<Scored[]> => {
  if (allowed.count === 0) return [];
  // Where most rows are allowed the few others cost less than keeping them out.
  const rows = allowed.rows !== null && allowed.count < mostRows * allowed.mask.length ? allowed.rows : undefined;
  const hits = await index.search(vector, near, { ...(rows && { rows }), ...(signal && { signal }) });
  const best = createBest(Math.min(kept, hits.length));
  for (const { row, score } of hits) if (allowed.mask[row] === 1) best.offer(row, score + priorShare * prior.popularity(row));
  const list = toScored(best.list());
  for (const { row } of list) matched[row] = 1;
  return list;
};

const toScored = (list: readonly { readonly id: number; readonly score: number }[]): Scored[] => list.map(({ id, score }) => ({ row: id, score }));
