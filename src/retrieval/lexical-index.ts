/** Words to entries: BM25F over titles, tags, studios and synopses, with our own postings. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Anime } from '../domain/anime.ts';
import type { Vocabulary } from '../domain/vocabulary.ts';
import { editDistance } from './edit-distance.ts';
import { ngramIndexSteps, type NgramIndex } from './ngram-index.ts';
import { postingSteps, type Field, type TermPostings } from './postings.ts';
import { placeAfter, sortedPositions } from './sort-strings.ts';
import { deferred, finish, type Steps } from './steps.ts';
import { termsOf } from './terms.ts';
import { createBest } from './top-scores.ts';

export type LexicalHit = { readonly row: number; readonly score: number };
export type LexicalOptions = {
  readonly limit: number;
  /** Restricts the answer to the rows that have a 1 here. */
  readonly mask?: Uint8Array;
  /** Factor of a row's score by row, applied before the best are chosen. */
  readonly boost?: Float64Array;
  /** Gets a 1 for every row that has any of the words, also beyond `limit`. */
  readonly mark?: Uint8Array;
};
export type LexicalIndex = {
  /** Best first, ties by row. */
  search(query: string, options: LexicalOptions): LexicalHit[];
  /** To a row those of the words that the entry's own texts have. */
  matcher(words: readonly string[]): (row: number) => string[];
  /** What unfinished and misspelt words need; made when first needed, better before. */
  readonly rest: Steps<void>;
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
  { weight: 0.7, length: 0.3, repeats: true, borrowed: true }, // what the tags mean in plain English
  { weight: 0.6, length: 0.6, prose: true }, // synopsis
];
const textsOf = (anime: Anime, vocabulary: Vocabulary | null): readonly (readonly string[])[] => {
  const tags = [...anime.genres, ...anime.tags];
  const glosses = vocabulary === null ? [] : tags.map((name) => vocabulary.gloss(name)).filter((gloss) => gloss !== undefined);
  return [distinct([anime.title, anime.title_english, anime.title_native]), anime.synonyms, tags, anime.studios, glosses, anime.synopsis === null ? [] : [anime.synopsis]];
};
const distinct = (texts: readonly (string | null)[]): string[] => [...new Set(texts.filter((text) => text !== null))];

type WeightedTerm = { readonly id: number; readonly weight: number };

export const createLexicalIndex = (catalogue: Catalogue, vocabulary: Vocabulary | null = null): LexicalIndex => finish(lexicalIndexSteps(catalogue, vocabulary));

export function* lexicalIndexSteps({ entries }: Catalogue, vocabulary: Vocabulary | null): Steps<LexicalIndex> {
  const textsOfRow = (row: number): readonly (readonly string[])[] => {
    const anime = entries[row];
    return anime === undefined ? [] : textsOf(anime, vocabulary);
  };
  const postings = yield* postingSteps(entries.length, fields, textsOfRow);
  const sorted = deferred(sortedPositions(postings.terms));
  const spelling = deferred(spellingSteps(postings.terms));
  function* rest(): Steps<void> {
    yield* sorted.rest;
    yield* spelling.rest;
  }
  return { ...lexicalIndexOf({ size: entries.length, postings, sorted: sorted.value, spelling: spelling.value }), rest: rest() };
}

/** `ids` of the terms that may be misspelt, in the order of `grams`. */
type Spelling = { readonly ids: readonly number[]; readonly grams: NgramIndex };

function* spellingSteps(terms: readonly string[]): Steps<Spelling> {
  const ids = terms.flatMap((term, id) => (term.length > 2 && /^[a-z]+$/.test(term) ? [id] : []));
  yield;
  return { ids, grams: yield* ngramIndexSteps(ids.map((id) => terms[id] ?? '')) };
}

/** `sorted`: ids of the terms in alphabetical order. */
type Parts = { readonly size: number; readonly postings: TermPostings; sorted(): Uint32Array; spelling(): Spelling };

const lexicalIndexOf = ({ size, postings: { terms, idOf, starts, rows: postingRows, weights, isOwn }, sorted, spelling }: Parts): Omit<LexicalIndex, 'rest'> => {
  const frequency = (id: number): number => (starts[id + 1] ?? 0) - (starts[id] ?? 0);
  const idf = (id: number): number => Math.log(1 + (size - frequency(id) + 0.5) / (frequency(id) + 0.5));

  /** Terms at edit distance 1 (from four letters) or 2 (from eight). */
  const misspelt = (term: string): WeightedTerm[] => {
    const limit = term.length > 7 ? 2 : term.length > 3 ? 1 : 0;
    if (limit === 0 || !/^[a-z]+$/.test(term)) return [];
    const { ids, grams } = spelling();
    return grams
      .shortlist(term, 60, 'dice')
      .map(({ id }) => ids[id] ?? 0)
      .map((id) => ({ id, edits: editDistance(term, terms[id] ?? '', limit) }))
      .filter(({ edits }) => edits > 0 && edits <= limit)
      .sort((a, b) => a.edits - b.edits || frequency(b.id) - frequency(a.id))
      .slice(0, maxExpansions)
      .map(({ id, edits }) => ({ id, weight: edits === 1 ? 0.45 : 0.25 }));
  };
  /** Terms that begin with an unfinished word. */
  const completions = (term: string): number[] => {
    if (term.length < 3) return [];
    const found: number[] = [];
    const order = sorted();
    for (let at = placeAfter(terms, order, term); at < order.length && found.length < 200 && (terms[order[at] ?? 0] ?? '').startsWith(term); at++) found.push(order[at] ?? 0);
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

  const scores = new Float32Array(size);
  const covered = new Float32Array(size);
  const own = new Float32Array(size);
  const touched = new Uint32Array(size);
  const ownTouched = new Uint32Array(size);

  const search: LexicalIndex['search'] = (query, { limit, mask, boost, mark }) => {
    const words = expand(query).filter((terms) => terms.length > 0);
    let reached = 0;
    let whole = 0;
    const add = (row: number, score: number, rarity: number): void => {
      if (scores[row] === 0) touched[reached++] = row;
      scores[row] = (scores[row] ?? 0) + score;
      covered[row] = (covered[row] ?? 0) + rarity;
    };
    for (const alternatives of words) {
      // Alternatives for one word do not add up: the best of them counts.
      let changed = 0;
      const rarity = Math.max(...alternatives.map(({ id }) => idf(id)));
      whole += rarity;
      for (const { id, weight } of alternatives) {
        const factor = weight * idf(id) * (saturation + 1);
        const end = starts[id + 1] ?? 0;
        for (let at = starts[id] ?? 0; at < end; at++) {
          const row = postingRows[at] ?? 0;
          if (mask !== undefined && mask[row] === 0) continue;
          const found = weights[at] ?? 0;
          const score = Math.fround((factor * found) / (saturation + found));
          if (alternatives.length === 1) {
            add(row, score, rarity);
            continue;
          }
          if (own[row] === 0) ownTouched[changed++] = row;
          if (score > (own[row] ?? 0)) own[row] = score;
        }
      }
      for (let at = 0; at < changed; at++) {
        const row = ownTouched[at] ?? 0;
        add(row, own[row] ?? 0, rarity);
        own[row] = 0;
      }
    }
    const best = createBest(Math.min(limit, reached));
    for (let at = 0; at < reached; at++) {
      const row = touched[at] ?? 0;
      // An entry with all the words goes before one with a single word many times over.
      best.offer(row, (scores[row] ?? 0) * (0.5 + (0.5 * (covered[row] ?? 0)) / whole) * (boost?.[row] ?? 1));
      scores[row] = 0;
      covered[row] = 0;
      if (mark !== undefined) mark[row] = 1;
    }
    return best.list().map(({ id, score }) => ({ row: id, score }));
  };

  /** Does one of the entry's own texts have the term? */
  const has = (id: number, row: number): boolean => {
    let [low, high] = [starts[id] ?? 0, starts[id + 1] ?? 0];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((postingRows[middle] ?? 0) < row) low = middle + 1;
      else high = middle;
    }
    return low < (starts[id + 1] ?? 0) && postingRows[low] === row && isOwn[low] === 1;
  };
  const matcher: LexicalIndex['matcher'] = (words) => {
    const known = words.slice(0, maxTerms).map((word) => ({ word, ids: termsOf(word).flatMap((term) => idOf(term) ?? []) }));
    return (row) => known.filter(({ ids }) => ids.some((id) => has(id, row))).map(({ word }) => word);
  };
  return { search, matcher };
};
