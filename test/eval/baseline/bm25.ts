/**
 * The fixed baseline of search: BM25 over title, aliases, all tags and synopsis, fuzzy, times the square of prominence.
 * It shares no code with the product's index and is not to be improved: the ratios of all runs refer to it.
 */
import type { Anime } from '../../../src/domain/anime.ts';

/** One index each: a word of a long synopsis and a word of a short title do not dilute each other. Weights of their own for fields made it weaker. */
const fields: readonly ((anime: Anime) => readonly (string | null)[])[] = [
  ({ title }) => [title],
  ({ title_english, title_native, synonyms }) => [title_english, title_native, ...synonyms],
  ({ genres, tags }) => [...genres, ...tags],
  ({ synopsis }) => [synopsis],
];

/** Left out of every text; with them the baseline is weaker. */
const everyday = new Set(
  'a an the of to in on at for and or but with without is it its that this those i me my you your he she they we his her their them who what which when where how not no be are was so like something anything some any just all from by as if than then up out about into over really very show anime series want give looking'.split(' '),
);

/** BM25+: how soon a repeated word counts no more, how much long texts are held back, what any hit is worth. */
const [saturation, lengthShare, floor] = [1.2, 0.7, 0.5];
/** Words longer than this are also looked up with typos: up to a fifth of their letters. */
const exactLetters = 5;
const [fuzzy, fuzzyWeight] = [0.2, 0.45];

type FieldIndex = { readonly postings: ReadonlyMap<string, ReadonlyMap<number, number>>; readonly lengths: readonly number[]; readonly usual: number };

type Baseline = {
  /** Ids of the best entries, adult ones left out. */
  search(query: string, limit: number): string[];
};

export const createBaseline = (entries: readonly Anime[]): Baseline => {
  const indexes = fields.map((field) => indexOf(entries, field));
  const vocabulary = [...new Set(indexes.flatMap(({ postings }) => [...postings.keys()]))];
  const squares = entries.map(({ prominence, adult }) => (adult ? 0 : shareOf(prominence) ** 2));
  const variants = new Map<string, readonly (readonly [string, number])[]>();

  /** The word itself and what looks like it, each with its weight. */
  const variantsOf = (word: string): readonly (readonly [string, number])[] => {
    const known = variants.get(word) ?? [[word, 1] as const, ...(word.length > exactLetters ? alike(word, vocabulary) : [])];
    variants.set(word, known);
    return known;
  };

  return {
    search: (query, limit) => {
      const scores = new Map<number, number>();
      for (const word of new Set(wordsOf(query))) {
        for (const [variant, weight] of variantsOf(word)) {
          for (const { postings, lengths, usual } of indexes) {
            const rows = postings.get(variant);
            if (rows === undefined) continue;
            const rarity = Math.log(1 + (entries.length - rows.size + 0.5) / (rows.size + 0.5));
            for (const [row, times] of rows) {
              const length = 1 - lengthShare + (lengthShare * (lengths[row] ?? 0)) / usual;
              const score = weight * rarity * (floor + (times * (saturation + 1)) / (times + saturation * length));
              scores.set(row, (scores.get(row) ?? 0) + score);
            }
          }
        }
      }
      return [...scores]
        .map(([row, score]) => ({ row, score: score * (squares[row] ?? 0) }))
        .filter(({ score }) => score > 0)
        .sort((a, b) => b.score - a.score || a.row - b.row)
        .slice(0, limit)
        .flatMap(({ row }) => entries[row]?.anime_id ?? []);
    },
  };
};

/** Prominence 1-5 on the scale of 0 to 1 that log10(1 + members) / 6 has; (p - 1) / 4 in its place makes no difference worth having. */
const shareOf = (prominence: number): number => (prominence + 1.2) / 6.2;

const wordsOf = (text: string): string[] => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '' && !everyday.has(word));

const indexOf = (entries: readonly Anime[], textsOf: (typeof fields)[number]): FieldIndex => {
  const postings = new Map<string, Map<number, number>>();
  const lengths = entries.map((anime, row) => {
    const words = textsOf(anime).flatMap((text) => (text === null ? [] : wordsOf(text)));
    for (const word of words) {
      const rows = postings.get(word) ?? new Map<number, number>();
      rows.set(row, (rows.get(row) ?? 0) + 1);
      postings.set(word, rows);
    }
    return words.length;
  });
  const filled = lengths.filter((length) => length > 0);
  return { postings, lengths, usual: filled.reduce((sum, length) => sum + length, 0) / Math.max(1, filled.length) };
};

const alike = (word: string, vocabulary: readonly string[]): (readonly [string, number])[] => {
  const most = Math.round(fuzzy * word.length);
  return vocabulary.flatMap((other): (readonly [string, number])[] => {
    if (other === word || Math.abs(other.length - word.length) > most) return [];
    const edits = distance(word, other, most);
    return edits > most ? [] : [[other, (fuzzyWeight * word.length) / (word.length + edits)]];
  });
};

/** Levenshtein's; gives up above `most`. */
const distance = (a: string, b: string, most: number): number => {
  let before = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let row = 1; row <= a.length; row++) {
    const now = [row];
    for (let at = 1; at <= b.length; at++) {
      now.push(Math.min((before[at] ?? 0) + 1, (now[at - 1] ?? 0) + 1, (before[at - 1] ?? 0) + (a[row - 1] === b[at - 1] ? 0 : 1)));
    }
    if (Math.min(...now) > most) return most + 1;
    before = now;
  }
  return before.at(-1) ?? 0;
};
