/** What conversations have suggested: one row per user and title, gone 90 days after it was last shown. */
import type { Suggested } from '../../domain/preferences.ts';
import type { SuggestionStore } from '../storage.ts';
import { prepare } from './prepared.ts';
import type { Db } from './schema.ts';

const keptMs = 90 * 24 * 60 * 60 * 1000;
const longestText = 300;
/** Rows of one statement: an answer shows five titles, more than this only when many are asked for. */
const mostAtOnce = 10;

export const createSuggestionStore = ({ db, now }: { db: Db; now: () => Date }): SuggestionStore => ({
  list: async (user_id, { limit }) => (await selectShown(db, { user_id, at: now().toISOString(), limit })).rows,
});

/** Into the transaction of the turn that shows them. Drops what of this user has expired, by the index. */
export const writeSuggested = async (db: Db, user_id: string, suggested: readonly Suggested[], at: Date): Promise<void> => {
  if (suggested.length === 0) return;
  const shown_at = at.toISOString();
  await deleteExpired(db, { user_id, at: shown_at });
  const expires_at = new Date(at.getTime() + keptMs).toISOString();
  // Once each and in one order, so that two turns of a user never wait for each other crosswise.
  const rows = [...new Map(suggested.map((one) => [one.anime_id, one])).values()].sort((a, b) => (a.anime_id < b.anime_id ? -1 : 1));
  for (let first = 0; first < rows.length; first += mostAtOnce) {
    const some = rows.slice(first, first + mostAtOnce);
    const cells: Cells = { user_id, shown_at, expires_at };
    for (const [place, { reason, context, ...one }] of some.entries()) {
      for (const [name, value] of Object.entries({ ...one, reason: reason?.slice(0, longestText) ?? null, context: context.slice(0, longestText) })) cells[`${name}${place}`] = value;
    }
    await upsertOf(some.length)(db, cells);
  }
};

type Cells = Record<string, string | number | null>;
const upserts = new Map<number, ReturnType<typeof makeUpsert>>();
const upsertOf = (rows: number): ReturnType<typeof makeUpsert> => {
  const made = upserts.get(rows) ?? makeUpsert(rows);
  upserts.set(rows, made);
  return made;
};

const makeUpsert = (rows: number) =>
  prepare<Cells>()((db, p) => {
    // While the statement is put together these are only places of the values, which are the columns' own by `writeSuggested`.
    const cell = <Value>(name: string): Value => p[name] as Value;
    const values = Array.from({ length: rows }, (_, at) => ({
      user_id: cell<string>('user_id'), anime_id: cell<string>(`anime_id${at}`), score: cell<number | null>(`score${at}`), reason: cell<string | null>(`reason${at}`),
      kind: cell<Suggested['kind']>(`kind${at}`), context: cell<string>(`context${at}`), times: 1,
      first_shown_at: cell<string>('shown_at'), shown_at: cell<string>('shown_at'), expires_at: cell<string>('expires_at'),
    }));
    return db.insertInto('recommendations_shown').values(values).onConflict((conflict) =>
      conflict.columns(['user_id', 'anime_id']).doUpdateSet((eb) => ({
        score: eb.ref('excluded.score'), reason: eb.ref('excluded.reason'), kind: eb.ref('excluded.kind'), context: eb.ref('excluded.context'),
        times: eb('recommendations_shown.times', '+', 1), shown_at: eb.ref('excluded.shown_at'), expires_at: eb.ref('excluded.expires_at'),
      })));
  });

const deleteExpired = prepare<{ user_id: string; at: string }>()((db, p) =>
  db.deleteFrom('recommendations_shown').where('user_id', '=', p.user_id).where('expires_at', '<=', p.at));

const selectShown = prepare<{ user_id: string; at: string; limit: number }>()((db, p) =>
  db.selectFrom('recommendations_shown').select(['anime_id', 'score', 'reason', 'kind', 'context', 'times', 'first_shown_at', 'shown_at'])
    .where('user_id', '=', p.user_id).where('expires_at', '>', p.at).orderBy('shown_at', 'desc').orderBy('anime_id').limit(p.limit));
