/** A request to want something else, as a pure function of what was wanted before, and what it came to in words. */
import type { Anime } from '../domain/anime.ts';
import type { FeedbackKind, NamedAnime, Preferences, Wishes } from '../domain/preferences.ts';
import { wordKey } from '../domain/vocabulary.ts';
import { AppError } from '../errors.ts';

export type Subjects = { readonly titles: readonly Anime[]; readonly tags: readonly string[]; readonly franchises: readonly Anime[] };
type Levels = Omit<Preferences, 'not_interested'>;
export type WishRequest = {
  readonly refuse: Subjects;
  /** Takes refusals back. */
  readonly allow: Subjects;
  readonly levels: Partial<Levels>;
  /** `kind` null = nothing is said any more. What is liked, or no longer spoken of, is no longer refused either. */
  readonly feedback: readonly { readonly anime: Anime; readonly kind: FeedbackKind | null }[];
};

const most = 500;

/** @param related are two entries of one franchise? @returns the very same wishes when nothing changes. @throws AppError invalid_input when there are too many */
export const changeWishes = (before: Wishes, { refuse, allow, levels, feedback }: WishRequest, { at, related }: { at: string; related(a: string, b: Anime): boolean }): Wishes => {
  const { preferences } = before;
  const { titles, tags, franchises } = preferences.not_interested;
  const isNamed = (list: readonly Anime[]) => ({ anime_id }: { anime_id: string }): boolean => list.some(({ aliases }) => aliases.includes(anime_id));
  const isTag = (list: readonly string[]) => (tag: string): boolean => list.some((other) => wordKey(other) === wordKey(tag));
  const said = (...kinds: readonly (FeedbackKind | null)[]): Anime[] => feedback.filter(({ kind }) => kinds.includes(kind)).map(({ anime }) => anime);
  const lifted = [...allow.titles, ...said('liked', null)];
  const welcome = [...allow.titles, ...said('liked'), ...allow.franchises];
  const not_interested = {
    titles: withNew(titles.filter((one) => !isNamed(lifted)(one) && !allow.franchises.some((anime) => related(one.anime_id, anime))), [...refuse.titles, ...said('not_interested')]),
    tags: [...tags.filter((tag) => !isTag(allow.tags)(tag)), ...refuse.tags.filter((tag) => !isTag(tags)(tag))],
    // A single title is welcome again only when its franchise is.
    franchises: withNew(franchises.filter(({ anime_id }) => !welcome.some((anime) => related(anime_id, anime))), refuse.franchises),
  };
  if ([not_interested.titles, not_interested.tags, not_interested.franchises].some(({ length }) => length > most)) {
    throw new AppError('invalid_input', `More than ${most} of a kind cannot be kept.`, { hint: 'Take some back with interested_again.' });
  }
  const after: Preferences = { ...preferences, ...levels, not_interested };
  const opinions = before.feedback.filter((one) => {
    if (feedback.some(({ anime }) => anime.aliases.includes(one.anime_id))) return false;
    return !(isNamed(welcome)(one) && (one.kind === 'not_interested' || one.kind === 'disliked'));
  });
  const opinionsNow = [...feedback.flatMap(({ anime: { anime_id }, kind }) => (kind === null ? [] : [{ anime_id, kind, at }])), ...opinions];
  const sameSaid = opinionsNow.length === before.feedback.length && opinionsNow.every(({ anime_id, kind }) => before.feedback.some((one) => one.anime_id === anime_id && one.kind === kind));
  const samePreferences = JSON.stringify(after) === JSON.stringify(preferences);
  return samePreferences && sameSaid ? before : { preferences: samePreferences ? preferences : after, feedback: sameSaid ? before.feedback : opinionsNow };
};

const withNew = (held: readonly NamedAnime[], added: readonly Anime[]): NamedAnime[] => [
  ...held,
  ...added.filter(({ aliases }, at) => !held.some(({ anime_id }) => aliases.includes(anime_id)) && added.findIndex((one) => one.aliases.some((id) => aliases.includes(id))) === at).map(({ anime_id, title }) => ({ anime_id, title })),
];

/** Arguments of `set_preferences`. */
export type WishArguments = {
  readonly not_interested?: Partial<Record<keyof Subjects, string[]>>;
  readonly interested_again?: Partial<Record<keyof Subjects, string[]>>;
  readonly feedback?: { readonly anime_id: string; readonly kind: FeedbackKind | 'none' }[];
} & Partial<Levels>;

const levelNames = ['title_language', 'adult_level', 'ecchi_level', 'spoiler_level'] as const satisfies readonly (keyof Preferences)[];

/** What would put things back; null when nothing changed. */
export const takesBack = (before: Wishes, after: Wishes): WishArguments | null => {
  if (before === after) return null;
  const [old, now] = [before.preferences, after.preferences];
  const again = differences(old.not_interested, now.not_interested);
  const refused = differences(now.not_interested, old.not_interested);
  const changed = levelNames.filter((name) => old[name] !== now[name]);
  const named = new Set([...before.feedback, ...after.feedback].map(({ anime_id }) => anime_id));
  const said = [...named].filter((anime_id) => kindIn(before, anime_id) !== kindIn(after, anime_id));
  return {
    ...(refused !== null && { not_interested: refused }),
    ...(again !== null && { interested_again: again }),
    ...Object.fromEntries(changed.map((name) => [name, old[name]])),
    ...(said.length > 0 && { feedback: said.map((anime_id) => ({ anime_id, kind: kindIn(before, anime_id) ?? ('none' as const) })) }),
  };
};

const kindIn = ({ feedback }: Wishes, anime_id: string): FeedbackKind | undefined => feedback.find((one) => one.anime_id === anime_id)?.kind;

type Refused = Preferences['not_interested'];
/** What the second has and the first has not. */
const differences = (first: Refused, second: Refused): NonNullable<WishArguments['not_interested']> | null => {
  const news = {
    titles: newIds(first.titles, second.titles),
    tags: second.tags.filter((tag) => !first.tags.includes(tag)),
    franchises: newIds(first.franchises, second.franchises),
  };
  const some = Object.entries(news).filter(([, list]) => list.length > 0);
  return some.length === 0 ? null : Object.fromEntries(some);
};
const newIds = (first: readonly NamedAnime[], second: readonly NamedAnime[]): string[] => second.filter(({ anime_id }) => !first.some((one) => one.anime_id === anime_id)).map(({ anime_id }) => anime_id);
