/** Which entries belong together. The source's relations are untyped and also join crossovers, so in a large group a relation needs a second sign. */
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Anime } from '../domain/anime.ts';
import { foldTitle, placeInFranchise, titleStem } from '../domain/title-match.ts';
import { each, finish, type Steps } from './steps.ts';

export type Franchises = {
  /** Franchise number of a row, below `count`; rows of one franchise share it. */
  of(row: number): number;
  readonly count: number;
  /** Rows of a franchise, ascending. */
  members(row: number): readonly number[];
  /** 0 = a series' first season, 1 = a film or extra, 2 = a later season or part. */
  place(row: number): number;
};

/** Groups up to this size are taken as they are; what crossovers tie together is larger. */
const trusted = 12;
/** A word names a franchise when this share of the titles that have it are in one group. */
const purity = 0.5;

export const buildFranchises = (catalogue: Catalogue): Franchises => finish(franchiseSteps(catalogue));

export function* franchiseSteps(catalogue: Catalogue): Steps<Franchises> {
  const { entries } = catalogue;
  const groups = createGroups(entries.length);
  yield* each(entries.length, (row) => {
    for (const ref of entries[row]?.related ?? []) {
      const other = catalogue.rowOf(ref);
      if (other !== undefined) groups.join(row, other);
    }
  });

  const sizes = new Uint32Array(entries.length);
  for (let row = 0; row < entries.length; row++) sizes[groups.of(row)]! += 1; // inside: groups are named by rows
  const isTrusted = (row: number): boolean => (sizes[groups.of(row)] ?? 0) <= trusted;
  const words: ReadonlySet<string>[] = [];
  const wordUses = new Map<string, number>();
  const groupUses = new Map<string, number>();
  yield* each(entries.length, (row) => {
    const own = nameWords(entries[row]);
    words.push(own);
    for (const word of own) {
      wordUses.set(word, (wordUses.get(word) ?? 0) + 1);
      if (isTrusted(row)) continue;
      const key = `${groups.of(row)} ${word}`;
      groupUses.set(key, (groupUses.get(key) ?? 0) + 1);
    }
  });

  const franchises = createGroups(entries.length);
  const holders = new Map<string, number>();
  const joinHolder = (key: string, row: number): void => {
    const holder = holders.get(key);
    if (holder === undefined) holders.set(key, row);
    else franchises.join(holder, row);
  };
  yield* each(entries.length, (row) => {
    const anime = entries[row];
    if (anime === undefined || isCrossover(anime)) return;
    const group = groups.of(row);
    if (isTrusted(row)) joinHolder(`group ${group}`, row);
    else for (const word of words[row] ?? []) {
      const key = `${group} ${word}`;
      if ((groupUses.get(key) ?? 0) >= purity * (wordUses.get(word) ?? 1)) joinHolder(key, row);
      // Bakemonogatari, Nisemonogatari: one long ending instead of one word.
      if (word.length >= 12) joinHolder(`${group} -${word.slice(-10)}`, row);
    }
    for (const stem of new Set([anime.title, anime.title_english].filter((title) => title !== null).map(titleStem))) {
      // A short single word ("air", "another") names too many unrelated things.
      if (stem.length >= 8 || (stem.includes(' ') && stem.length >= 5)) joinHolder(`stem ${stem}`, row);
    }
  });

  const members = new Map<number, number[]>();
  for (let row = 0; row < entries.length; row++) {
    const list = members.get(franchises.of(row));
    if (list) list.push(row);
    else members.set(franchises.of(row), [row]);
  }
  const numbers = Int32Array.from(entries, (_, row) => franchises.of(row));
  const places = new Int8Array(entries.length).fill(-1);
  const place = (row: number): number => {
    const anime = entries[row];
    if (anime === undefined) return 0;
    if (places[row] === -1) places[row] = placeInFranchise(anime);
    return places[row] ?? 0;
  };
  return { of: (row) => numbers[row] ?? -1, count: entries.length, members: (row) => members.get(numbers[row] ?? -1) ?? [], place };
}

const idleWords = new Set('the and for movie film ova ona oad special specials season part gekijouban eiga new zoku series anime hen arc chapter'.split(' '));
const isCrossover = (anime: Anime): boolean => /\bvs\b|\bversus\b|\bmeets\b/i.test(anime.title) || anime.tags.includes('crossover');
const nameWords = (anime: Anime | undefined): Set<string> =>
  new Set([anime?.title ?? '', anime?.title_english ?? ''].flatMap((title) => foldTitle(title).split(' ')).filter((word) => word.length >= 3 && !idleWords.has(word)));

/** Disjoint sets of the numbers below `size`; the lowest member names its set. */
const createGroups = (size: number): { of(item: number): number; join(a: number, b: number): void } => {
  const parents = Int32Array.from({ length: size }, (_, item) => item);
  const parentOf = (item: number): number => parents[item] ?? item;
  const of = (item: number): number => {
    let at = item;
    while (parentOf(at) !== at) {
      parents[at] = parentOf(parentOf(at)); // halves the path
      at = parentOf(at);
    }
    return at;
  };
  return {
    of,
    join: (a, b) => {
      const [low, high] = [Math.min(of(a), of(b)), Math.max(of(a), of(b))];
      parents[high] = low;
    },
  };
};
