/** The person that something is shown to: what must not come up, what is kept back, what titles are called. */
import type { Anime } from '../domain/anime.ts';
import type { TurnUnit } from '../domain/caller.ts';
import { noFilters, type Filters } from '../domain/filters.ts';
import type { ListEntry, StoredListEntry } from '../domain/list-entry.ts';
import { nameIn, noPreferences, type Feedback, type Preferences, type TitleLanguage } from '../domain/preferences.ts';
import type { Generation } from '../retrieval/generation.ts';
import type { Unwanted } from '../retrieval/unwanted.ts';
import type { ListStore, WishStore } from '../storage/storage.ts';
import { outweighedBy, unwantedBy } from './unwanted-by.ts';
import { createVeil, mayHide, type Veil } from './veil.ts';

export type Viewer = {
  readonly preferences: Preferences;
  readonly feedback: readonly Feedback[];
  /** Read when first asked for. */
  list(): Promise<readonly StoredListEntry[]>;
  unwanted(asked?: Filters, options?: { suggesting: boolean }): Unwanted;
  /** Genres and tags that are not wanted in general, and that this request asks for. */
  outweighed(asked: Filters): readonly string[];
  nameOf(anime: Pick<Anime, 'title' | 'title_english' | 'title_native'>): string;
  /** For entries that are about to be shown. */
  veil(shown: readonly Anime[]): Promise<Veil>;
  /** Rows of the list, their entries as this person may see them. */
  rows<Row extends Pick<ListEntry, 'anime'>>(rows: readonly Row[]): Promise<Row[]>;
  /** Goes with every result that names titles; empty unless something else than the usual is wished for. */
  readonly naming: { readonly title_language?: TitleLanguage };
};
export type ViewerOf = (who: { readonly user_id: string; readonly unit?: TurnUnit | undefined }) => Promise<Viewer>;

export const createViewerOf = ({ wishes, list, current }: { wishes: Pick<WishStore, 'read'>; list: Pick<ListStore, 'all'>; current: () => Generation }): ViewerOf => async ({ user_id, unit }) => {
  const known = await wishes.read(user_id, unit);
  const { preferences, feedback } = known;
  const { title_language, spoiler_level } = preferences;
  let rows: Promise<readonly StoredListEntry[]> | undefined;
  const all = (): Promise<readonly StoredListEntry[]> => (rows ??= list.all(user_id, unit));
  const veil: Viewer['veil'] = async (shown) => {
    const shelf = current();
    return createVeil(spoiler_level, mayHide(shown, spoiler_level, shelf) ? await all() : [], shelf);
  };
  return {
    preferences,
    feedback,
    list: all,
    unwanted: (asked = noFilters, options = { suggesting: false }) => unwantedBy(known, current(), asked, options),
    outweighed: (asked) => outweighedBy(known, asked),
    nameOf: (anime) => nameIn(title_language, anime),
    veil,
    rows: async (given) => {
      const { catalogue } = current();
      const animeOf = ({ anime }: Pick<ListEntry, 'anime'>): Anime | undefined => (anime === null ? undefined : catalogue.byId(anime.anime_id));
      const { of } = await veil(given.flatMap((row) => animeOf(row) ?? []));
      return given.map((row) => {
        const anime = animeOf(row);
        return anime === undefined ? row : { ...row, anime: of(anime) };
      });
    },
    naming: title_language === noPreferences.title_language ? {} : { title_language },
  };
};
