/** What a user wants and has said of suggestions, straight or inside a turn's unit of work. */
import { noPreferences, noWishes, preferencesSchema, type Feedback, type Wishes } from '../../domain/preferences.ts';
import type { WishMutation, WishStore } from '../storage.ts';
import { rememberReply } from './idempotency.ts';
import { prepare } from './prepared.ts';
import type { Db } from './schema.ts';
import { ownUnit, type OpenUnit, type Units } from './units.ts';
import type { UserCache } from './user-cache.ts';

type Parts = { db: Db; units: Units; cache: UserCache<Wishes>; now: () => Date; lockUser?: ((transaction: Db, user_id: string) => Promise<void>) | undefined };

export const createWishStore = ({ db, units, cache, now, lockUser }: Parts): WishStore => {
  const stored = (user_id: string): Promise<Wishes> => cache.read(user_id, async () => Object.freeze(await readWishes(db, user_id)));
  const withStaged = async (user_id: string, { wishes }: OpenUnit): Promise<Wishes> => {
    wishes.stored ??= await stored(user_id);
    return applied(wishes.stored, wishes.mutations);
  };

  return {
    read: (user_id, unit) => (unit === undefined ? stored(user_id) : withStaged(user_id, ownUnit(units, unit, user_id))),
    apply: async (user_id, mutate, { unit, idempotency }) => {
      if (unit !== undefined) {
        const open = ownUnit(units, unit, user_id);
        const before = await withStaged(user_id, open);
        const after = mutate(before);
        if (after !== before) open.wishes.mutations.push(mutate);
        return { before, after };
      }
      const at = now();
      const change = await db.transaction().execute(async (transaction) => {
        await lockUser?.(transaction, user_id);
        const before = await readWishes(transaction, user_id);
        const after = mutate(before);
        await writeWishes(transaction, user_id, before, after, at.toISOString());
        if (idempotency !== undefined) await rememberReply(transaction, user_id, idempotency, { write: idempotency.reply(before, after) }, at);
        return { before, after };
      });
      cache.forget(user_id);
      return change;
    },
  };
};

/** What a unit staged, run again on the newest rows, inside the turn's transaction. */
export const commitStagedWishes = async (db: Db, { wishes, user_id }: OpenUnit, at: string): Promise<void> => {
  if (wishes.mutations.length === 0) return;
  const before = await readWishes(db, user_id);
  await writeWishes(db, user_id, before, applied(before, wishes.mutations), at);
};

const applied = (before: Wishes, mutations: readonly WishMutation[]): Wishes => mutations.reduce((seen, mutate) => mutate(seen), before);

const readWishes = async (db: Db, user_id: string): Promise<Wishes> => {
  const [row] = (await selectPreferences(db, { user_id })).rows;
  const feedback = (await selectFeedback(db, { user_id })).rows;
  if (row === undefined) return feedback.length === 0 ? noWishes : { preferences: noPreferences, feedback };
  // A field of a later version that this row lacks has its default.
  return { preferences: preferencesSchema.parse({ ...noPreferences, ...(JSON.parse(row.preferences) as object) }), feedback }; // written below
};

const writeWishes = async (db: Db, user_id: string, before: Wishes, after: Wishes, at: string): Promise<void> => {
  if (after.preferences !== before.preferences) await upsertPreferences(db, { user_id, preferences: JSON.stringify(after.preferences), updated_at: at });
  if (after.feedback === before.feedback) return;
  const kept = new Set(after.feedback.map(({ anime_id }) => anime_id));
  for (const { anime_id } of before.feedback) if (!kept.has(anime_id)) await deleteFeedback(db, { user_id, anime_id });
  const known = new Set(before.feedback);
  for (const one of after.feedback) if (!known.has(one)) await upsertFeedback(db, { ...one, user_id });
};

const selectPreferences = prepare<{ user_id: string }>()((db, p) => db.selectFrom('preferences').select('preferences').where('user_id', '=', p.user_id));

const upsertPreferences = prepare<{ user_id: string; preferences: string; updated_at: string }>()((db, { user_id, preferences, updated_at }) =>
  db.insertInto('preferences').values({ user_id, preferences, updated_at }).onConflict((conflict) => conflict.column('user_id').doUpdateSet({ preferences, updated_at })));

const selectFeedback = prepare<{ user_id: string }>()((db, p) =>
  db.selectFrom('feedback').select(['anime_id', 'kind', 'at']).where('user_id', '=', p.user_id).orderBy('at', 'desc').orderBy('anime_id'));

const upsertFeedback = prepare<Feedback & { user_id: string }>()((db, { user_id, anime_id, kind, at }) =>
  db.insertInto('feedback').values({ user_id, anime_id, kind, at }).onConflict((conflict) => conflict.columns(['user_id', 'anime_id']).doUpdateSet({ kind, at })));

const deleteFeedback = prepare<{ user_id: string; anime_id: string }>()((db, p) => db.deleteFrom('feedback').where('user_id', '=', p.user_id).where('anime_id', '=', p.anime_id));
