/** Inverted lists in typed arrays: per term its rows, ascending, and what the term weighs there over all fields. */
import { foldTitle } from '../domain/title-match.ts';
import { each, type Steps } from './steps.ts';
import { isIdle, termsOfWord } from './terms.ts';

/** How a part of an entry's text counts: `weight` per occurrence, `length` = BM25's b. */
export type Field = {
  readonly weight: number;
  readonly length: number;
  /** Every occurrence of a word counts, and idle words do not; otherwise once. */
  readonly prose?: boolean;
  /** The same short texts occur again and again (tags): their terms are kept. */
  readonly repeats?: boolean;
  /** Not the entry's own words. */
  readonly borrowed?: boolean;
};
export type TermPostings = {
  readonly terms: readonly string[];
  idOf(term: string): number | undefined;
  /** Postings of term `id` are at `starts[id]` to `starts[id + 1]`. */
  readonly starts: Uint32Array;
  readonly rows: Uint32Array;
  readonly weights: Float32Array;
  /** 1 where a field that is not borrowed has the term. */
  readonly isOwn: Uint8Array;
};

/** @param textsOf the texts of a row's fields, in the order of `fields` */
export function* postingSteps(size: number, fields: readonly Field[], textsOf: (row: number) => readonly (readonly string[])[]): Steps<TermPostings> {
  const ids = new Map<string, number>();
  const terms: string[] = [];
  const idFor = (term: string): number => {
    const known = ids.get(term);
    if (known !== undefined) return known;
    ids.set(term, terms.length);
    terms.push(term);
    return terms.length - 1;
  };
  const ofWord = new Map<string, readonly number[]>();
  const idsOfWord = (word: string): readonly number[] => {
    const known = ofWord.get(word) ?? termsOfWord(word).map(idFor);
    ofWord.set(word, known);
    return known;
  };
  const ofText = new Map<string, readonly number[]>();
  const idsOf = (text: string, { prose = false, repeats = false }: Field): readonly number[] => {
    const known = repeats ? ofText.get(text) : undefined;
    if (known !== undefined) return known;
    const found: number[] = [];
    for (const word of foldTitle(text).split(' ')) if (!prose || !isIdle(word)) found.push(...idsOfWord(word));
    if (repeats) ofText.set(text, found);
    return found;
  };

  // All occurrences first, field after field, since a field's average length is known only at the end.
  let occurrences = new Uint32Array(1 << 16);
  let used = 0;
  const ends = new Uint32Array(size * fields.length);
  const totals = fields.map(() => ({ length: 0, count: 0 }));
  const seen: number[] = []; // the last row and field, as one number, that had the term
  yield* each(size, (row) => {
    const texts = textsOf(row);
    fields.forEach((field, at) => {
      const before = used;
      const stamp = row * fields.length + at + 1;
      for (const text of texts[at] ?? []) {
        for (const id of idsOf(text, field)) {
          if (field.prose !== true && seen[id] === stamp) continue;
          seen[id] = stamp;
          if (used === occurrences.length) {
            const larger = new Uint32Array(used * 2);
            larger.set(occurrences);
            occurrences = larger;
          }
          occurrences[used++] = id;
        }
      }
      ends[row * fields.length + at] = used;
      const total = totals[at];
      if (total === undefined || used === before) return;
      total.length += used - before;
      total.count += 1;
    });
  });

  const weightIn = new Float32Array(terms.length);
  const ownIn = new Uint8Array(terms.length);
  const eachPosting = (visit: (id: number, row: number, weight: number, own: number) => void): Steps<void> => {
    let from = 0;
    return each(size, (row) => {
      const first = from;
      for (let at = 0; at < fields.length; at++) {
        const to = ends[row * fields.length + at] ?? from;
        const { weight, length: b, borrowed = false } = fields[at] ?? { weight: 0, length: 0 };
        const { length, count } = totals[at] ?? { length: 1, count: 1 };
        const scale = weight / (1 - b + (b * (to - from) * count) / Math.max(1, length));
        for (; from < to; from++) {
          const id = occurrences[from] ?? 0;
          weightIn[id] = (weightIn[id] ?? 0) + scale;
          if (!borrowed) ownIn[id] = 1;
        }
      }
      for (let at = first; at < from; at++) {
        const id = occurrences[at] ?? 0;
        const weight = weightIn[id] ?? 0;
        if (weight === 0) continue; // a second occurrence
        visit(id, row, weight, ownIn[id] ?? 0);
        weightIn[id] = 0;
        ownIn[id] = 0;
      }
    });
  };
  const starts = new Uint32Array(terms.length + 1);
  yield* eachPosting((id) => {
    starts[id + 1] = (starts[id + 1] ?? 0) + 1;
  });
  for (let id = 0; id < terms.length; id++) starts[id + 1] = (starts[id + 1] ?? 0) + (starts[id] ?? 0);
  const next = starts.slice();
  const rows = new Uint32Array(starts[terms.length] ?? 0);
  const weights = new Float32Array(rows.length);
  const isOwn = new Uint8Array(rows.length);
  yield* eachPosting((id, row, weight, own) => {
    const at = next[id] ?? 0;
    rows[at] = row;
    weights[at] = weight;
    isOwn[at] = own;
    next[id] = at + 1;
  });
  return { terms, idOf: (term) => ids.get(term), starts, rows, weights, isOwn };
}
