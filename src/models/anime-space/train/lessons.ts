/** Texts with the entries that answer them, and pairs of entries that are alike. */
import type { Mood } from '../../../domain/moods.ts';
import type { Material } from './material.ts';
import { isHeldOut, sentencesOf } from './material.ts';
import { createDraw, type Random } from './random.ts';
import { createWordRows, type WordRows } from './word-rows.ts';
import { demandOf, writeRequests } from './write-requests.ts';

export type Lesson = {
  readonly text: string;
  /** An entry that answers it. */
  draw(random: Random): number;
  /** Does an entry that was drawn for another text answer this one too? */
  fits(row: number): boolean;
};
export type Lessons = {
  /** By kind: sentences of synopses, requests, phrases for groups of works, words of moods. */
  readonly texts: readonly (readonly Lesson[])[];
  /** Rows of the works that our writing is about. */
  readonly works: readonly number[];
  readonly pairs: readonly (readonly [number, number])[];
  drawPair(random: Random): readonly [number, number];
};

/** Entries that answer a mood: the best by its words. */
const moodDepth = 120;

export const prepareLessons = (material: Material, requestCount: number, random: Random): Lessons => {
  const { entries, kindred, moods, requests } = material;
  const wordRows = createWordRows(entries);
  const rowOf = new Map(entries.map(({ anime_id }, row) => [anime_id, row]));
  const groups = kindred.map(({ about, entries: ids }) => ({ about, rows: ids.flatMap((id) => rowOf.get(id) ?? []) })).filter(({ rows }) => rows.length > 1);
  const { pairs, weights } = pairsOf(groups.map(({ rows }) => rows));
  const drawPair = createDraw(weights);
  return {
    texts: [
      entries.flatMap((entry, row) => (entry.adult || isHeldOut(entry) ? [] : sentencesOf(entry.synopsis).map((text) => ({ text, draw: () => row, fits: (other: number) => other === row })))),
      [
        ...writeRequests(material, wordRows, requestCount, random).map(({ text, words, row }) => ({ text, draw: () => row, fits: (other: number) => words.every((word) => wordRows.has(other, word)) })),
        ...requests.flatMap(({ text, tags }) => requestLesson(text, tags, material, wordRows)),
      ],
      groups.flatMap(({ about, rows }) => about.map((text) => groupLesson(text, rows, 3))),
      moods.flatMap((mood) => moodLessons(mood, material, wordRows)),
    ],
    works: [...new Set([...groups.flatMap(({ rows }) => rows), ...entries.flatMap((entry, row) => (entry.synopsis === null ? [] : [row]))])],
    pairs,
    drawPair: (chance) => pairs[drawPair(chance)] ?? [0, 0],
  };
};

const requestLesson = (text: string, tags: readonly string[], { entries }: Material, wordRows: WordRows): Lesson[] => {
  const fits = (row: number): boolean => tags.every((tag) => wordRows.has(row, tag));
  const rows = entries.flatMap((entry, row) => (fits(row) && !entry.adult ? [row] : []));
  if (rows.length === 0) return [];
  const draw = createDraw(rows.map((row) => { const entry = entries[row]; return entry === undefined ? 0 : demandOf(entry); }));
  return Array.from({ length: 4 }, () => ({ text, draw: (random) => rows[draw(random)] ?? 0, fits })); // as often as four of the made-up ones
};

/** @param level the first so many count almost alike, later ones less */
const groupLesson = (text: string, rows: readonly number[], level: number): Lesson => {
  const draw = createDraw(rows.map((_, at) => 1 / Math.sqrt(1 + at / level)));
  const members = new Set(rows);
  return { text, draw: (random) => rows[draw(random)] ?? 0, fits: (row) => members.has(row) };
};

/** The entries that have most of a mood's words for their own number of words, the well known first. */
const moodLessons = ({ words, tags = {}, genres = {}, avoid = {} }: Mood, { entries }: Material, wordRows: WordRows): Lesson[] => {
  const wanted = Object.entries({ ...tags, ...genres }).map(([word, weight]) => ({ word, weight: weight * wordRows.rarity(word) }));
  const unwanted = Object.entries(avoid).map(([word, weight]) => ({ word, weight: -3 * Math.abs(weight) }));
  const scored = entries.flatMap((entry, row) => {
    const sum = [...wanted, ...unwanted].reduce((total, { word, weight }) => total + (wordRows.has(row, word) ? weight : 0), 0);
    return sum <= 0 || entry.adult ? [] : [{ row, score: sum / Math.sqrt(Math.max(3, entry.genres.length + entry.tags.length)) + 0.25 * entry.prominence }];
  });
  const rows = scored.sort((a, b) => b.score - a.score || a.row - b.row).slice(0, moodDepth).map(({ row }) => row);
  return rows.length < 10 ? [] : words.map((text) => groupLesson(text, rows, 40));
};

/** Members of one group are alike, the first ones most; the more a group has, the less a pair of it says. */
const pairsOf = (groups: readonly (readonly number[])[]) => {
  const byPair = new Map<string, { pair: readonly [number, number]; weight: number }>();
  for (const rows of groups) {
    rows.forEach((one, at) => {
      for (const other of rows.slice(at + 1)) {
        const key = one < other ? `${one} ${other}` : `${other} ${one}`;
        byPair.set(key, { pair: [one, other], weight: (byPair.get(key)?.weight ?? 0) + 1 / Math.sqrt(1 + at) / Math.log2(3 + rows.length) });
      }
    });
  }
  return { pairs: Array.from(byPair.values(), ({ pair }) => pair), weights: Array.from(byPair.values(), ({ weight }) => weight) };
};

