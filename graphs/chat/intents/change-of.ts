/** What a reading says to write of a title. Pure. */
import type { Change, Reading } from '../state.ts';

/** Words that put a title on the list without saying more: to watch later. */
export const adding = /\b(?:add(?:ing)?|ad|sav(?:e|ing)|make a note of|put|bookmark|queue|stick|throw|chuck|toss|pop|slap|park|(?:note|jot|write|log|keep|remember) (?:it|that|this|them|these|those|down|the)|^\s*(?:yes|yeah|yep|ok|sure|yup)[\s,]+(?:that|this|it)\b|sold(?: on)?|count me in|i'?m in|deal|(?:i )?(?:gonna|going to|imma) (?:watch|try|check)|i(?:'?ll| will| am gonna|'?m gonna|mma| am going to|'?m going to) (?:watch|try|check|see|give \S+(?: \S+)?(?: one)? a)|go (?:with|for)|take|pick|choose)\b|^\s*[+➕＋]|\b(?:on|to|in|into|onto) (?:my|the) (?:watch)?list\b/i;

/** Whoever moves a title to the plan means one that stands elsewhere; whoever adds it does not know that it does. */
const moving = /^\s*(?:no|nah|nope|oh|oops|sorry|wait)\b|\b(?:mov(?:e|ed|ing)|mark(?:ed)?|set|chang(?:e|ed|ing)|back|again|rewatch\w*|should be|status)\b/i;
const plans = ({ text, entities: { titles } }: Reading): boolean => !moving.test(text) && (adding.test(text) || titles.some((title) => text.toLowerCase().includes(title.text.toLowerCase())));

/** What `update_watchlist` takes. */
const longestNote = 5000;

/** "Remove the note from Monster" leaves Monster where it is. */
export const clearsNote = /\b(?:remove|delete|erase|clear|drop|take off)\s+(?:the|my|that|this|its|all)?\s*notes?\b/i;
const clearsScore = /\b(?:remove|delete|erase|clear|take off)\s+(?:the|my|that|this|its)?\s*(?:score|rating|grade)s?\b/i;

/** The days that something began, ended or went on; what says less than a day leaves none, so that it is not taken to be today. */
const daysOf = ({ days = [], rewatch, entities: { status, progress } }: Reading): Change => {
  const goesOn = progress !== null && status !== 'completed';
  const changes = days.map((said): Change => {
    const field = goesOn && said.of !== 'started_at' ? 'happened_on' : (said.of ?? (status === 'completed' || status === 'dropped' || rewatch === 'done' ? 'finished_at' : status === 'watching' || rewatch === 'begun' ? 'started_at' : null));
    if (field === null || 'wrong' in said) return {};
    if ('day' in said) return { [field]: said.day };
    return field === 'happened_on' || rewatch !== undefined ? { happened_on: '' } : { clear: [field] };
  });
  const clear = changes.flatMap((change) => (change['clear'] ?? []) as string[]); // made a few lines above
  return Object.assign({}, ...changes, clear.length > 0 && { clear }) as Change; // of changes
};

/** Null when nothing was understood that could be written, such as a rating of 11. */
export const changeOf = (reading: Reading): Change | null => {
  const { text, note, score_by, rewatch, entities: { status, rating, progress, remove } } = reading;
  if (clearsNote.test(text)) return { notes: '' };
  if (clearsScore.test(text)) return { clear: ['score'] };
  const notes = note === undefined || note === '' ? {} : { notes: note.slice(0, longestNote) };
  if (remove) return { remove: true };
  const silent = status === null && rating === null && progress === null && score_by === undefined && rewatch === undefined;
  if (silent && note !== undefined) return note === '' ? null : notes;
  const isAdded = silent && adding.test(text);
  const days = isAdded || status === 'plan_to_watch' ? {} : daysOf(reading);
  if (silent && !isAdded) return Object.keys(days).length === 0 || 'clear' in days ? null : days;
  return {
    ...days,
    ...notes,
    ...(status !== null && { status }),
    ...(rewatch !== undefined && { rewatches_add: 1, ...(rewatch === 'done' ? { status: 'completed' } : { status: 'watching', ...(progress === null && { progress: 0 }) }) }),
    ...(rating !== null && { score: rating }),
    ...(score_by !== undefined && { score_add: score_by }),
    ...(progress?.kind === 'set' && { progress: progress.episodes }),
    ...(progress?.kind === 'add' && { progress_add: progress.episodes }),
    ...(silent && { status: 'plan_to_watch' }),
    ...((silent || status === 'plan_to_watch') && rating === null && plans(reading) && { only_new: true }),
  };
};
