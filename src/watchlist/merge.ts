/** What an imported row does to a list entry. Pure; the rules are in the room's README: what is on the list is never lost to a file. */
import type { ListStatus, StoredListEntry } from '../domain/list-entry.ts';
import { longestNotes } from './formats/read-row.ts';
import type { ListRow } from './formats/list-format.ts';
import { datesInOrder } from './patch-rules.ts';
import type { PatchedAnime } from './patch.ts';

/** `remarks`: what was kept or left out against the file, in sentences. */
export type Merged = { readonly after: StoredListEntry; readonly remarks: readonly string[] };

/** The very same object as `before` when the file brings nothing new. */
export const mergeRow = (before: StoredListEntry | null, row: ListRow, anime: PatchedAnime, at: Date): Merged => {
  const remarks = [...row.remarks];
  const dates = soundDates(row, at, remarks);
  return before === null ? { after: fresh(row, dates, anime, at, remarks), remarks } : merged(before, row, dates, anime, at, remarks);
};

type Dates = Pick<StoredListEntry, 'started_at' | 'finished_at'>;

const fresh = (row: ListRow, dates: Dates, anime: PatchedAnime, at: Date, remarks: string[]): StoredListEntry => {
  const status = row.status ?? concluded(row, dates, anime, remarks);
  return {
    anime_id: anime.anime_id, title: anime.title, status,
    score: row.score ?? null,
    progress: fullProgress(row, row.progress ?? 0, status === 'completed', anime, remarks),
    ...dates,
    rewatches: row.rewatches ?? 0,
    notes: row.notes ?? null,
    updated_at: changedAt(row, at),
  };
};

/** When the file says when, its order is kept; a time to come is somebody's wrong clock. */
const changedAt = ({ updated_at }: ListRow, at: Date): string => (updated_at !== undefined && updated_at < at.toISOString() ? updated_at : at.toISOString());

/** Files without a status (or an empty one) say it by the rest. */
const concluded = ({ progress = 0, score, rewatches = 0 }: ListRow, { started_at, finished_at }: Dates, { episodes }: PatchedAnime, remarks: string[]): ListStatus => {
  const seen = finished_at !== null || rewatches > 0 || (progress > 0 && episodes !== null && progress >= episodes) || (score !== undefined && progress === 0);
  const status = seen ? 'completed' : progress > 0 || started_at !== null ? 'watching' : 'plan_to_watch';
  remarks.push(`The file has no status for it, so it is ${words[status]}.`);
  return status;
};

/** What a file counts is kept as it counts; only where it counts nothing, completed means all of it. */
const fullProgress = (row: ListRow, progress: number, completed: boolean, { episodes }: PatchedAnime, remarks: string[]): number => {
  if (episodes !== null && progress > episodes) remarks.push(`The file counts ${progress} episodes, the catalogue ${episodes}; the file's number is kept.`);
  return completed && (row.progress ?? 0) === 0 ? Math.max(progress, episodes ?? 0) : progress;
};

const merged = (before: StoredListEntry, row: ListRow, dates: Dates, anime: PatchedAnime, at: Date, remarks: string[]): Merged => {
  const age = row.updated_at === undefined ? 'unknown' : row.updated_at > before.updated_at ? 'newer' : 'older';
  const status = mergeStatus(before.status, row.status, age, remarks);
  const highest = Math.max(before.progress, row.progress ?? 0);
  if (row.progress !== undefined && row.progress < before.progress && row.status !== 'plan_to_watch') remarks.push(`The list has episode ${before.progress}, the file ${row.progress}; the higher one stays.`);
  const after: StoredListEntry = {
    ...before,
    anime_id: anime.anime_id, title: anime.title, status,
    score: mergeScore(before.score, row, age, remarks),
    progress: fullProgress(row, highest, row.status === 'completed', anime, highest === before.progress ? [] : remarks),
    ...mergeDates(before, dates, remarks),
    rewatches: Math.max(before.rewatches, row.rewatches ?? 0),
    notes: mergeNotes(before.notes, row.notes ?? null, remarks),
    updated_at: at.toISOString(),
  };
  return recorded.every((field) => after[field] === before[field]) ? { after: before, remarks } : { after, remarks };
};

const recorded = ['status', 'score', 'progress', 'started_at', 'finished_at', 'rewatches', 'notes'] as const satisfies readonly (keyof StoredListEntry)[];
type Age = 'newer' | 'older' | 'unknown';

/** Completed stays completed, dropped stays dropped unless the file is newer, and nothing goes back to a mere plan. */
const mergeStatus = (mine: ListStatus, theirs: ListStatus | undefined, age: Age, remarks: string[]): ListStatus => {
  if (theirs === undefined || theirs === mine) return mine;
  const stays = mine === 'completed' || (theirs !== 'completed' && (theirs === 'plan_to_watch' || age === 'older' || (mine === 'dropped' && age !== 'newer')));
  if (stays) remarks.push(`It stays ${words[mine]}; the file says ${words[theirs]}.`);
  return stays ? mine : theirs;
};

/** The file's, unless it is older, or says the same as far as its coarser scale can: 8.5 here is 9 (or 8) there. */
const mergeScore = (mine: number | null, { score, score_step = 0 }: ListRow, age: Age, remarks: string[]): number | null => {
  if (mine === null) return score ?? null;
  if (score === undefined || Math.abs(mine - score) <= score_step / 2) return mine;
  if (age !== 'older') {
    remarks.push(`Your score goes from ${mine} to ${score}, as the file has it.`);
    return score;
  }
  remarks.push(`The score stays ${mine}; the file has ${score} from before.`);
  return mine;
};

/** The earliest start and the latest finish; of two that say the same, the more exact. */
const mergeDates = (mine: Dates, theirs: Dates, remarks: string[]): Dates => {
  const pick = (one: string | null, other: string | null, prefers: (a: string, b: string) => boolean): string | null => {
    if (one === null || other === null) return one ?? other;
    if (one.startsWith(other) || other.startsWith(one)) return one.length >= other.length ? one : other;
    return prefers(one, other) ? one : other;
  };
  const dates = { started_at: pick(mine.started_at, theirs.started_at, (a, b) => a < b), finished_at: pick(mine.finished_at, theirs.finished_at, (a, b) => a > b) };
  if (datesInOrder(dates)) return dates;
  remarks.push("The file's dates do not go with those of the list, which stay.");
  return { started_at: mine.started_at, finished_at: mine.finished_at };
};

/** Both are kept when neither says what the other says. */
const mergeNotes = (mine: string | null, theirs: string | null, remarks: string[]): string | null => {
  if (mine === null || theirs === null) return mine ?? theirs;
  if (mine.includes(theirs)) return mine;
  if (theirs.includes(mine)) return theirs;
  const both = `${mine}\n\n${theirs}`;
  if (both.length <= longestNotes) return both;
  remarks.push("The file's notes did not fit beside those of the list, which stay.");
  return mine;
};

/** What the update tool would refuse must not come in by a file, or the entry could never be changed again. */
const soundDates = ({ started_at, finished_at }: ListRow, at: Date, remarks: string[]): Dates => {
  const tomorrow = new Date(at.getTime() + 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
  const past = (date: string | undefined): string | null => (date === undefined || date > tomorrow ? null : date);
  const dates = { started_at: past(started_at), finished_at: past(finished_at) };
  if ((dates.started_at ?? undefined) !== started_at || (dates.finished_at ?? undefined) !== finished_at) remarks.push('A date that lies in the future was left out.');
  if (datesInOrder(dates)) return dates;
  remarks.push(`It ends (${dates.finished_at ?? ''}) before it begins (${dates.started_at ?? ''}); both dates were left out.`);
  return { started_at: null, finished_at: null };
};

const words: Record<ListStatus, string> = { watching: 'watching', completed: 'completed', on_hold: 'on hold', dropped: 'dropped', plan_to_watch: 'planned' };
