/** Entries of one or two sources -> the set of a catalogue: every id belongs to one entry, relations point into the set. */
import type { Anime } from '../domain/anime.ts';
import { aliasUrl, providerOf, sortAliases } from '../domain/ids.ts';
import { pickSynonyms } from './normalise.ts';

export type EntryCollector = {
  /** False when an earlier entry has the canonical id already; ids that another entry has are left to it. */
  add(anime: Anime): boolean;
  /** Our own entry on top of the one that shares an id with it, or beside the others when there is none. */
  overlay(own: Anime): void;
  /** All entries in the order added; `related` resolved to canonical ids of the set. */
  finish(): Anime[];
};

export const createEntryCollector = (): EntryCollector => {
  const rows: Anime[] = [];
  const rowOfAlias = new Map<string, number>();

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
    const row = own.aliases.map((alias) => rowOfAlias.get(alias)).find((found) => found !== undefined);
    const below = row === undefined ? undefined : rows[row];
    if (row === undefined || below === undefined) {
      add(own);
      return;
    }
    const free = own.aliases.filter((alias) => (rowOfAlias.get(alias) ?? row) === row);
    put({ ...lay(own, below), ...identity([...below.aliases, ...free]) }, row);
  };
  const finish = (): Anime[] =>
    rows.map((anime, row) => {
      const related = anime.related.map((alias) => rowOfAlias.get(alias)).filter((other) => other !== undefined && other !== row);
      return { ...anime, related: [...new Set(related)].map((other) => rows[other as number]?.anime_id ?? '').filter(Boolean) }; // filtered above
    });
  return { add, overlay, finish };
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
