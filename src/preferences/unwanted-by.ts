/** A user's wishes as rows of a catalogue. Pure. */
import type { Filters } from '../domain/filters.ts';
import type { Wishes } from '../domain/preferences.ts';
import { wordKey } from '../domain/vocabulary.ts';
import type { Generation } from '../retrieval/generation.ts';
import { nothingUnwanted, type Unwanted, type UnwantedReason } from '../retrieval/unwanted.ts';

type Rows = ReadonlyMap<number, UnwantedReason>;
type Shelf = Pick<Generation, 'catalogue' | 'franchises' | 'filters'>;

/** A tag may stand for thousands of rows, and every tool of a turn asks. */
const made = new WeakMap<Wishes, WeakMap<object, Rows>>();

/**
 * @param asked what a request itself asks for outweighs what is not wanted in general: "no mecha, ever", and one evening "a mecha"
 * @param suggesting is something suggested, or only found? What was seen or did not please stays findable.
 */
export const unwantedBy = (wishes: Wishes, shelf: Shelf, asked: Filters, { suggesting }: { suggesting: boolean }): Unwanted => {
  const { preferences, feedback } = wishes;
  const adult = preferences.adult_level === 'show';
  const exempt = outweighedBy(wishes, asked);
  const rows = exempt.length > 0 ? rowsOf(wishes, shelf, exempt) : rememberedRows(wishes, shelf);
  const said = new Map<number, UnwantedReason>();
  if (suggesting) for (const { anime_id, kind } of feedback) {
    const row = rowOf(anime_id, shelf);
    if (row !== undefined && kind !== 'liked') said.set(row, kind === 'already_seen' ? 'seen' : 'not_interested');
  }
  if (rows.size === 0 && said.size === 0) return adult ? { ...nothingUnwanted, adult } : nothingUnwanted;
  return { adult, reasonFor: (row) => rows.get(row) ?? said.get(row) ?? null };
};

/** The genres and tags that are not wanted in general, and that a request asks for. */
export const outweighedBy = ({ preferences }: Pick<Wishes, 'preferences'>, asked: Filters): readonly string[] => {
  const words = new Set([...(asked.genres ?? []), ...(asked.tags ?? [])].map(wordKey));
  return preferences.not_interested.tags.filter((tag) => words.has(wordKey(tag)));
};

const rememberedRows = (wishes: Wishes, shelf: Shelf): Rows => {
  const byShelf = made.get(wishes) ?? new WeakMap<object, Rows>();
  made.set(wishes, byShelf);
  const rows = byShelf.get(shelf.catalogue) ?? rowsOf(wishes, shelf, []);
  byShelf.set(shelf.catalogue, rows);
  return rows;
};

const rowsOf = ({ preferences }: Wishes, shelf: Shelf, exempt: readonly string[]): Rows => {
  const rows = new Map<number, UnwantedReason>();
  if (preferences.ecchi_level === 'hide') for (const row of shelf.filters.rowsWith('Ecchi')) rows.set(row, 'ecchi');
  const { titles, tags, franchises } = preferences.not_interested;
  const refused = [
    ...tags.filter((tag) => !exempt.includes(tag)).flatMap((tag) => shelf.filters.rowsWith(tag)),
    ...titles.flatMap(({ anime_id }) => rowOf(anime_id, shelf) ?? []),
    ...franchises.flatMap(({ anime_id }) => shelf.franchises.members(rowOf(anime_id, shelf) ?? -1)),
  ];
  for (const row of refused) rows.set(row, 'not_interested');
  return rows;
};

/** Under any id it ever had. */
const rowOf = (anime_id: string, { catalogue }: Shelf): number | undefined => catalogue.rowOf(catalogue.byId(anime_id)?.anime_id ?? '');
