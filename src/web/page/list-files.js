/* global addEventListener, removeEventListener, File */
/** Lists as files: dropped or chosen, looked through first, taken in with a way back. */
import { html, useEffect, useState } from './preact.js';
import { call, upload } from './api.js';
import { said, statuses } from './list-changes.js';
import { attempt, toast } from './toasts.js';

/** So many changes are shown at once. */
const few = 20;
const formats = { 'mal-xml': 'MyAnimeList XML', 'anilist-json': 'AniList JSON', csv: 'CSV' };

export const ListFiles = ({ onChange, empty }) => {
  const [over, setOver] = useState(false);
  const [report, setReport] = useState(null);
  const [busy, setBusy] = useState(false);

  const look = async (file) => {
    setBusy(true);
    const found = await attempt(() => upload('users/me/import?dry_run=true', file));
    setBusy(false);
    if (found !== undefined) setReport({ file, ...found });
  };
  const take = async () => {
    setBusy(true);
    const done = await attempt(() => upload('users/me/import', report.file));
    setBusy(false);
    if (done === undefined) return;
    setReport(null);
    onChange();
    const { counts: { added, changed }, import_id } = done;
    toast(`Taken in: ${added} new, ${changed} changed.`, import_id === null ? {} : { action: { label: 'Undo', run: async () => {
      await call('POST', 'users/me/undo', { change_id: import_id });
      onChange();
      return 'Your list is as it was before.';
    } } });
  };

  useEffect(() => {
    const hasFile = (event) => event.dataTransfer?.types.includes('Files');
    const onOver = (event) => { if (hasFile(event)) { event.preventDefault(); setOver(true); } };
    const onLeave = (event) => { if (event.relatedTarget === null) setOver(false); };
    const onDrop = (event) => {
      if (!hasFile(event)) return;
      event.preventDefault();
      setOver(false);
      const [file] = event.dataTransfer.files;
      if (file instanceof File) look(file);
    };
    const all = { dragover: onOver, dragleave: onLeave, drop: onDrop };
    for (const [name, on] of Object.entries(all)) addEventListener(name, on);
    return () => { for (const [name, on] of Object.entries(all)) removeEventListener(name, on); };
  }, []);

  return html`<div class=${over ? 'files over' : 'files'}>
    ${over && html`<p class="drop">Drop your list file here</p>`}
    <details open=${empty}>
      <summary>Import and export</summary>
      <p><label class="button">Choose a list file <input class="hidden" type="file" accept=".xml,.gz,.json,.csv,.txt" disabled=${busy} onChange=${({ currentTarget }) => { const [file] = currentTarget.files; currentTarget.value = ''; if (file) look(file); }} /></label>
        <span class="soft"> MyAnimeList XML (also .gz), AniList JSON or CSV; or drop it anywhere on this page. You see what would change before anything does.</span></p>
      <p>Save a copy: ${Object.entries(formats).map(([format, label]) => html`<a href=${`/api/v1/users/me/export?format=${format}`} download>${label}</a> `)}</p>
    </details>
    ${busy && html`<p role="status">Reading…</p>`}
    ${report && html`<${Report} report=${report} take=${take} leave=${() => setReport(null)} busy=${busy} />`}
  </div>`;
};

const Report = ({ report: { file: { name }, format, counts, changed, unmatched, refused, kept, warnings }, take, leave, busy }) => html`<section class="report" aria-label="What the file would change">
  <h2>${name}</h2>
  <p>${formats[format] ?? format}, ${counts.rows} rows: <strong>${counts.added} new</strong>, <strong>${counts.changed} changed</strong>, ${counts.unchanged} as they are${counts.unknown > 0 ? `, ${counts.unknown} kept by their id alone` : ''}${counts.duplicates > 0 ? `, ${counts.duplicates} named twice` : ''}.</p>
  ${warnings.map((warning) => html`<p class="note">${warning}</p>`)}
  <${Rows} title="Changed" count=${counts.changed} rows=${changed.filter(({ before }) => before !== null)} open=${counts.changed <= few} words=${({ title, before, after, remarks }) => [`${title}: ${difference(before, after)}`, ...remarks].join('. ')} />
  <${Rows} title="New" count=${counts.added} rows=${changed.filter(({ before }) => before === null)} words=${({ title, after, remarks }) => [`${title}: ${said(after)}`, ...remarks].join('. ')} />
  <${Rows} title="Left as they are, against the file" count=${kept.length} rows=${kept} words=${({ title, remarks }) => [title, ...remarks].join('. ')} />
  <${Rows} title="Not recognised" count=${counts.unmatched} rows=${unmatched} words=${({ title, candidates }) => `${title}${candidates.length > 0 ? ` (perhaps ${candidates.map((one) => one.title).join(', ')})` : ''}`} />
  <${Rows} title="Refused" count=${counts.refused} rows=${refused} words=${({ title, reason }) => [title, reason].filter(Boolean).join(': ')} />
  <p class="buttons"><button class="primary" type="button" disabled=${busy || counts.added + counts.changed === 0} onClick=${take}>Take them in</button> <button type="button" onClick=${leave}>Leave it</button></p>
</section>`;

/** What each field was and becomes. */
const difference = (before, after) => Object.keys(after).filter((field) => before[field] !== after[field]).map((field) => `${fields[field] ?? field} ${shown(field, before[field])} → ${shown(field, after[field])}`).join(', ');
const fields = { progress: 'episode', started_at: 'started', finished_at: 'finished' };
const shown = (field, value) => (value === null || value === '' ? 'none' : field === 'status' ? statuses[value].toLowerCase() : String(value).slice(0, 60));

const Rows = ({ title, count, rows, words, open = false }) => count > 0 && html`<details open=${open}><summary>${title}: ${count}</summary><ul>${rows.slice(0, 50).map((row) => html`<li>Line ${row.line}: ${words(row)}</li>`)}</ul></details>`;
