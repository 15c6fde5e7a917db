/* global fetch, location, navigator, setInterval, clearInterval, setTimeout */
/** What is running, what can be set, and how other programs are let in. */
import { html, useEffect, useState } from './preact.js';
import { call, get } from './api.js';
import { nameIn } from './naming.js';
import { attempt, toast } from './toasts.js';

const readHealth = () => fetch('/health/detailed').then((response) => response.json());

export const Setup = () => {
  const [health, setHealth] = useState(null);
  const [set, setSet] = useState(null);
  const learnHealth = () => readHealth().then(setHealth, () => toast('The agent cannot be reached.', { bad: true }));
  /** The service takes a new catalogue up by itself, some seconds after it is there. */
  const learnCatalogue = async () => {
    const { snapshot_id } = health.parts.catalogue;
    for (let tries = 0; tries < 30; tries += 1) {
      const now = await readHealth().catch(() => null);
      if (now !== null && now.parts.catalogue.snapshot_id !== snapshot_id) return setHealth(now);
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
  };
  useEffect(() => {
    learnHealth();
    attempt(() => get('users/me/preferences')).then((found) => setSet(found?.preferences ?? null));
  }, []);
  return html`<section class="room setup" aria-labelledby="setup-title">
    <h1 id="setup-title">Settings</h1>
    <div class="panels">
      ${health && html`<${Brain} brain=${health.parts.brain} /><${Catalogue} catalogue=${health.parts.catalogue} onLoaded=${learnCatalogue} />`}
      ${set && html`<${Preferences} set=${set} onSet=${setSet} />`}
      <${Connect} />
    </div>
  </section>`;
};

const Brain = ({ brain: { mode, model } }) => html`<section class="panel">
  <h2>Brain</h2>
  ${mode === 'embedded'
    ? html`<p>The built-in brain: no key, no network, nothing leaves this machine. It understands English and answers in milliseconds.</p>
      <p>A language model makes it wordier and better at open questions. Put this into <code>.env</code> and start again:</p>
      <${Copy} title="OpenAI" text=${'MODEL=gpt-5-mini\nOPENAI_API_KEY=sk-…'} />
      <${Copy} title="Ollama, or anything that speaks OpenAI's API" text=${'MODEL=llama3.1\nOPENAI_BASE_URL=http://127.0.0.1:11434/v1'} />`
    : html`<p>The model <strong>${model}</strong>, with the built-in brain behind it: when the model does not answer, that one does.</p>`}
</section>`;

const stages = { download: 'Downloading', read: 'Reading', embed: 'Placing titles', index: 'Building the index', write: 'Writing' };
const lookEveryMs = 700;

/** @param onLoaded a new catalogue is there */
const Catalogue = ({ catalogue: { entries, origin, source, age_days }, onLoaded }) => {
  const [sync, setSync] = useState({ state: 'idle' });
  const running = sync.state === 'running';
  useEffect(() => void get('catalogue/sync').then(setSync, () => undefined), []);
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(() => get('catalogue/sync').then((now) => {
      setSync(now);
      if (now.state === 'done') onLoaded();
    }, () => undefined), lookEveryMs);
    return () => clearInterval(timer);
  }, [running]);
  const ask = async (method) => {
    const now = await attempt(() => call(method, 'catalogue/sync'));
    if (now !== undefined) setSync(now);
  };
  return html`<section class="panel">
  <h2>Catalogue</h2>
  <p><strong>${entries.toLocaleString('en')}</strong> titles, ${origin === 'synced' ? `from ${source?.name ?? 'a file'}${source?.last_update ? ` of ${source.last_update}` : ''}${age_days > 60 ? ': time for a new one' : ''}` : 'those that come with the program'}.</p>
  <p>${origin === 'synced' ? 'Bring it up to date' : 'Load the full catalogue, about 40,000 titles,'} from anime-offline-database. It takes a few minutes, and you can go on meanwhile.</p>
  ${running
    ? html`<${Progress} ...${sync.progress} /><p><button type="button" onClick=${() => ask('DELETE')}>Stop</button></p>`
    : html`<p><button type="button" class=${origin === 'synced' ? '' : 'primary'} onClick=${() => ask('POST')}>${origin === 'synced' ? 'Update now' : 'Load it now'}</button></p>`}
  ${sync.state === 'failed' && html`<p class="note bad" role="alert">${sync.message} ${sync.hint}</p>`}
  ${sync.state === 'stopped' && html`<p class="note" role="status">Stopped. The catalogue is as it was; what was downloaded is kept for the next time.</p>`}
  ${sync.state === 'done' && html`<p class="note" role="status">Done.</p>`}
  <${Copy} title="The same from the project's folder, also from a file you have" text=${'npm run sync\nnpm run sync -- --file anime-offline-database.jsonl'} />
</section>`;
};

/** Of the stage that runs; before the first nothing is known. */
const Progress = ({ stage, done, total }) => {
  const words = stage === undefined ? 'Starting' : stages[stage];
  const size = (count) => (stage === 'download' ? `${(count / 1e6).toFixed(1)} MB` : count.toLocaleString('en'));
  return html`<p role="status"><label>${words}… <progress value=${total ? done : undefined} max=${total ?? undefined}></progress></label> ${done > 0 && html`<span class="soft">${size(done)}${total ? ` of ${size(total)}` : ''}</span>`}</p>`;
};

const choices = {
  title_language: { label: 'Titles in', options: { english: 'English', romaji: 'Romaji', native: 'Japanese' } },
  adult_level: { label: 'Adult titles', options: { hide: 'hidden', show: 'shown' } },
  ecchi_level: { label: 'Ecchi', options: { hide: 'hidden', show: 'shown' } },
  spoiler_level: { label: 'Spoilers', options: { hide: 'none at all', progress: 'nothing beyond where I am', show: 'all may be told' } },
};

const Preferences = ({ set, onSet }) => {
  const change = async (patch) => {
    const done = await attempt(() => call('PATCH', 'users/me/preferences', patch));
    if (done === undefined) return;
    onSet(done.preferences);
    nameIn(done.preferences.title_language);
    toast('Saved.');
  };
  const refused = Object.entries(set.not_interested).flatMap(([kind, all]) => all.map((one) => (typeof one === 'string' ? { kind, id: one, words: one } : { kind, id: one.anime_id, words: kind === 'franchises' ? `all of ${one.title}` : one.title })));
  return html`<section class="panel">
    <h2>What I like to see</h2>
    ${Object.entries(choices).map(([name, { label, options }]) => html`<label class="choice">${label} <select value=${set[name]} onChange=${({ currentTarget: { value } }) => change({ [name]: value })}>
      ${Object.entries(options).map(([value, words]) => html`<option value=${value}>${words}</option>`)}
    </select></label>`)}
    <h3>Never suggested</h3>
    ${refused.length === 0 && html`<p class="soft">Nothing yet. Say “no horror, ever”, or press “Not interested” on a title.</p>`}
    <ul class="chips">${refused.map(({ kind, id, words }) => html`<li key=${kind + id}>${words} <button type="button" class="icon" aria-label=${`Let ${words} be suggested again`} onClick=${() => change({ interested_again: { [kind]: [id] } })}>×</button></li>`)}</ul>
  </section>`;
};

const Connect = () => {
  const here = location.origin;
  return html`<section class="panel">
    <h2>Connect other programs</h2>
    <p>The same tools and the same list, for any program that speaks MCP or OpenAI's API on this machine.</p>
    <${Copy} title="Claude Code" text=${`claude mcp add --transport http animetrackr ${here}/mcp`} />
    <${Copy} title="Claude Desktop: claude_desktop_config.json" text=${JSON.stringify({ mcpServers: { animetrackr: { command: 'node', args: ['/path/to/animetrackr/src/bin/bootstrap.mjs', 'mcp-stdio'] } } }, null, 2)} />
    <${Copy} title="VS Code: .vscode/mcp.json" text=${JSON.stringify({ servers: { animetrackr: { type: 'http', url: `${here}/mcp` } } }, null, 2)} />
    <${Copy} title="OpenAI-compatible chat programs: base URL (any key)" text=${`${here}/v1`} />
  </section>`;
};

const Copy = ({ title, text }) => html`<div class="copy">
  <p class="soft">${title} <button type="button" class="small" onClick=${() => attempt(async () => { await navigator.clipboard.writeText(text); toast('Copied.'); })}>Copy<span class="hidden">: ${title}</span></button></p>
  <pre tabindex="0">${text}</pre>
</div>`;
