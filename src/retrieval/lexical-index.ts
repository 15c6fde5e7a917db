/** Words to entries: BM25F over titles, tags, studios and synopses, with our own postings. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Anime } from '../domain/anime.ts';
import type { Vocabulary } from '../domain/vocabulary.ts';
import { editDistance } from './edit-distance.ts';
import { createNgramIndex } from './ngram-index.ts';
import { buildPostings, type Field } from './postings.ts';
import { termsOf } from './terms.ts';
import { topScores } from './top-scores.ts';

export type LexicalHit = { readonly row: number; readonly score: number };
export type LexicalOptions = {
  readonly limit: number;
  /** Restricts the answer to these rows, ascending. */
  readonly rows?: Uint32Array;
  /** Factor of a row's score, applied before the best are chosen. */
  readonly boost?: (row: number) => number;
  /** Gets a 1 for every row that has any of the words, also beyond `limit`. */
  readonly mark?: Uint8Array;
};
export type LexicalIndex = {
  /** Best first, ties by row. */
  search(query: string, options: LexicalOptions): LexicalHit[];
  /** Words of the query that the entry's own texts have, as written. */
  matchedWords(query: string, row: number): string[];
};

const saturation = 1.2;
/** Longer queries say no more: an essay is cut, not refused. */
const maxTerms = 64;
const maxExpansions = 8;

/** In the order of `textsOf`. */
const fields: readonly Field[] = [
  { weight: 3, length: 0.3 }, // titles
  { weight: 2, length: 0.3 }, // synonyms
  { weight: 1.5, length: 0.2, repeats: true }, // genres and tags
  { weight: 1.5, length: 0, repeats: true }, // studios
  { weight: 0.7, length: 0.3, repeats: true }, // what the tags mean in plain English
  { weight: 0.6, length: 0.6, prose: true }, // synopsis
];
const textsOf = (anime: Anime, vocabulary: Vocabulary | null): readonly (readonly string[])[] => {
  const tags = [...anime.genres, ...anime.tags];
  const glosses = vocabulary === null ? [] : tags.map((name) => vocabulary.gloss(name)).filter((gloss) => gloss !== undefined);
  return [distinct([anime.title, anime.title_english, anime.title_native]), anime.synonyms, tags, anime.studios, glosses, anime.synopsis === null ? [] : [anime.synopsis]];
};
const distinct = (texts: readonly (string | null)[]): string[] => [...new Set(texts.filter((text) => text !== null))];

type WeightedTerm = { readonly id: number; readonly weight: number };

export const createLexicalIndex = ({ entries }: Catalogue, vocabulary: Vocabulary | null = null): LexicalIndex => {
  const { terms, idOf, starts, rows: postingRows, weights } = buildPostings(entries.length, fields, (row) => {
    const anime = entries[row];
    return anime === undefined ? [] : textsOf(anime, vocabulary);
  });
  const frequency = (id: number): number => (starts[id + 1] ?? 0) - (starts[id] ?? 0);
  const idf = (id: number): number => Math.log(1 + (entries.length - frequency(id) + 0.5) / (frequency(id) + 0.5));
  const sorted = Uint32Array.from(terms.keys()).sort((a, b) => ((terms[a] ?? '') < (terms[b] ?? '') ? -1 : 1));
  const spellable = terms.flatMap((term, id) => (term.length > 2 && /^[a-z]+$/.test(term) ? [id] : []));
  const spelling = createNgramIndex(spellable.map((id) => terms[id] ?? ''));

  /** Terms at edit distance 1 (from four letters) or 2 (from eight). */
  const misspelt = (term: string): WeightedTerm[] => {
    const limit = term.length > 7 ? 2 : term.length > 3 ? 1 : 0;
    if (limit === 0 || !/^[a-z]+$/.test(term)) return [];
    return spelling
      .shortlist(term, 60, 'dice')
      .map(({ id }) => spellable[id] ?? 0)
      .map((id) => ({ id, edits: editDistance(term, terms[id] ?? '', limit) }))
      .filter(({ edits }) => edits > 0 && edits <= limit)
      .sort((a, b) => a.edits - b.edits || frequency(b.id) - frequency(a.id))
      .slice(0, maxExpansions)
      .map(({ id, edits }) => ({ id, weight: edits === 1 ? 0.45 : 0.25 }));
  };
  /** Terms that begin with an unfinished word. */
  const completions = (term: string): number[] => {
    if (term.length < 3) return [];
    let [low, high] = [0, sorted.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((terms[sorted[middle] ?? 0] ?? '') <= term) low = middle + 1;
      else high = middle;
    }
    const found: number[] = [];
    for (let at = low; at < sorted.length && found.length < 200 && (terms[sorted[at] ?? 0] ?? '').startsWith(term); at++) found.push(sorted[at] ?? 0);
    return found.sort((a, b) => frequency(b) - frequency(a) || a - b).slice(0, maxExpansions);
  };

  /** Per word of the query the terms that stand for it. */
  const expand = (query: string): WeightedTerm[][] => {
    const meant = termsOf(query);
    const words = [...new Set(meant.length > 0 ? meant : termsOf(query, { keepIdle: true }))].slice(0, maxTerms);
    return words.map((word, index) => {
      const id = idOf(word);
      if (id !== undefined) return [{ id, weight: 1 }];
      const unfinished = index === words.length - 1 ? completions(word).map((term) => ({ id: term, weight: 0.6 })) : [];
      return unfinished.length > 0 ? unfinished : misspelt(word);
    });
  };

  const scores = new Float32Array(entries.length);
  const covered = new Float32Array(entries.length);
  const own = new Float32Array(entries.length);
  const touched = new Uint32Array(entries.length);
  const ownTouched = new Uint32Array(entries.length);

  const search: LexicalIndex['search'] = (query, { limit, rows, boost, mark }) => {
    const words = expand(query).filter((terms) => terms.length > 0);
    const allowed = rows === undefined ? null : maskOf(entries.length, rows);
    let reached = 0;
    let whole = 0;
    for (const alternatives of words) {
      // Alternatives for one word do not add up: the best of them counts.
      let changed = 0;
      const rarity = Math.max(...alternatives.map(({ id }) => idf(id)));
      whole += rarity;
      for (const { id, weight } of alternatives) {
        const factor = weight * idf(id) * (saturation + 1);
        for (let at = starts[id] ?? 0; at < (starts[id + 1] ?? 0); at++) {
          const row = postingRows[at] ?? 0;
          if (allowed !== null && allowed[row] === 0) continue;
          const found = weights[at] ?? 0;
          const score = (factor * found) / (saturation + found);
          if (own[row] === 0) ownTouched[changed++] = row;
          if (score > (own[row] ?? 0)) own[row] = score;
        }
      }
      for (let at = 0; at < changed; at++) {
        const row = ownTouched[at] ?? 0;
        if (scores[row] === 0) touched[reached++] = row;
        scores[row] = (scores[row] ?? 0) + (own[row] ?? 0);
        covered[row] = (covered[row] ?? 0) + rarity;
        own[row] = 0;
      }
    }
    // An entry with all the words goes before one with a single word many times over.
    const value = (at: number): number => {
      const row = touched[at] ?? 0;
      return (scores[row] ?? 0) * (0.5 + (0.5 * (covered[row] ?? 0)) / whole) * (boost?.(row) ?? 1);
    };
    touched.subarray(0, reached).sort();
    const hits = topScores(reached, limit, value).map(({ id: at, score }) => ({ row: touched[at] ?? 0, score }));
    for (let at = 0; at < reached; at++) {
      const row = touched[at] ?? 0;
      scores[row] = 0;
      covered[row] = 0;
      if (mark !== undefined) mark[row] = 1;
    }
    return hits;
  };

  const has = (id: number, row: number): boolean => {
    let [low, high] = [starts[id] ?? 0, starts[id + 1] ?? 0];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((postingRows[middle] ?? 0) < row) low = middle + 1;
      else high = middle;
    }
    return low < (starts[id + 1] ?? 0) && postingRows[low] === row;
  };
  const matchedWords: LexicalIndex['matchedWords'] = (query, row) => {
    const words = [...new Set(query.toLowerCase().match(/[\p{L}\p{N}'’-]+/gu) ?? [])].slice(0, maxTerms);
    const found = words.filter((word) => termsOf(word).some((term) => has(idOf(term) ?? -1, row)));
    const anime = entries[row];
    if (anime === undefined || found.length === 0) return [];
    // The postings also have what tags mean in plain English; that is not the entry's own word. Synonyms are many, so they come last.
    const [titles = [], synonyms = [], ...others] = textsOf(anime, null);
    const own = new Set([titles, ...others].flat().flatMap((text) => termsOf(text, { keepIdle: true })));
    const isOwn = (word: string): boolean => termsOf(word).some((term) => own.has(term));
    if (!found.every(isOwn)) for (const text of synonyms) for (const term of termsOf(text, { keepIdle: true })) own.add(term);
    return found.filter(isOwn);
  };
  return { search, matchedWords };
};

const maskOf = (size: number, rows: Uint32Array): Uint8Array => {
  const mask = new Uint8Array(size);
  for (const row of rows) mask[row] = 1;
  return mask;
};
