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
  if (remove === true && others.length > 0) throw refused('Removing takes nothing beside it', 'Send remove alone, or leave it out to change the entry.');
  if (isGiven(score) && !(score >= 1 && score <= 10)) throw refused('Scores go from 1 to 10', 'Leave score out, or send null to take it away.');
  if (progress !== undefined && progress_add !== undefined) throw refused('An episode and a step of episodes exclude each other', 'Send progress or progress_add, not both.');
  for (const [field, value] of Object.entries({ progress, rewatches })) {
    if (value !== undefined && !(Number.isInteger(value) && value >= 0 && value <= maxCount)) throw refused(`${counted[field] ?? field} are counted in whole numbers from 0`, `Send ${field} as a number such as 3.`);
  }
  if (progress_add !== undefined && !(Number.isInteger(progress_add) && Math.abs(progress_add) <= maxCount)) throw refused('A step of episodes is a whole number', 'Send progress_add such as 1 or -1.');
  if (isGiven(notes) && notes.length > maxNotes) throw refused(`A note has at most ${maxNotes} characters`, 'Shorten it.');
  for (const [field, called] of Object.entries(days)) {
    const date = patch[field as keyof typeof days]; // entries of the record above
    if (!isGiven(date) || (field === 'happened_on' && date === '')) continue;
    if (!isDate(date)) throw refused(`${called} must be a day that exists, such as 2026-01-31, not ${JSON.stringify(date)}`, `Send ${field} as YYYY-MM-DD.`);
    if (date > today) throw refused(`${called}, ${date}, is still to come`, `Days go up to today, ${today}.`);
  }
};
/** What people call the fields: whoever talks to us reads these sentences too. */
const counted: Readonly<Record<string, string>> = { progress: 'Episodes', rewatches: 'Rewatches' };
const days = { started_at: 'The day it was started', finished_at: 'The day it was finished', happened_on: 'The day it happened' } as const;

/** @throws AppError invalid_input when the entry would end before it began */
export const checkDates = ({ started_at, finished_at }: StoredListEntry): void => {
  if (datesInOrder({ started_at, finished_at })) return;
  throw refused(`It cannot be finished on ${finished_at ?? ''} and started on ${started_at ?? ''}, which is later`, 'Say both days, or put right the one that is wrong.');
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
