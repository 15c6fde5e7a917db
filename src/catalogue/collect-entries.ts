/** Entries of one or two sources -> the set of a catalogue: every id belongs to one entry, relations point into the set. */
import type { Anime } from '../domain/anime.ts';
import { aliasUrl, providerOf, sortAliases } from '../domain/ids.ts';
import { titleKey } from '../domain/title-match.ts';
import type { Work } from './bangumi-data.ts';
import { pickSynonyms } from './normalise.ts';
import { entryOf, isSameWork, namesOf, supplemented } from './supplement.ts';

export type EntryCollector = {
  /** False when an earlier entry has the canonical id already; ids that another entry has are left to it. */
  add(anime: Anime): boolean;
  /** Our own entry on top of the one that shares an id with it, or beside the others when there is none. */
  overlay(own: Anime): void;
  /**
   * What another source knows of works, each under the entry that shares an id with it, else name, year and kind.
   * @param mayAdd whether one that no entry shares a name with becomes an entry
   */
  supplement(works: readonly Work[], mayAdd: (work: Work) => boolean): Supplemented;
  /** All entries in the order added; `related` resolved to canonical ids of the set. */
  finish(): Anime[];
};

/** `laid`: entries that know more now; `left`: works that are nowhere. */
export type Supplemented = { readonly laid: number; readonly added: number; readonly left: number };

export const createEntryCollector = (): EntryCollector => {
  const rows: Anime[] = [];
  const rowOfAlias = new Map<string, number>();

  const rowOf = (aliases: readonly string[]): number | undefined => aliases.map((alias) => rowOfAlias.get(alias)).find((found) => found !== undefined);
  const put = (anime: Anime, row: number): void => {
    rows[row] = anime;
    for (const alias of anime.aliases) if (!rowOfAlias.has(alias)) rowOfAlias.set(alias, row);
  };
  const add = (anime: Anime): boolean => {
    if (rowOfAlias.has(anime.anime_id)) return false;
    put({ ...anime, ...identity(anime.aliases.filter((alias) => !rowOfAlias.has(alias))) }, rows.length);
    return true;
  };
  const overlay = (own: Anime): void => {
    const row = rowOf(own.aliases);
    const below = row === undefined ? undefined : rows[row];
    if (row === undefined || below === undefined) {
      add(own);
      return;
    }
    const free = own.aliases.filter((alias) => (rowOfAlias.get(alias) ?? row) === row);
    put({ ...lay(own, below), ...identity([...below.aliases, ...free]) }, row);
  };
  const supplement = (works: readonly Work[], mayAdd: (work: Work) => boolean): Supplemented => {
    const namesakes = namesakesOf(rows);
    const done = { laid: 0, added: 0, left: 0 };
    const taken = new Set<number>();
    /** Several works of theirs may be one of ours, which the first describes. */
    const layUnder = (row: number, work: Work): void => {
      const anime = rows[row];
      if (anime === undefined || taken.has(row)) return;
      // Where the entry has an id of that provider already, theirs is that of another part.
      const free = work.aliases.filter((alias) => !rowOfAlias.has(alias) && anime.aliases.every((own) => providerOf(own) !== providerOf(alias)));
      put({ ...supplemented(anime, work), ...identity([...anime.aliases, ...free]) }, row);
      taken.add(row);
      done.laid += 1;
    };
    // Ids first: what has none must not take the place of what has.
    const unknown = works.filter((work) => {
      const row = rowOf(work.aliases);
      if (row !== undefined) layUnder(row, work);
      return row === undefined;
    });
    for (const work of unknown) {
      const known = namesakes(work);
      const [row, ...others] = known.filter((one) => isSameWork(work, rows[one]));
      if (row !== undefined && others.length === 0) layUnder(row, work);
      else if (known.length === 0 && mayAdd(work) && add({ ...entryOf(work), ...identity(work.aliases) })) done.added += 1;
      else done.left += 1;
    }
    return done;
  };
  const finish = (): Anime[] =>
    rows.map((anime, row) => {
      const related = anime.related.map((alias) => rowOfAlias.get(alias)).filter((other) => other !== undefined && other !== row);
      return { ...anime, related: [...new Set(related)].map((other) => rows[other as number]?.anime_id ?? '').filter(Boolean) }; // filtered above
    });
  return { add, overlay, supplement, finish };
};

/** Rows of the entries that have one of a work's names. */
const namesakesOf = (rows: readonly Anime[]): ((work: Work) => number[]) => {
  const byName = new Map<string, number[]>();
  for (const [row, { title, title_english, title_native, synonyms }] of rows.entries()) {
    for (const key of new Set([title, title_english ?? '', title_native ?? '', ...synonyms].map(titleKey))) byName.set(key, [...(byName.get(key) ?? []), row]);
  }
  return (work) => [...new Set(namesOf(work).flatMap((key) => byName.get(key) ?? []))];
};

/** Words are ours; what the crowd and the calendar say is newer in the data set. */
const lay = (own: Anime, below: Anime): Anime => ({
  ...below,
  title: own.title,
  title_english: own.title_english,
  title_native: own.title_native ?? below.title_native,
  synonyms: pickSynonyms(own.title, [own.title_english, own.title_native], [...own.synonyms, below.title, ...below.synonyms]),
  type: below.type === 'UNKNOWN' ? own.type : below.type,
  episodes: below.episodes ?? own.episodes,
  duration_minutes: below.duration_minutes ?? own.duration_minutes,
  status: below.status === 'UNKNOWN' ? own.status : below.status,
  year: below.year ?? own.year,
  season: below.season ?? own.season,
  genres: own.genres,
  tags: own.tags,
  spoiler_tags: own.spoiler_tags,
  studios: own.studios.length > 0 ? own.studios : below.studios,
  score: below.score ?? own.score,
  synopsis: own.synopsis ?? below.synopsis,
  picture: below.picture ?? own.picture,
  streaming: own.streaming.length > 0 ? own.streaming : below.streaming,
  related: [...new Set([...own.related, ...below.related])],
  adult: own.adult || below.adult,
  prominence: own.prominence,
});

const identity = (aliases: readonly string[]): Pick<Anime, 'anime_id' | 'aliases' | 'links'> => {
  const sorted = sortAliases(aliases);
  const links: Record<string, string> = {};
  for (const alias of sorted) {
    const url = aliasUrl(alias);
    if (url !== undefined) links[providerOf(alias)] ??= url;
  }
  return { anime_id: sorted[0] ?? '', aliases: sorted, links };
};
