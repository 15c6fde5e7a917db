/** What a reading says to write of a title. Pure. */
import type { Change, Reading } from '../state.ts';
import { saidDay } from './said-day.ts';

/** Words that put a title on the list without saying more: to watch later. */
export const adding = /\b(?:add(?:ing)?|ad|sav(?:e|ing)|make a note of|put|bookmark|queue|stick|throw|chuck|toss|pop|slap|park|(?:note|jot|write|log|keep|remember) (?:it|that|this|them|these|those|down|the)|^\s*(?:yes|yeah|yep|ok|sure|yup)[\s,]+(?:that|this|it)\b|sold(?: on)?|count me in|i'?m in|deal|(?:i )?(?:gonna|going to|imma) (?:watch|try|check)|i(?:'?ll| will| am gonna|'?m gonna|mma| am going to|'?m going to) (?:watch|try|check|see|give \S+(?: \S+)?(?: one)? a)|go (?:with|for)|take|pick|choose)\b|^\s*[+➕＋]|\b(?:on|to|in|into|onto) (?:my|the) (?:watch)?list\b/i;

/** What `update_watchlist` takes. */
const longestNote = 5000;

/** "Remove the note from Monster" leaves Monster where it is. */
export const clearsNote = /\b(?:remove|delete|erase|clear|drop|take off)\s+(?:the|my|that|this|its|all)?\s*notes?\b/i;
const clearsScore = /\b(?:remove|delete|erase|clear|take off)\s+(?:the|my|that|this|its)?\s*(?:score|rating|grade)s?\b/i;

/** The day that something began or ended; what says less than a day leaves none, so that it is not taken to be today. */
const dayOf = (text: string): Change => {
  const said = saidDay(text);
  const field = said === null ? undefined : /\b(?:start|began|begin)/i.test(text) ? 'started_at' : /\b(?:finish|complet|ended|done|watched|saw|seen|dropped|end date)/i.test(text) ? 'finished_at' : undefined;
  return said === null || field === undefined ? {} : 'day' in said ? { [field]: said.day } : { clear: [field] };
};

/** Null when nothing was understood that could be written, such as a rating of 11. */
export const changeOf = ({ text, note, score_by, rewatch, entities: { status, rating, progress, remove } }: Reading): Change | null => {
  if (clearsNote.test(text)) return { notes: '' };
  if (clearsScore.test(text)) return { clear: ['score'] };
  const notes = note === undefined || note === '' ? {} : { notes: note.slice(0, longestNote) };
  if (remove) return { remove: true };
  const day = dayOf(text);
  const silent = status === null && rating === null && progress === null && score_by === undefined && rewatch === undefined;
  if (silent && note !== undefined) return note === '' ? null : notes;
  if (silent && 'clear' in day) return null;
  if (silent && Object.keys(day).length > 0) return day;
  if (silent && !adding.test(text)) return null;
  return {
    ...day,
    ...notes,
    ...(status !== null && { status }),
    ...(rewatch !== undefined && { rewatches_add: 1, ...(rewatch === 'done' ? { status: 'completed' } : { status: 'watching', ...(progress === null && { progress: 0 }) }) }),
    ...(rating !== null && { score: rating }),
    ...(score_by !== undefined && { score_add: score_by }),
    ...(progress?.kind === 'set' && { progress: progress.episodes }),
    ...(progress?.kind === 'add' && { progress_add: progress.episodes }),
    ...(silent && { status: 'plan_to_watch' }),
  };
};
