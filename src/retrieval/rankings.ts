/** The rankings that a search fuses. Each has the prior in it: it is the largest single gain, and worth less as a ranking of its own. */
import type { CompiledFilters } from './filters.ts';
import type { Generation } from './generation.ts';
import { topScores } from './top-scores.ts';

/** Best first. */
export type Scored = { readonly row: number; readonly score: number };
/** `matched` gets a 1 for every row that a ranking has to do with, also beyond its depth. */
type Scope = { readonly allowed: CompiledFilters; readonly matched: Uint8Array };

/** A ranking's places below this decide nothing any more. */
const depth = 600;
const priorShare = 0.4;
/** Neighbours by meaning that are fetched, and those that are kept once the prior has spoken. */
const near = 1000;
const kept = 200;

/** BM25 times the square of popularity. */
export const byWords = (text: string, { lexical, prior }: Generation, { allowed, matched }: Scope): Scored[] =>
  lexical.search(text, { limit: depth, boost: (row) => prior.popularity(row) ** 2, mark: matched, ...(allowed.rows !== null && { rows: allowed.rows }) });

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
export const byTags = (asked: readonly number[], { tags, prior, catalogue }: Generation, { allowed, matched }: Scope): Scored[] => {
  const whole = asked.reduce((sum, id) => sum + tags.idf(id), 0);
  const shares = new Float32Array(catalogue.entries.length);
  const rows: number[] = [];
  for (const id of asked) {
    for (const row of tags.rowsOf(id)) {
      if (!allowed.test(row)) continue;
      if (shares[row] === 0) rows.push(row);
      shares[row] = (shares[row] ?? 0) + tags.idf(id) / whole;
      matched[row] = 1;
    }
  }
  rows.sort((a, b) => a - b);
  return topScores(rows.length, depth, (at) => (shares[rows[at] ?? 0] ?? 0) + 0.5 * prior.popularity(rows[at] ?? 0)).map(({ id, score }) => ({ row: rows[id] ?? 0, score }));
};

export const byMeaning = async (vector: Float32Array, { index, prior }: Generation, { allowed, matched }: Scope, signal: AbortSignal | undefined): Promise<Scored[]> => {
  if (index === null || allowed.count === 0) return [];
  const hits = await index.search(vector, near, { ...(allowed.rows !== null && { rows: allowed.rows }), ...(signal && { signal }) });
  const best = hits
    .map(({ row, score }) => ({ row, score: score + priorShare * prior.popularity(row) }))
    .filter(({ row }) => allowed.test(row))
    .sort((a, b) => b.score - a.score || a.row - b.row)
    .slice(0, kept);
  for (const { row } of best) matched[row] = 1;
  return best;
};
