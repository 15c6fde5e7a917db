/* global FormData */
/** One entry of the list, changed where it stands. */
import { html, useState } from './preact.js';
import { Cover } from './cover.js';
import { useNames } from './naming.js';
import { changeList, statuses } from './list-changes.js';

const scores = Array.from({ length: 19 }, (_, at) => 10 - at / 2);

export const ListEntry = ({ entry, onChange, say }) => {
  const [open, setOpen] = useState(false);
  const names = useNames();
  const { anime_id, status, score, progress, episodes, anime, notes } = entry;
  const title = anime === null ? entry.title : names(anime).name;
  const change = (patch) => changeList({ anime_id, ...patch }, title, onChange);
  const setScore = ({ currentTarget: { value } }) => change(value === '' ? { clear: ['score'] } : { score: Number(value) });
  const known = scores.includes(score) || score === null ? scores : [score, ...scores];
  const underWay = status === 'watching' || status === 'on_hold';
  return html`<li class="entry">
    <${Cover} title=${title} picture=${anime?.picture} type=${anime?.type} />
    <div class="about">
      <h3><button type="button" class="plain" aria-expanded=${String(open)} onClick=${() => setOpen(!open)}>${title}</button></h3>
      <p class="controls">
        ${underWay && html`<span class="soft">${progress}${episodes ? ` / ${episodes}` : ''}</span>
          <button type="button" class="small" disabled=${episodes !== null && progress >= episodes} onClick=${() => change({ progress_add: 1 })}>+1<span class="hidden"> episode of ${title}</span></button>`}
        <select aria-label=${`Your score of ${title}`} value=${score ?? ''} onChange=${setScore}>
          <option value="">–</option>
          ${known.map((one) => html`<option value=${one}>★ ${one}</option>`)}
        </select>
        <select aria-label=${`Status of ${title}`} value=${status} onChange=${({ currentTarget: { value } }) => change({ status: value })}>
          ${Object.entries(statuses).map(([value, label]) => html`<option value=${value}>${label}</option>`)}
        </select>
      </p>
      ${open && html`<${Details} title=${title} entry=${entry} change=${change} say=${say} />`}
      ${!open && notes && html`<p class="soft notes">${notes}</p>`}
    </div>
  </li>`;
};

const numbers = new Set(['progress', 'rewatches']);

const Details = ({ title, entry: { progress, episodes, started_at, finished_at, notes, rewatches, anime }, change, say }) => {
  const save = (event) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const before = { progress: String(progress), rewatches: String(rewatches), notes: notes ?? '', started_at: started_at ?? '', finished_at: finished_at ?? '' };
    // Only what was changed here: the rest may have been changed elsewhere meanwhile.
    const changed = Object.entries(before).map(([name, was]) => [name, given.get(name).trim(), was]).filter(([, now, was]) => now !== was);
    const set = changed.filter(([name, now]) => now !== '' || name === 'notes').map(([name, now]) => [name, numbers.has(name) ? Number(now) : now]);
    const cleared = changed.filter(([name, now]) => now === '' && name.endsWith('_at')).map(([name]) => name);
    if (set.length + cleared.length > 0) change({ ...Object.fromEntries(set), ...(cleared.length > 0 && { clear: cleared }) });
  };
  return html`<form class="details" onSubmit=${save}>
    ${anime?.synopsis && html`<p>${anime.synopsis}</p>`}
    <label>Episodes seen <input name="progress" type="number" min="0" max=${episodes ?? 100_000} value=${progress} /></label>
    <label>Rewatches <input name="rewatches" type="number" min="0" max="1000" value=${rewatches} /></label>
    <label>Started <input name="started_at" type="date" value=${started_at ?? ''} /></label>
    <label>Finished <input name="finished_at" type="date" value=${finished_at ?? ''} /></label>
    <label class="whole">Notes <textarea name="notes" rows="2" maxlength="5000">${notes ?? ''}</textarea></label>
    <p class="whole buttons">
      <button class="primary" type="submit">Save</button>
      <button type="button" onClick=${() => say(`More like "${title}"`)}>More like this</button>
      <button type="button" class="quiet" onClick=${() => change({ remove: true })}>Remove</button>
    </p>
  </form>`;
};
