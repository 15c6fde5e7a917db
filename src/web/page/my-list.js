/** The list as a board: a column per status, edits in place, files in and out. */
import { html, useEffect, useState } from './preact.js';
import { get } from './api.js';
import { ListEntry } from './list-entry.js';
import { ListFiles } from './list-files.js';
import { findTitles } from './find-titles.js';
import { statuses } from './list-changes.js';

const page = 500;
const shownAtFirst = 40;

const readAll = async () => {
  const entries = [];
  for (let offset = 0; offset !== null;) {
    const { results, next_offset } = await get(`users/me/list?limit=${page}&offset=${offset}`);
    entries.push(...results);
    offset = next_offset ?? null;
  }
  return entries;
};

/** What was changed stays where the eye is; what is new comes first. */
const asTheyStood = (before, now) => {
  const places = new Map(before.map(({ anime_id }, at) => [anime_id, at]));
  return now.toSorted((a, b) => (places.get(a.anime_id) ?? -1) - (places.get(b.anime_id) ?? -1));
};

/** @param changes counts up whenever the list may have changed */
export const MyList = ({ changes, onChange, say }) => {
  const [entries, setEntries] = useState(null);
  const [problem, setProblem] = useState(null);
  const [query, setQuery] = useState('');
  const [only, setOnly] = useState('all');
  const load = () => readAll().then((all) => { setEntries((now) => asTheyStood(now ?? [], all)); setProblem(null); }, ({ message }) => setProblem(message));
  useEffect(() => void load(), [changes]);

  const found = findTitles(entries ?? [], query);
  const columns = Object.keys(statuses).filter((status) => only === 'all' || only === status).map((status) => ({ status, of: found.filter((entry) => entry.status === status) })).filter(({ of }) => of.length > 0);

  return html`<section class="room list" aria-labelledby="list-title">
    <div class="head">
      <h1 id="list-title">My list <span class="soft">${entries === null ? '' : entries.length}</span></h1>
      <input type="search" placeholder="Find a title" aria-label="Find a title on your list" value=${query} onInput=${({ currentTarget }) => setQuery(currentTarget.value)} />
      <label class="narrow">Show <select value=${only} onChange=${({ currentTarget }) => setOnly(currentTarget.value)}>
        <option value="all">everything</option>
        ${Object.entries(statuses).map(([status, label]) => html`<option value=${status}>${label.toLowerCase()}</option>`)}
      </select></label>
    </div>
    <${ListFiles} onChange=${() => onChange()} empty=${entries?.length === 0} />
    ${problem && html`<p class="note bad" role="alert">${problem} <button type="button" onClick=${load}>Try again</button></p>`}
    ${entries?.length === 0 && html`<p>Nothing on it yet. Say in the <a href="#/">chat</a> what you have seen (“I finished Monster, 9”), press “Add” on a title, or drop a list file here.</p>`}
    ${entries?.length > 0 && columns.length === 0 && html`<p>Nothing of that on your list.</p>`}
    ${columns.length > 0 && html`<div class="board">${columns.map((column) => html`<${Column} key=${column.status} ...${column} onChange=${() => onChange()} say=${say} />`)}</div>`}
  </section>`;
};

const Column = ({ status, of, onChange, say }) => {
  const [all, setAll] = useState(false);
  const shown = all ? of : of.slice(0, shownAtFirst);
  return html`<section class="column" aria-label=${statuses[status]}>
    <h2>${statuses[status]} <span class="soft">${of.length}</span></h2>
    <ul>${shown.map((entry) => html`<${ListEntry} key=${entry.anime_id} entry=${entry} onChange=${onChange} say=${say} />`)}</ul>
    ${shown.length < of.length && html`<button type="button" class="wide" onClick=${() => setAll(true)}>Show all ${of.length}</button>`}
  </section>`;
};
