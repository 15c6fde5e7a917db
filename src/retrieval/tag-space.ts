/** Genres and tags as one sparse space: rare words weigh more. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import { wordKey, type Vocabulary } from '../domain/vocabulary.ts';
import { each, type Steps } from './steps.ts';

/** Weights of words by id. */
export type TagProfile = ReadonlyMap<number, number>;
export type TagSpace = {
  /** In any spelling, singular or plural. */
  idOf(word: string): number | undefined;
  nameOf(id: number): string;
  /** Inverse document frequency. */
  idf(id: number): number;
  /** Ids of a row's words. */
  idsOf(row: number): Uint32Array;
  /** Rows that have the word, ascending. */
  rowsOf(id: number): Uint32Array;
  /** How alike two rows are, 0-1. */
  cosine(a: number, b: number): number;
  /** How much every row is like a profile; for order only. */
  likeness(profile: TagProfile): Float32Array;
  profileOf(row: number): TagProfile;
  /** Words that both rows have, the rarest first; how it was made ("based on a manga") comes last. */
  shared(a: number, b: number): string[];
};

/** Entries that many people described have many words; dividing by less than the length keeps the well described from losing. Measured on recommendation pairs. */
const lengthPower = 0.6;

export function* tagSpaceSteps({ entries }: Catalogue, vocabulary: Vocabulary | null): Steps<TagSpace> {
  const ids = new Map<string, number>();
  const names: string[] = [];
  const rowStarts = new Uint32Array(entries.length + 1);
  const flat: number[] = [];
  yield* each(entries.length, (row) => {
    const own = new Set<number>();
    for (const word of [...(entries[row]?.genres ?? []), ...(entries[row]?.tags ?? [])]) {
      const key = wordKey(word);
      if (key === '') continue;
      let id = ids.get(key);
      if (id === undefined) {
        id = names.length;
        ids.set(key, id);
        names.push(word);
      }
      own.add(id);
    }
    for (const id of own) flat.push(id);
    rowStarts[row + 1] = flat.length;
  });
  const idsInRows = Uint32Array.from(flat);

  const starts = new Uint32Array(names.length + 1);
  for (const id of idsInRows) starts[id + 1] = (starts[id + 1] ?? 0) + 1;
  const idfs = Float64Array.from(names, (_, id) => Math.log(1 + entries.length / (starts[id + 1] ?? 1)));
  for (let id = 0; id < names.length; id++) starts[id + 1] = (starts[id + 1] ?? 0) + (starts[id] ?? 0);
  const postings = new Uint32Array(idsInRows.length);
  const next = starts.slice();
  const squares = new Float64Array(entries.length);
  const idsOf = (row: number): Uint32Array => idsInRows.subarray(rowStarts[row] ?? 0, rowStarts[row + 1] ?? 0);
  for (let row = 0; row < entries.length; row++) {
    for (const id of idsOf(row)) {
      postings[next[id] ?? 0] = row;
      next[id] = (next[id] ?? 0) + 1;
      squares[row] = (squares[row] ?? 0) + (idfs[id] ?? 0);
    }
  }
  const divisors = Float64Array.from(squares, (square) => (square === 0 ? 1 : square ** (lengthPower / 2)));

  const idf = (id: number): number => idfs[id] ?? 0;
  const aside = (id: number): number => Number(['source', 'technical'].includes(vocabulary?.groupOf(names[id] ?? '') ?? ''));
  const common = (a: number, b: number): number[] => {
    const own = new Set(idsOf(a));
    return Array.from(idsOf(b)).filter((id) => own.has(id));
  };
  return {
    idOf: (word) => {
      const key = wordKey(word);
      return ids.get(key) ?? (key.length < 4 ? undefined : (ids.get(`${key}s`) ?? (key.endsWith('s') ? ids.get(key.slice(0, -1)) : undefined)));
    },
    nameOf: (id) => names[id] ?? '',
    idf,
    idsOf,
    rowsOf: (id) => postings.subarray(starts[id] ?? 0, starts[id + 1] ?? 0),
    // A word counts by the root of its rarity, so a shared word adds its rarity.
    cosine: (a, b) => {
      const product = Math.sqrt((squares[a] ?? 0) * (squares[b] ?? 0));
      return product === 0 ? 0 : common(a, b).reduce((sum, id) => sum + idf(id), 0) / product;
    },
    likeness: (profile) => {
      const sums = new Float32Array(entries.length);
      for (const [id, weight] of profile) {
        const factor = weight * idf(id);
        for (let at = starts[id] ?? 0; at < (starts[id + 1] ?? 0); at++) {
          const row = postings[at] ?? 0;
          sums[row] = (sums[row] ?? 0) + factor;
        }
      }
      for (let row = 0; row < sums.length; row++) if (sums[row] !== 0) sums[row] = (sums[row] ?? 0) / (divisors[row] ?? 1);
      return sums;
    },
    profileOf: (row) => new Map(Array.from(idsOf(row), (id) => [id, 1])),
    shared: (a, b) => common(a, b).sort((one, two) => aside(one) - aside(two) || idf(two) - idf(one)).map((id) => names[id] ?? ''),
  };
}
