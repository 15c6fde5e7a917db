/** What of an entry is kept back from somebody who is not that far yet. Pure. */
import { toEntry, type Anime, type Entry } from '../domain/anime.ts';
import type { StoredListEntry } from '../domain/list-entry.ts';
import type { Preferences } from '../domain/preferences.ts';
import type { Generation } from '../retrieval/generation.ts';
import { partsBefore } from '../retrieval/parts.ts';

export type Veil = {
  of(anime: Anime): Entry;
  /** The parts that should be seen first; empty when nothing is kept back. */
  before(anime: Anime): readonly Anime[];
};

type Shelf = Pick<Generation, 'catalogue' | 'franchises'>;

/** Can the list matter at all? Reading it for nothing is a query. */
export const mayHide = (shown: readonly Anime[], level: Preferences['spoiler_level'], shelf: Shelf): boolean =>
  level !== 'show' && shown.some(({ anime_id, synopsis }) => synopsis !== null && partsBefore(shelf.catalogue.rowOf(anime_id) ?? -1, shelf).rows.length > 0);

export const createVeil = (level: Preferences['spoiler_level'], list: readonly StoredListEntry[], shelf: Shelf): Veil => {
  const { catalogue } = shelf;
  const statuses = new Map(list.flatMap(({ anime_id, status }) => { const row = catalogue.rowOf(catalogue.byId(anime_id)?.anime_id ?? ''); return row === undefined ? [] : [[row, status] as const]; }));
  const isBegun = (row: number): boolean => !['plan_to_watch', undefined].includes(statuses.get(row));
  const isFinished = (row: number): boolean => statuses.get(row) === 'completed';

  const before = ({ anime_id }: Anime): readonly Anime[] => {
    const row = catalogue.rowOf(anime_id);
    if (level === 'show' || row === undefined || isBegun(row)) return [];
    const { rows, all } = partsBefore(row, shelf);
    const isReady = all ? rows.every(isFinished) : rows.length === 0 || rows.some(isFinished);
    // Of somebody whose list says nothing of the franchise nobody knows how far they are.
    if (isReady || (level === 'progress' && !rows.some(isBegun))) return [];
    return rows.flatMap((part) => (isFinished(part) ? [] : (catalogue.entries[part] ?? [])));
  };
  return {
    before,
    of: (anime) => {
      const entry = toEntry(anime);
      if (level === 'show') return anime.spoiler_tags.length === 0 ? entry : { ...entry, tags: [...entry.tags, ...anime.spoiler_tags] };
      return anime.synopsis === null || before(anime).length === 0 ? entry : { ...entry, synopsis: null };
    },
  };
};
