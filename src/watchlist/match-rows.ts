/** Which anime each row of a file means: by its ids, else by its title when that is clear. Pure, in steps. */
import type { Anime } from '../domain/anime.ts';
import { pickTitle, type Candidate } from '../domain/pick-title.ts';
import type { Generation } from '../retrieval/generation.ts';
import type { TitleCandidate } from '../retrieval/title-candidate.ts';
import type { Steps } from '../retrieval/steps.ts';
import type { ListRow } from './formats/list-format.ts';
import type { PatchedAnime } from './patch.ts';

/** `anime` is the catalogue's; null when the row is kept under an id that the catalogue does not know. */
export type MatchedRow = { readonly row: ListRow; readonly by: 'id' | 'title'; readonly anime: Anime | null; readonly target: PatchedAnime & { readonly aliases: readonly string[] } };
export type UnmatchedRow = { readonly row: ListRow; readonly candidates: readonly Anime[] };
export type Matching = { readonly matched: MatchedRow[]; readonly unmatched: UnmatchedRow[]; /** Rows that a later one of the same anime takes the place of. */ readonly duplicates: number; /** Were all titles looked for, also misspelt ones? */ readonly searchedAll: boolean };

export type Shelf = Pick<Generation, 'catalogue' | 'titles'>;

/** Titles of a file are written by machines: they are the title, or they are not. */
const sureEnough = 0.95;
const mostCandidates = 3;
const mostFound = 5;
/** An exact name that leads nowhere else. */
const clear = 0.8;
/** Titles that are looked for further than by their exact names, at a millisecond each: more than anybody reads through. */
const mostSearched = 3_000;

export function* matchRows(rows: readonly ListRow[], shelf: Shelf, onRow: (done: number) => void = () => undefined): Steps<Matching> {
  const matched = new Map<string, MatchedRow>();
  const unmatched: UnmatchedRow[] = [];
  let duplicates = 0;
  let searches = 0;
  let searchedAll = true;
  const find = (title: string): readonly TitleCandidate[] => {
    const exact = shelf.titles.resolve(title, { limit: mostFound, exactly: true });
    const [first] = exact;
    if (first !== undefined && first.kind !== 'prefix' && first.confidence >= clear) return exact;
    searches += 1;
    if (searches > mostSearched) {
      searchedAll = false;
      return exact;
    }
    return shelf.titles.resolve(title, { limit: mostFound });
  };
  for (const [at, row] of rows.entries()) {
    const found = row.refs.length > 0 ? byRefs(row, shelf) : byTitle(row, find);
    if ('candidates' in found) unmatched.push(found);
    else {
      const { anime_id } = found.target;
      if (matched.delete(anime_id)) duplicates += 1;
      matched.set(anime_id, found);
    }
    onRow(at + 1);
    yield;
  }
  return { matched: [...matched.values()], unmatched, duplicates, searchedAll };
}

/** An id is never guessed at: what the catalogue does not know by it is kept under it, and resolves as soon as a catalogue does. */
const byRefs = (row: ListRow, { catalogue }: Shelf): MatchedRow => {
  const [first = ''] = row.refs;
  for (const ref of row.refs) {
    const anime = catalogue.byId(ref);
    if (anime !== undefined) return { row, by: 'id', anime, target: { ...targetOf(anime), aliases: [...anime.aliases, ...row.refs.filter((other) => (catalogue.byId(other) ?? anime) === anime)] } };
  }
  return { row, by: 'id', anime: null, target: { anime_id: first, title: row.titles[0] ?? first, episodes: null, status: 'UNKNOWN', aliases: row.refs } };
};

const targetOf = ({ anime_id, title, episodes, status, aliases }: Anime): MatchedRow['target'] => ({ anime_id, title, episodes, status, aliases });

const byTitle = (row: ListRow, find: (title: string) => readonly TitleCandidate[]): MatchedRow | UnmatchedRow => {
  const near: Candidate[] = [];
  for (const title of row.titles) {
    const all = find(title);
    const ofYear = row.year === undefined ? all : all.filter(({ anime }) => anime.year === row.year);
    const candidates = ofYear.length > 0 ? ofYear : all;
    const picked = pickTitle(candidates);
    if (picked.kind === 'one' && picked.confidence >= sureEnough && (row.year === undefined || ofYear.length > 0)) return { row, by: 'title', anime: picked.anime, target: targetOf(picked.anime) };
    near.push(...candidates);
  }
  return { row, candidates: [...new Set(near.map(({ anime }) => anime))].filter(({ adult }) => !adult).slice(0, mostCandidates) };
};
