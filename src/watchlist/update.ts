/** Changes entries of a user's list: the use case behind `update_watchlist`. */
import type { Anime } from '../domain/anime.ts';
import type { Caller } from '../domain/caller.ts';
import type { ListEntry, ListStatus, StoredListEntry } from '../domain/list-entry.ts';
import type { AppliedChange, IdempotencyClaim, ListStore } from '../storage/storage.ts';
import { patchEntry, type WatchlistPatch } from './patch.ts';
import { showEntry } from './show-entry.ts';

export type WatchlistUpdate = { readonly anime: Anime; readonly patch: WatchlistPatch };

/** `status` and `score` are those of `after`; null when it was removed. `change_id` is null when nothing was written. */
export type UpdateResult = {
  readonly success: true;
  readonly anime_id: string;
  readonly status: ListStatus | null;
  readonly score: number | null;
  readonly before: ListEntry | null;
  readonly after: ListEntry | null;
  readonly change_id: string | null;
  /** What was done beyond or instead of what was asked, for the user. */
  readonly adjusted: readonly string[];
};

/** `previewed`: what earlier previews of the same request came to, by id: the next builds on it. */
type Who = { readonly caller: Pick<Caller, 'user_id' | 'door' | 'unit'>; readonly dry_run?: boolean; readonly previewed?: Map<string, StoredListEntry | null>; readonly idempotency?: IdempotencyClaim | undefined };

export type UpdateWatchlist = {
  /** @throws AppError invalid_input, not_found; with `idempotency`, the result is the remembered reply */
  update(request: WatchlistUpdate & Who): Promise<UpdateResult>;
  /** In the order given, each on the outcome of those before it, all or none. With `idempotency`, `{results}` is the remembered reply. */
  updateAll(request: { readonly updates: readonly WatchlistUpdate[] } & Who): Promise<{ results: UpdateResult[] }>;
};

export const createUpdateWatchlist = ({ list, now }: { list: Pick<ListStore, 'apply' | 'find'>; now: () => Date }): UpdateWatchlist => {
  const run = async (updates: readonly WatchlistUpdate[], { caller, dry_run = false, previewed, idempotency }: Who, reply: (results: UpdateResult[]) => unknown): Promise<UpdateResult[]> => {
    const { user_id, door, unit } = caller;
    const at = now();
    if (dry_run) return preview(updates, at, (aliases) => list.find(user_id, aliases, unit), previewed);
    const show = (changes: readonly AppliedChange[]): UpdateResult[] =>
      updates.flatMap((update, index) => {
        const change = changes[index];
        return change === undefined ? [] : [result(update, change.before, change.change_id, at)];
      });
    const changes = await list.apply(
      user_id,
      updates.map(({ anime, patch }) => ({ anime_id: anime.anime_id, aliases: anime.aliases, mutate: (before) => patchEntry(before, patch, anime, at).after })),
      {
        door,
        ...(unit === undefined ? {} : { unit }),
        ...(idempotency === undefined || unit !== undefined ? {} : { idempotency: { ...idempotency, reply: (applied) => reply(show(applied)) } }),
      },
    );
    return show(changes);
  };
  return {
    update: async ({ anime, patch, ...who }) => {
      const results = await run([{ anime, patch }], who, theOne);
      return theOne(results);
    },
    updateAll: async ({ updates, ...who }) => ({ results: await run(updates, who, (results) => ({ results })) }),
  };
};

const preview = async (updates: readonly WatchlistUpdate[], at: Date, find: (aliases: readonly string[]) => Promise<StoredListEntry | null>, seen = new Map<string, StoredListEntry | null>()): Promise<UpdateResult[]> => {
  const results: UpdateResult[] = [];
  for (const update of updates) {
    const { anime_id, aliases } = update.anime;
    const before = seen.get(anime_id) ?? (seen.has(anime_id) ? null : await find(aliases));
    seen.set(anime_id, patchEntry(before, update.patch, update.anime, at).after);
    results.push(result(update, before, null, at));
  }
  return results;
};

/** The patch is pure, so what it did to `before` can be told again from `before`. */
const result = ({ anime, patch }: WatchlistUpdate, before: StoredListEntry | null, change_id: string | null, at: Date): UpdateResult => {
  const { after, adjusted } = patchEntry(before, patch, anime, at);
  return {
    success: true,
    anime_id: anime.anime_id,
    status: after?.status ?? null,
    score: after?.score ?? null,
    before: before && showEntry(before, anime),
    after: after && showEntry(after, anime),
    change_id,
    adjusted,
  };
};

const theOne = (results: readonly UpdateResult[]): UpdateResult => {
  const [first] = results;
  if (first === undefined) throw new Error('one update has one result');
  return first;
};
