/** Genres and tags as one sparse space: rare words weigh more, and how alike two entries are is the angle between them. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import { wordKey, type TagGroup, type Vocabulary } from '../domain/vocabulary.ts';

export type TagSpace = {
  readonly size: number;
  /** In any spelling, singular or plural. */
  idOf(word: string): number | undefined;
  nameOf(id: number): string;
  /** Inverse document frequency, less for words about the making of a show than about the show. */
  weightOf(id: number): number;
  /** Ids of a row's words. */
  idsOf(row: number): Uint32Array;
  /** Rows that have the word, ascending. */
  rowsOf(id: number): Uint32Array;
  /** Cosine of two rows, 0-1. */
  cosine(a: number, b: number): number;
  /** Cosine of every row with a weighted set of words. */
  cosines(profile: ReadonlyMap<number, number>): Float32Array;
  /** The row's own words as such a set, of length 1. */
  profileOf(row: number): Map<number, number>;
  /** Words that both rows have, the most telling first. */
  shared(a: number, b: number): string[];
};

const groupWeight: Partial<Record<TagGroup, number>> = { technical: 0.3, source: 0.3, demographic: 0.8 };

export const buildTagSpace = ({ entries }: Catalogue, vocabulary: Vocabulary | null = null): TagSpace => {
  const ids = new Map<string, number>();
  const names: string[] = [];
  const rowStarts = new Uint32Array(entries.length + 1);
  const flat: number[] = [];
  entries.forEach((anime, row) => {
    const own = new Set<number>();
    for (const word of [...anime.genres, ...anime.tags]) {
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
    flat.push(...own);
    rowStarts[row + 1] = flat.length;
  });
  const idsInRows = Uint32Array.from(flat);

  const starts = new Uint32Array(names.length + 1);
  for (const id of idsInRows) starts[id + 1] = (starts[id + 1] ?? 0) + 1;
  const weights = Float64Array.from(names, (name, id) => {
    const group = vocabulary?.groupOf(name);
    return Math.log(1 + entries.length / (starts[id + 1] ?? 1)) * (group === undefined ? 1 : (groupWeight[group] ?? 1));
  });
  for (let id = 0; id < names.length; id++) starts[id + 1] = (starts[id + 1] ?? 0) + (starts[id] ?? 0);
  const postings = new Uint32Array(idsInRows.length);
  const next = starts.slice();
  const lengths = new Float64Array(entries.length);
  const idsOf = (row: number): Uint32Array => idsInRows.subarray(rowStarts[row] ?? 0, rowStarts[row + 1] ?? 0);
  for (let row = 0; row < entries.length; row++) {
    let squares = 0;
    for (const id of idsOf(row)) {
      postings[next[id] ?? 0] = row;
      next[id] = (next[id] ?? 0) + 1;
      squares += (weights[id] ?? 0) ** 2;
    }
    lengths[row] = Math.sqrt(squares);
  }

  const idOf = (word: string): number | undefined => {
    const key = wordKey(word);
    return ids.get(key) ?? (key.length < 4 ? undefined : (ids.get(`${key}s`) ?? (key.endsWith('s') ? ids.get(key.slice(0, -1)) : undefined)));
  };
  const weightOf = (id: number): number => weights[id] ?? 0;
  const common = (a: number, b: number): number[] => {
    const own = new Set(idsOf(a));
    return Array.from(idsOf(b)).filter((id) => own.has(id));
  };
  return {
    size: names.length,
    idOf,
    nameOf: (id) => names[id] ?? '',
    weightOf,
    idsOf,
    rowsOf: (id) => postings.subarray(starts[id] ?? 0, starts[id + 1] ?? 0),
    cosine: (a, b) => {
      const lengthsProduct = (lengths[a] ?? 0) * (lengths[b] ?? 0);
      return lengthsProduct === 0 ? 0 : common(a, b).reduce((sum, id) => sum + weightOf(id) ** 2, 0) / lengthsProduct;
    },
    cosines: (profile) => {
      const sums = new Float32Array(entries.length);
      let squares = 0;
      for (const [id, value] of profile) {
        squares += value * value;
        const factor = value * weightOf(id);
        for (let at = starts[id] ?? 0; at < (starts[id + 1] ?? 0); at++) {
          const row = postings[at] ?? 0;
          sums[row] = (sums[row] ?? 0) + factor;
        }
      }
      const length = Math.sqrt(squares) || 1;
      for (let row = 0; row < sums.length; row++) if (sums[row] !== 0) sums[row] = (sums[row] ?? 0) / (length * (lengths[row] || 1));
      return sums;
    },
    profileOf: (row) => new Map(Array.from(idsOf(row), (id) => [id, weightOf(id) / (lengths[row] || 1)])),
    shared: (a, b) => common(a, b).sort((one, two) => weightOf(two) - weightOf(one)).map((id) => names[id] ?? ''),
  };
};
