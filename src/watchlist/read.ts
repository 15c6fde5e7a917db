/** Shows a user's list and its change log: the use case behind `get_watchlist`. */
import type { Anime } from '../domain/anime.ts';
import type { TurnUnit } from '../domain/caller.ts';
import { listStatuses, type ListEntry, type ListStatus, type StoredListEntry } from '../domain/list-entry.ts';
import type { ChangeRecord, ListStore } from '../storage/storage.ts';
import { showEntry } from './show-entry.ts';

export const watchlistSorts = ['updated_at', 'title', 'score', 'progress', 'year', 'started_at', 'finished_at'] as const;
export type WatchlistSort = (typeof watchlistSorts)[number];

export type WatchlistRequest = {
  readonly user_id: string;
  readonly status?: ListStatus | undefined;
  /** Default `updated_at`. Titles A to Z, everything else highest or newest first; what is unknown comes last. */
  readonly sort?: WatchlistSort | undefined;
  /** Default 50. */
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
  /** Words of a title in any language, or of the notes. */
  readonly query?: string | undefined;
  /** Of the user's own scores; unrated entries satisfy no bound. */
  readonly min_own_score?: number | undefined;
  readonly max_own_score?: number | undefined;
  readonly rated?: boolean | undefined;
  /** ISO time. */
  readonly changed_since?: string | undefined;
  /** What the catalogue no longer has satisfies nothing. */
  readonly allows?: ((anime: Anime) => boolean) | undefined;
  readonly unit?: TurnUnit | undefined;
};

/** `total` and the page are what status and query leave; `counts` are those of the whole list. */
export type Watchlist = {
  readonly results: ListEntry[];
  readonly total: number;
  readonly next_offset: number | null;
  readonly counts: Record<ListStatus, number>;
};

export type ChangesRequest = {
  readonly user_id: string;
  readonly limit: number;
  /** ISO 8601, any offset. */
  readonly since?: string | undefined;
  readonly anime?: Anime | undefined;
  /** Only those older than the change with this id. */
  readonly before?: string | undefined;
  readonly unit?: TurnUnit | undefined;
};
/** Newest first; `next_before` is the `before` of the following page, null on the last. */
export type Changes = { readonly changes: readonly ChangeRecord[]; readonly next_before: string | null };

export type ReadWatchlist = {
  get(request: WatchlistRequest): Promise<Watchlist>;
  changes(request: ChangesRequest): Promise<Changes>;
};

/** @param byId the catalogue's record by any id it ever had */
export const createReadWatchlist = ({ list, byId }: { list: Pick<ListStore, 'all' | 'changes'>; byId(ref: string): Anime | undefined }): ReadWatchlist => ({
  get: async ({ user_id, status, sort = 'updated_at', limit = 50, offset = 0, query = '', min_own_score, max_own_score, rated, changed_since, allows, unit }) => {
    const rows = withAnime(await list.all(user_id, unit), byId);
    const wanted = words(query);
    const scored = min_own_score !== undefined || max_own_score !== undefined;
    const meant = rows
      .filter(({ stored }) => status === undefined || stored.status === status)
      .filter(({ stored: { score } }) => !scored || (score !== null && score >= (min_own_score ?? 0) && score <= (max_own_score ?? Infinity)))
      .filter(({ stored: { score } }) => rated === undefined || rated === (score !== null))
      .filter(({ stored }) => changed_since === undefined || stored.updated_at >= changed_since)
      .filter(({ anime }) => allows === undefined || (anime !== undefined && allows(anime)))
      .filter((row) => wanted.length === 0 || mentions(row, wanted));
    // The store gives the newest change first. An imported list has one time for thousands: telling those apart by title would cost more than all the rest.
    const found = sort === 'updated_at' ? meant : meant.toSorted(orders[sort]);
    return {
      results: found.slice(offset, offset + limit).map(({ stored, anime }) => showEntry(stored, anime)),
      total: found.length,
      next_offset: offset + limit < found.length ? offset + limit : null,
      counts: countByStatus(rows),
    };
  },
  changes: async ({ user_id, limit, since, anime, before, unit }) => {
    const filter = { ...(since !== undefined && { since: new Date(since).toISOString() }), ...(anime !== undefined && { anime_ids: anime.aliases }), ...(before !== undefined && { before }) };
    const found = await list.changes(user_id, { limit: limit + 1, ...filter }, unit);
    const changes = found.slice(0, limit);
    return { changes, next_before: found.length > limit ? (changes.at(-1)?.change_id ?? null) : null };
  },
});

type Row = { readonly stored: StoredListEntry; readonly anime: Anime | undefined };

/** Rows of one anime under two ids (a catalogue update joined them) show once, as the newest. */
const withAnime = (rows: readonly StoredListEntry[], byId: (ref: string) => Anime | undefined): Row[] => {
  const found: Row[] = [];
  let moved = false;
  for (const stored of rows) {
    const anime = byId(stored.anime_id);
    if (anime !== undefined && anime.anime_id !== stored.anime_id) moved = true;
    found.push({ stored, anime });
  }
  // No id is stored twice, so two rows of one anime need one whose id has changed.
  if (!moved) return found;
  const seen = new Set<string>();
  return found.filter(({ stored, anime }) => {
    const id = anime?.anime_id ?? stored.anime_id;
    return !seen.has(id) && seen.add(id);
  });
};

const titleOf = ({ stored, anime }: Row): string => anime?.title ?? stored.title;

const mentions = ({ stored, anime }: Row, wanted: readonly string[]): boolean => {
  const texts = [stored.title, stored.notes, anime?.title, anime?.title_english, anime?.title_native, ...(anime?.synonyms ?? [])];
  const haystack = words(texts.filter((text) => typeof text === 'string').join(' ')).join(' ');
  return wanted.every((word) => haystack.includes(word));
};

/** Words without case, accents and punctuation. */
const words = (text: string): string[] => text.normalize('NFKD').toLowerCase().replaceAll(/\p{M}/gu, '').split(/[^\p{L}\p{N}]+/u).filter(Boolean);

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
const byTitle = (a: Row, b: Row): number => collator.compare(titleOf(a), titleOf(b));

const highestFirst = (value: (row: Row) => string | number | null) => (a: Row, b: Row): number => {
  const [left, right] = [value(a), value(b)];
  if (left === right) return byTitle(a, b);
  if (left === null || right === null) return left === null ? 1 : -1;
  return left < right ? 1 : -1;
};

const orders: Record<Exclude<WatchlistSort, 'updated_at'>, (a: Row, b: Row) => number> = {
  title: byTitle,
  score: highestFirst(({ stored }) => stored.score),
  progress: highestFirst(({ stored }) => stored.progress),
  year: highestFirst(({ anime }) => anime?.year ?? null),
  started_at: highestFirst(({ stored }) => stored.started_at),
  finished_at: highestFirst(({ stored }) => stored.finished_at),
};

const countByStatus = (rows: readonly Row[]): Record<ListStatus, number> => {
  const counts = Object.fromEntries(listStatuses.map((status) => [status, 0])) as Record<ListStatus, number>; // fromEntries forgets the keys
  for (const { stored } of rows) counts[stored.status] += 1;
  return counts;
};
