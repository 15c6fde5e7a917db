/** Writes to the list from buttons, each with a way back. */
import { call } from './api.js';
import { attempt, toast } from './toasts.js';

export const statuses = { watching: 'Watching', plan_to_watch: 'Plan to watch', completed: 'Completed', on_hold: 'On hold', dropped: 'Dropped' };

/**
 * @param change as `update_watchlist` takes it, with `anime_id`
 * @param onDone called after it was written, and after it was taken back
 * @returns the result, or undefined when it was refused, which was told
 */
export const changeList = async (change, title, onDone = () => undefined) => {
  const result = await attempt(() => call('POST', 'users/me/list', change));
  if (result === undefined) return undefined;
  onDone(result.after);
  const { change_id, adjusted } = result;
  if (change_id === null) toast(`${title}: nothing changed.`);
  else toast([`${title}: ${change.remove ? 'taken off the list' : said(result.after)}.`, ...adjusted].join(' '), { action: undoing(change_id, () => onDone(result.before)) });
  return result;
};

/** What is on the list already stays as it is. */
export const addToList = async ({ anime_id, title }, onDone) => {
  const wanted = { anime_id, status: 'plan_to_watch' };
  const seen = await attempt(() => call('POST', 'users/me/list', { ...wanted, dry_run: true }));
  if (seen === undefined) return;
  if (seen.before === null) return void (await changeList(wanted, title, onDone));
  onDone(seen.before);
  toast(`${title} is on your list already: ${said(seen.before)}.`);
};

/** @param change_id of a change, or of the turn that made several */
export const undoing = (change_id, onDone) => ({
  label: 'Undo',
  run: async () => {
    await call('POST', 'users/me/undo', { change_id });
    onDone();
    return 'Taken back.';
  },
});

/** @param given `{ anime_id, title }` */
export const refuse = async ({ anime_id, title }, onDone) => {
  const done = await attempt(() => call('PATCH', 'users/me/preferences', { feedback: { anime_id, kind: 'not_interested' } }));
  if (done === undefined) return;
  onDone(true);
  toast(`${title} will not be suggested again.`, { action: { label: 'Undo', run: async () => {
    await call('PATCH', 'users/me/preferences', done.undo);
    onDone(false);
    return `${title} may be suggested again.`;
  } } });
};

export const said = (entry) => {
  if (entry === null || entry === undefined) return 'not on your list';
  const { status, score, progress } = entry;
  return [statuses[status].toLowerCase(), score === null ? null : `score ${score}`, progress > 0 && status !== 'completed' ? `episode ${progress}` : null].filter(Boolean).join(', ');
};
