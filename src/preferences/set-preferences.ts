/** Sets what a user wants once and for all, and takes down what they say of suggestions: the use case behind `set_preferences`. */
import type { Anime } from '../domain/anime.ts';
import type { TurnUnit } from '../domain/caller.ts';
import { nameIn, type FeedbackKind, type Preferences, type Wishes } from '../domain/preferences.ts';
import type { Generation } from '../retrieval/generation.ts';
import type { IdempotencyClaim, WishStore } from '../storage/storage.ts';
import { changeWishes, takesBack, type WishArguments, type WishRequest } from './change-wishes.ts';
import { tellChanges } from './tell-wishes.ts';

export type SetPreferences = {
  /** Without a request nothing is written. */
  set(call: { user_id: string; unit?: TurnUnit | undefined; request: WishRequest | null; idempotency?: IdempotencyClaim | undefined }): Promise<ChangedPreferences>;
};
export type ChangedPreferences = {
  readonly preferences: Preferences;
  /** The last said first. */
  readonly feedback: readonly { readonly anime_id: string; readonly title: string; readonly kind: FeedbackKind; readonly at: string }[];
  /** In sentences; empty when everything was like that already. */
  readonly changed: readonly string[];
  /** Arguments that put it back. */
  readonly undo: WishArguments | null;
};

const mostOpinions = 50;

export const createSetPreferences = ({ wishes, current, now }: { wishes: WishStore; current: () => Generation; now: () => Date }): SetPreferences => {
  const told = (before: Wishes, after: Wishes): ChangedPreferences => {
    const { catalogue } = current();
    const { preferences, feedback } = after;
    const nameOf = ({ anime_id, title }: { anime_id: string; title: string }): string => nameIn(preferences.title_language, catalogue.byId(anime_id) ?? { title, title_english: null, title_native: null });
    return {
      preferences,
      feedback: feedback.slice(0, mostOpinions).map((one) => ({ ...one, title: catalogue.byId(one.anime_id)?.title ?? one.anime_id })),
      changed: tellChanges(before, after, nameOf),
      undo: takesBack(before, after),
    };
  };
  return {
    set: async ({ user_id, unit, request, idempotency }) => {
      if (request === null) {
        const known = await wishes.read(user_id, unit);
        return told(known, known);
      }
      const at = now().toISOString();
      const related = (id: string, anime: Anime): boolean => {
        const { catalogue, franchises } = current();
        const [one, other] = [catalogue.rowOf(catalogue.byId(id)?.anime_id ?? ''), catalogue.rowOf(anime.anime_id)];
        return anime.aliases.includes(id) || (one !== undefined && other !== undefined && franchises.of(one) === franchises.of(other));
      };
      const { before, after } = await wishes.apply(user_id, (stored) => changeWishes(stored, request, { at, related }), {
        ...(unit !== undefined && { unit }),
        ...(idempotency !== undefined && unit === undefined && { idempotency: { ...idempotency, reply: told } }),
      });
      return told(before, after);
    },
  };
};
