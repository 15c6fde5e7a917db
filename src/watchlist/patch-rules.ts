/** What a patch may hold, checked before anything is changed. */
import type { StoredListEntry } from '../domain/list-entry.ts';
import { AppError } from '../errors.ts';
import type { WatchlistPatch } from './patch.ts';

const maxNotes = 5_000;
const maxCount = 100_000;

/** @throws AppError invalid_input naming the field */
export const checkPatch = (patch: WatchlistPatch, today: string): void => {
  const { score, progress, progress_add, notes, rewatches, remove } = patch;
  const others = Object.entries(patch).filter(([field, value]) => field !== 'remove' && value !== undefined);
  if (remove === true && others.length > 0) throw refused('remove takes nothing beside it', 'Send remove alone, or leave it out to change the entry.');
  if (isGiven(score) && !(score >= 1 && score <= 10)) throw refused('score is a number from 1 to 10', 'Leave score out, or send null to take it away.');
  if (progress !== undefined && progress_add !== undefined) throw refused('progress and progress_add exclude each other', 'Send the episode number or the step, not both.');
  for (const [field, value] of Object.entries({ progress, rewatches })) {
    if (value !== undefined && !(Number.isInteger(value) && value >= 0 && value <= maxCount)) throw refused(`${field} is a whole number from 0`, `Send ${field} as a number such as 3.`);
  }
  if (progress_add !== undefined && !(Number.isInteger(progress_add) && Math.abs(progress_add) <= maxCount)) throw refused('progress_add is a whole number', 'Send a step such as 1 or -1.');
  if (isGiven(notes) && notes.length > maxNotes) throw refused(`notes has at most ${maxNotes} characters`, 'Shorten the notes.');
  for (const field of ['started_at', 'finished_at'] as const) {
    const date = patch[field];
    if (!isGiven(date)) continue;
    if (!isDate(date)) throw refused(`${field} is a date such as 2026-01-31`, 'Write it as year-month-day.');
    if (date > today) throw refused(`${field} lies in the future`, `Send a date up to today, ${today}.`);
  }
};

/** @throws AppError invalid_input when the entry would end before it began */
export const checkDates = ({ started_at, finished_at }: StoredListEntry): void => {
  if (datesInOrder({ started_at, finished_at })) return;
  throw refused(`finished_at ${finished_at ?? ''} is before started_at ${started_at ?? ''}`, 'Send both dates, or null for the one that is wrong.');
};

/** As far as both are known: an imported `2017` goes with any day of that year. */
export const datesInOrder = ({ started_at, finished_at }: Pick<StoredListEntry, 'started_at' | 'finished_at'>): boolean => {
  if (started_at === null || finished_at === null) return true;
  const known = Math.min(started_at.length, finished_at.length);
  return started_at.slice(0, known) <= finished_at.slice(0, known);
};

export const isGiven = <Value>(value: Value | null | undefined): value is Value => value !== undefined && value !== null;

/** To the nearest half, which is all a list keeps. */
export const roundScore = (score: number, adjusted: string[]): number => {
  const rounded = Math.round(score * 2) / 2;
  if (rounded !== score) adjusted.push(`Scores go in halves, so ${score} became ${rounded}.`);
  return rounded;
};

/** A day that exists: 2026-02-30 does not. */
const isDate = (text: string): boolean => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00.000Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
};

const refused = (problem: string, hint: string): AppError => new AppError('invalid_input', `${problem}.`, { hint });
