/** What a request to change one list entry means. Pure: the same entry, patch and moment give the same outcome. */
import type { Anime } from '../domain/anime.ts';
import type { ListStatus, StoredListEntry } from '../domain/list-entry.ts';
import { AppError } from '../errors.ts';
import { checkDates, checkPatch, isGiven, roundScore } from './patch-rules.ts';

/** What to change; what is absent stays. null empties a field. Dates are `YYYY-MM-DD`. */
export type WatchlistPatch = {
  readonly status?: ListStatus;
  /** 1-10, halves kept. */
  readonly score?: number | null;
  readonly progress?: number;
  /** Relative to what is stored when the change is written. */
  readonly progress_add?: number;
  /** Relative to the score that is stored. */
  readonly score_add?: number;
  readonly notes?: string | null;
  readonly started_at?: string | null;
  readonly finished_at?: string | null;
  /** When it happened, where that was not today: what the change begins or ends is dated so; "" = nobody knows. */
  readonly happened_on?: string;
  readonly rewatches?: number;
  /** Relative to what is stored. */
  readonly rewatches_add?: number;
  readonly remove?: boolean;
  /** What is on the list already stays as it is. */
  readonly only_new?: boolean;
};

/** `adjusted`: sentences on what was done beyond or instead of what was asked. */
export type PatchOutcome = { readonly after: StoredListEntry | null; readonly adjusted: readonly string[] };

export type PatchedAnime = Pick<Anime, 'anime_id' | 'title' | 'episodes' | 'status'>;

/**
 * The entry after the change; the very same object when nothing changes.
 * @throws AppError invalid_input naming the field, not_found when an absent entry is removed
 */
export const patchEntry = (before: StoredListEntry | null, patch: WatchlistPatch, anime: PatchedAnime, at: Date): PatchOutcome => {
  const today = localDate(at);
  checkPatch(patch, today);
  if (patch.remove === true) return removeEntry(before, anime);
  if (patch.only_new === true && before !== null) return { after: before, adjusted: [`On the list already: ${describe(before)}.`] };

  const adjusted: string[] = [];
  const entry = before ?? newEntry(anime);
  const wanted = patch.score_add === undefined ? patch.score : movedScore(before, patch.score_add, anime);
  const score = isGiven(wanted) ? roundScore(wanted, adjusted) : wanted;
  const asked = askedProgress(entry, patch, anime, adjusted);
  const status = nextStatus(before, patch, asked, anime, adjusted);
  const finishes = status === 'completed' && (before?.status !== 'completed' || patch.status === 'completed' || speaksOfProgress(patch));
  const progress = finishes ? fullProgress(asked, patch, anime, adjusted) : asked;
  const after: StoredListEntry = {
    ...entry,
    anime_id: anime.anime_id,
    title: anime.title,
    status,
    progress,
    score: score === undefined ? entry.score : score,
    notes: patch.notes === undefined ? entry.notes : (patch.notes?.trim() || null),
    rewatches: patch.rewatches ?? Math.max(0, entry.rewatches + (patch.rewatches_add ?? 0)),
    ...datesOf(before, patch, status, patch.happened_on === undefined ? today : patch.happened_on || null),
    updated_at: at.toISOString(),
  };
  checkDates(after);
  if (before === null || !sameRecord(before, after)) return { after, adjusted };
  return { after: before, adjusted: [...adjusted, `Already so: ${describe(before)}.`] };
};

const removeEntry = (before: StoredListEntry | null, anime: PatchedAnime): PatchOutcome => {
  if (before !== null) return { after: null, adjusted: [] };
  throw new AppError('not_found', `${anime.title} is not on the list.`, { hint: 'Look at get_watchlist for what is.' });
};

const newEntry = ({ anime_id, title }: PatchedAnime): StoredListEntry => ({
  anime_id, title, status: 'plan_to_watch', score: null, progress: 0, started_at: null, finished_at: null, rewatches: 0, notes: null, updated_at: '',
});

/** Between 1 and 10: a 10 that is raised stays one. @throws AppError invalid_input when there is no score to move */
const movedScore = (before: StoredListEntry | null, by: number, { title }: PatchedAnime): number => {
  const score = before?.score ?? null;
  if (score === null) throw new AppError('invalid_input', `${title} has no score yet that could be raised or lowered.`, { hint: 'Say which score it gets: “give it an 8”.' });
  return Math.min(10, Math.max(1, score + by));
};

const speaksOfProgress = ({ progress, progress_add }: WatchlistPatch): boolean => progress !== undefined || progress_add !== undefined;

const askedProgress = (entry: StoredListEntry, { progress, progress_add = 0 }: WatchlistPatch, { episodes }: PatchedAnime, adjusted: string[]): number => {
  const asked = Math.max(0, progress ?? entry.progress + progress_add);
  if (episodes === null || asked <= episodes || (progress === undefined && progress_add === 0)) return asked;
  adjusted.push(`There ${episodes === 1 ? 'is 1 episode' : `are ${episodes} episodes`}, so progress is ${episodes}.`);
  return episodes;
};

/** What the request says about the status when it does not name one. */
const nextStatus = (before: StoredListEntry | null, patch: WatchlistPatch, progress: number, anime: PatchedAnime, adjusted: string[]): ListStatus => {
  if (patch.status !== undefined) return patch.status;
  const current = before?.status ?? 'plan_to_watch';
  const became = (status: ListStatus, because: string): ListStatus => {
    if (status !== current) adjusted.push(`${because}, so it is ${words[status]} now.`);
    return status;
  };
  if (isGiven(patch.finished_at) && current !== 'dropped') return became('completed', 'It has a finish date');
  if (speaksOfProgress(patch)) {
    if (anime.status === 'FINISHED' && anime.episodes !== null && progress >= anime.episodes && progress > 0) return became('completed', 'That was the last episode');
    if (current === 'completed' && anime.episodes !== null && progress < anime.episodes) return became('watching', 'There are episodes left');
    if (current === 'plan_to_watch' && progress > 0) return became('watching', `Episode ${progress} is seen`);
    return current;
  }
  if (before === null && (patch.rewatches ?? patch.rewatches_add ?? 0) > 0) return became('completed', 'It was watched again');
  if (before === null && isGiven(patch.score) && anime.status !== 'UPCOMING') {
    return anime.status === 'ONGOING' ? became('watching', 'It has a score and is still airing') : became('completed', 'It has a score');
  }
  return isGiven(patch.started_at) && current === 'plan_to_watch' ? became('watching', 'It has a start date') : current;
};

const fullProgress = (asked: number, patch: WatchlistPatch, { episodes }: PatchedAnime, adjusted: string[]): number => {
  if (episodes === null || asked === episodes) return asked;
  if (patch.progress !== undefined) adjusted.push(`Completed means all ${episodes} episodes, so progress is ${episodes}.`);
  return episodes;
};

/** Starting and finishing leave their day where there is none. A guess (a score alone) leaves no finish date: it may have been years ago. */
const datesOf = (before: StoredListEntry | null, patch: WatchlistPatch, status: ListStatus, day: string | null): Pick<StoredListEntry, 'started_at' | 'finished_at'> => {
  const enters = (target: ListStatus): boolean => status === target && before?.status !== target;
  const saidToFinish = patch.status === 'completed' || speaksOfProgress(patch);
  const finished = patch.finished_at === undefined ? (before?.finished_at ?? null) : patch.finished_at;
  const started = patch.started_at === undefined ? (before?.started_at ?? null) : patch.started_at;
  const begins = started === null && patch.started_at === undefined && enters('watching') && finished === null;
  const ends = finished === null && patch.finished_at === undefined && enters('completed') && saidToFinish;
  return { started_at: begins ? day : started, finished_at: ends ? day : finished };
};

const sameRecord = (a: StoredListEntry, b: StoredListEntry): boolean => recorded.every((field) => a[field] === b[field]);
const recorded = ['status', 'score', 'progress', 'started_at', 'finished_at', 'rewatches', 'notes'] as const satisfies readonly (keyof StoredListEntry)[];

const words: Record<ListStatus, string> = { watching: 'watching', completed: 'completed', on_hold: 'on hold', dropped: 'dropped', plan_to_watch: 'plan to watch' };

const describe = ({ status, score, progress }: StoredListEntry): string =>
  [words[status], ...(progress > 0 ? [`episode ${progress}`] : []), ...(score === null ? [] : [`score ${score}`])].join(', ');

/** The calendar date where the program runs: on a person's own machine, the person's. */
const localDate = (at: Date): string => {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
};
