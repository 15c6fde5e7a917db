/** What a reading says to write of a title. Pure. */
import type { Change, Reading } from '../state.ts';

/** Words that put a title on the list without saying more: to watch later. */
export const adding = /\b(?:add(?:ing)?|ad|sav(?:e|ing)|make a note of|put|bookmark|queue|stick|throw|chuck|toss|pop|slap|park|(?:note|jot|write|log|keep|remember) (?:it|that|this|them|these|those|down|the)|^\s*(?:yes|yeah|yep|ok|sure|yup)[\s,]+(?:that|this|it)\b|sold(?: on)?|count me in|i'?m in|deal|(?:i )?(?:gonna|going to|imma) (?:watch|try|check)|i(?:'?ll| will| am gonna|'?m gonna|mma| am going to|'?m going to) (?:watch|try|check|see)|go (?:with|for)|take|pick|choose)\b|^\s*\+|\b(?:on|to|in|into|onto) (?:my|the) (?:watch)?list\b/i;

/** What `update_watchlist` takes. */
const longestNote = 5000;

/** "Remove the note from Monster" leaves Monster where it is. */
export const clearsNote = /\b(?:remove|delete|erase|clear|drop|take off)\s+(?:the|my|that|this|its|all)?\s*notes?\b/i;
const clearsScore = /\b(?:remove|delete|erase|clear|take off)\s+(?:the|my|that|this|its)?\s*(?:score|rating|grade)s?\b/i;

/** 2026-01-31 */
export const dayPattern = /\b(?:19|20)\d\d-\d\d-\d\d\b/;

/** The day that something began or ended. */
const dayOf = (text: string): Change => {
  const day = dayPattern.exec(text)?.[0];
  if (day === undefined) return {};
  return /\b(?:start|began|begin)/i.test(text) ? { started_at: day } : /\b(?:finish|complet|ended|done|watched|saw|seen|dropped|end date)/i.test(text) ? { finished_at: day } : {};
};

/** Null when nothing was understood that could be written, such as a rating of 11. */
export const changeOf = ({ text, note, entities: { status, rating, progress, remove } }: Reading): Change | null => {
  if (clearsNote.test(text)) return { notes: '' };
  if (clearsScore.test(text)) return { clear: ['score'] };
  const notes = note === undefined || note === '' ? {} : { notes: note.slice(0, longestNote) };
  if (remove) return { remove: true };
  const day = dayOf(text);
  const silent = status === null && rating === null && progress === null;
  if (silent && note !== undefined) return note === '' ? null : notes;
  if (silent && Object.keys(day).length > 0) return day;
  if (silent && !adding.test(text)) return null;
  return {
    ...day,
    ...notes,
    ...(status !== null && { status }),
    ...(rating !== null && { score: rating }),
    ...(progress?.kind === 'set' && { progress: progress.episodes }),
    ...(progress?.kind === 'add' && { progress_add: progress.episodes }),
    ...(silent && { status: 'plan_to_watch' }),
  };
};
