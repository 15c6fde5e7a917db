/** What a ranking has to know of the person besides the list. */
import { nameIn, noPreferences, type Feedback } from '../domain/preferences.ts';
import type { Anime } from '../domain/anime.ts';
import { nothingUnwanted, type Unwanted } from '../retrieval/unwanted.ts';

export type Audience = {
  readonly unwanted: Unwanted;
  /** What was said of earlier suggestions. */
  readonly feedback: readonly Feedback[];
  nameOf(anime: Anime): string;
};

/** Somebody who has set nothing and said nothing. */
export const anybody: Audience = { unwanted: nothingUnwanted, feedback: [], nameOf: (anime) => nameIn(noPreferences.title_language, anime) };
