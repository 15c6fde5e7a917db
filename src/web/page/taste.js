/** What the list says of its owner: sentences first, then pictures, then what would fit. */
import { html, useEffect, useState } from './preact.js';
import { get } from './api.js';
import { addToList } from './list-changes.js';
import { AgainstTheCrowd, Columns, Shares } from './plots.js';

const most = 12;

export const Taste = ({ changes, onChange, say }) => {
  const [report, setReport] = useState(null);
  const [problem, setProblem] = useState(null);
  useEffect(() => void get('users/me/taste').then(setReport, ({ message }) => setProblem(message)), [changes]);
  if (problem !== null) return html`<section class="room"><h1>My taste</h1><p class="note bad" role="alert">${problem}</p></section>`;
  if (report === null) return html`<section class="room"><h1>My taste</h1><p role="status">Reading your list…</p></section>`;
  return html`<section class="room taste" aria-labelledby="taste-title">
    <h1 id="taste-title">My taste</h1>
    ${report.titles === 0 ? html`<${Nothing} />` : html`<${Report} ...${report} onChange=${onChange} say=${say} />`}
  </section>`;
};

const Nothing = () => html`<p>There is nothing to read yet: the more titles on your list, and the more of them scored, the more I can tell. <a href="#/list">Bring a list along</a>, or tell me in the <a href="#/">chat</a> what you have seen.</p>`;

const Report = ({ summary, scores, genres, tags, eras, lengths, completion, drift, missing, recommendations, onChange, say }) => html`
  <div class="summary">${summary.map((sentence) => html`<p>${sentence}</p>`)}</div>
  <div class="plots">
    <${AgainstTheCrowd} title="Genres you watch more and less than most people" rows=${ratios(genres.all)} />
    <${AgainstTheCrowd} title="Themes" rows=${ratios(tags.all)} />
    ${scores.n > 0 && html`<div><${Columns} title=${`Your scores: ${scores.mean} on average`} unit="titles" rows=${scores.distribution.map((value, at) => ({ name: at + 1, value }))} /><${Sentences} summary=${summary} of=${scores} /></div>`}
    ${eras.all.length > 0 && html`<div><${Columns} title="When they are from" unit="titles" rows=${eras.all.map(({ name, n }) => ({ name, value: n }))} /><${Sentences} summary=${summary} of=${eras} /></div>`}
    <div><${Shares} title="What became of what you began" rows=${[{ name: 'finished', value: completion.finished }, { name: 'watching', value: completion.watching }, { name: 'on hold', value: completion.on_hold }, { name: 'dropped', value: completion.dropped }]} /><${Sentences} summary=${summary} of=${completion} /></div>
    ${lengths.all.length > 0 && html`<div><${Shares} title="How long they are" rows=${lengths.all.map(({ name, n }) => ({ name, value: n }))} /><${Sentences} summary=${summary} of=${lengths} /></div>`}
    <div><h2>How it changes</h2><${Sentences} summary=${summary} of=${drift} /><${Names} label="More of" of=${drift.more} /><${Names} label="Less of" of=${drift.less} /></div>
    <div><h2>What I suggested</h2><${Sentences} summary=${summary} of=${recommendations} /></div>
  </div>
  ${missing.titles.length > 0 && html`<section><h2>Not on your list and likely to fit</h2><ul class="fits">${missing.titles.map((one) => html`<${Fit} key=${one.anime_id} ...${one} onChange=${onChange} say=${say} />`)}</ul></section>`}`;

const ratios = (all) => all.filter(({ watched_ratio, n }) => watched_ratio > 0 && n > 1).toSorted((a, b) => b.n - a.n).slice(0, most).map(({ name, n, watched_ratio }) => ({ name, n, ratio: watched_ratio })).toSorted((a, b) => b.ratio - a.ratio);

/** What the summary does not say already. */
const Sentences = ({ of: { sentences }, summary }) => sentences.filter((sentence) => !summary.includes(sentence)).map((sentence) => html`<p class="soft">${sentence}</p>`);
const Names = ({ label, of }) => of.length > 0 && html`<p>${label}: ${of.map(({ name }) => name).join(', ')}</p>`;

const Fit = ({ anime_id, title, reasons, onChange, say }) => {
  const [added, setAdded] = useState(false);
  return html`<li><strong>${title}</strong><span class="soft"> ${reasons.join('; ')}</span>
    <span class="buttons"><button type="button" class="small" disabled=${added} onClick=${() => addToList({ anime_id, title }, (after) => { setAdded(after !== undefined && after !== null); onChange(); })}>${added ? 'Added' : '+ Add'}<span class="hidden"> ${title}</span></button>
    <button type="button" class="small" onClick=${() => say(`Tell me about "${title}"`)}>Ask about it<span class="hidden">: ${title}</span></button></span></li>`;
};
