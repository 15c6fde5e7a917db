/** "the shorter one", "the other one", "which is older?": which of the titles that were shown. Pure. */
import type { Anime } from '../../src/domain/anime.ts';
import type { Pick, Shown, Slots } from './state.ts';

/** Best first; those of which nothing is known come last. Empty when nothing is told apart. */
export const pickShown = (pick: Pick, { shown, focus, beside = [] }: Slots, byId: (ref: string) => Anime | undefined): readonly Shown[] => {
  if (pick === 'other') {
    const others = shown.length === 2 && focus !== null ? shown.filter(({ anime_id }) => anime_id !== focus.anime_id) : [];
    return others.length === 1 ? others : beside.filter(({ anime_id }) => anime_id !== focus?.anime_id).slice(0, 1);
  }
  if (pick === 'next') return shown.slice(1).filter((_, at) => shown[at]?.anime_id === focus?.anime_id);
  if (shown.length < 2) return [];
  const { worth, sign } = measures[pick];
  const worthOf = ({ anime_id }: Shown): number => {
    const anime = byId(anime_id);
    const value = anime === undefined || (pick === 'start' && goesOn({ anime_id, title: anime.title }, shown, byId)) ? null : worth(anime);
    return value === null ? -Infinity : sign * value;
  };
  return [...shown].sort((one, other) => compareNumbers(worthOf(other), worthOf(one)));
};

/** What one has known of two that were told about one after the other, where no list was shown. */
export const comparable = ({ shown, focus, beside = [] }: Slots): readonly Shown[] => (shown.length > 1 || focus === null || beside[0] === undefined ? shown : [beside[0], focus]);

/** Nobody starts with what goes on from another that was shown. */
const goesOn = ({ anime_id }: Shown, shown: readonly Shown[], byId: (ref: string) => Anime | undefined): boolean => {
  const anime = byId(anime_id);
  return shown.some((one) => one.anime_id !== anime_id && anime !== undefined && (byId(one.anime_id)?.year ?? Infinity) < (anime.year ?? 0) && (anime.related.includes(one.anime_id) || byId(one.anime_id)?.related.includes(anime_id) === true));
};

/** Those that the words fit as well as the first: more than one, and the words do not tell. */
export const equallyPicked = (pick: Pick, picked: readonly Shown[], byId: (ref: string) => Anime | undefined): readonly Shown[] => {
  if (pick === 'other' || pick === 'next') return picked.slice(0, 1);
  const worthOf = (shown: Shown | undefined): number | null => {
    const anime = shown === undefined ? undefined : byId(shown.anime_id);
    return anime === undefined ? null : measures[pick].worth(anime);
  };
  const best = worthOf(picked[0]);
  return picked.filter((one) => worthOf(one) === best);
};

/** Infinities are equal, not apart by NaN. */
const compareNumbers = (one: number, other: number): number => (one === other ? 0 : one - other);

/** Told apart by a figure. */
export type Measured = Exclude<Pick, 'other' | 'next'>;

type Facts = { readonly [Field in 'episodes' | 'duration_minutes' | 'year' | 'score']: Anime[Field] } & { readonly prominence?: number | null };

/** Time to watch: a film of two hours is longer than an episode. */
const minutes = ({ episodes, duration_minutes }: Facts): number | null => (episodes === null ? null : episodes * (duration_minutes ?? 24));

export const measures: Readonly<Record<Measured, { readonly worth: (anime: Facts) => number | null; readonly sign: 1 | -1 }>> = {
  longest: { worth: minutes, sign: 1 },
  shortest: { worth: minutes, sign: -1 },
  newest: { worth: ({ year }) => year, sign: 1 },
  oldest: { worth: ({ year }) => year, sign: -1 },
  best: { worth: ({ score }) => score, sign: 1 },
  popular: { worth: ({ prominence = null }) => prominence, sign: 1 },
  /** What asks least time can be tried first. */
  start: { worth: minutes, sign: -1 },
};
