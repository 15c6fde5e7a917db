/** One title of an answer: what it is, why it is there, and what can be done with it. */
import { html, useState } from './preact.js';
import { Cover } from './cover.js';
import { addToList, refuse, said } from './list-changes.js';
import { useNames } from './naming.js';

const types = { TV: 'TV', MOVIE: 'Film', OVA: 'OVA', ONA: 'ONA', SPECIAL: 'Special' };

export const TitleCard = ({ entry, say, onChange }) => {
  const [open, setOpen] = useState(false);
  // Undefined: not touched here, so nothing is claimed about the list.
  const [listed, setListed] = useState(undefined);
  const [refused, setRefused] = useState(false);
  const { anime_id, title_native, genres = [], reasons = [], synopsis } = entry;
  const { name: title, other } = useNames()(entry);
  const add = async () => {
    await addToList({ anime_id, title }, (after) => { setListed(after ?? null); onChange(); });
  };
  if (refused) return html`<li class="card refused"><p>${title} is not suggested any more.</p></li>`;
  return html`<li class="card">
    <${Cover} title=${title} picture=${entry.picture} type=${entry.type} />
    <div class="about">
      <h2>${title}</h2>
      ${other && html`<p class="soft" lang=${other === title_native ? 'ja' : null}>${other}</p>`}
      <p class="facts">${factsOf(entry).join(' · ')}</p>
      ${genres.length > 0 && html`<p class="genres">${genres.slice(0, 4).map((genre) => html`<span>${genre}</span>`)}</p>`}
      ${reasons.length > 0 && html`<ul class="reasons">${reasons.slice(0, 3).map((reason) => html`<li>${reason}</li>`)}</ul>`}
      ${synopsis && html`<p class=${open ? 'synopsis' : 'synopsis clipped'}>${synopsis}</p>`}
      ${open && html`<${More} entry=${entry} />`}
    </div>
    <div class="actions">
      ${listed ? html`<span class="listed">✓ ${said(listed)}</span>` : html`<button type="button" onClick=${add}>+ Add<span class="hidden"> ${title} to my list</span></button>`}
      <button type="button" onClick=${() => say(`More like "${title}"`)}>More like this<span class="hidden">: ${title}</span></button>
      <button type="button" class="quiet" onClick=${() => refuse({ anime_id, title }, setRefused)}>Not interested<span class="hidden"> in ${title}</span></button>
      <button type="button" class="quiet" aria-expanded=${String(open)} onClick=${() => setOpen(!open)}>${open ? 'Less' : 'More'}<span class="hidden"> about ${title}</span></button>
    </div>
  </li>`;
};

const More = ({ entry: { tags = [], studios = [], streaming = [], links = {} } }) => html`<dl class="more">
  ${studios.length > 0 && html`<dt>Studio</dt><dd>${studios.join(', ')}</dd>`}
  ${tags.length > 0 && html`<dt>Tags</dt><dd>${tags.slice(0, 14).join(', ')}</dd>`}
  <dt>Where to watch</dt>
  <dd>${streaming.length === 0 ? 'Not known here.' : streaming.filter(({ url }) => isWeb(url)).map(({ site, url, regions = [] }) => html`<a href=${url} target="_blank" rel="noopener noreferrer">${site}${regions.length > 0 ? ` (${regions.slice(0, 4).join(', ')})` : ''}</a> `)}</dd>
  ${Object.keys(links).length > 0 && html`<dt>Pages</dt><dd>${Object.entries(links).filter(([, url]) => isWeb(url)).slice(0, 5).map(([site, url]) => html`<a href=${url} target="_blank" rel="noopener noreferrer">${site}</a> `)}</dd>`}
</dl>`;

/** Links come from data: only web addresses become one. */
const isWeb = (url) => /^https:\/\//.test(url);

export const factsOf = ({ year, type, episodes, duration_minutes, score }) => [
  year,
  types[type],
  episodes ? `${episodes} episode${episodes === 1 ? '' : 's'}` : null,
  duration_minutes ? `${duration_minutes} min` : null,
  typeof score === 'number' ? `★ ${score.toFixed(1)}` : null,
].filter(Boolean);
