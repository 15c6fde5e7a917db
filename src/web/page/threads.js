/* global confirm */
/** The conversations: find, open, rename, delete. */
import { html, useEffect, useLayoutEffect, useRef, useState } from './preact.js';
import { call, get } from './api.js';
import { attempt } from './toasts.js';

const most = 200;

/** @param changes counts up whenever they may have changed @param onGone told which one was deleted */
export const Threads = ({ open, changes, onGone }) => {
  const [threads, setThreads] = useState([]);
  const [query, setQuery] = useState('');
  const [renaming, setRenaming] = useState(null);
  const load = () => get(`threads?limit=${most}`).then((page) => setThreads(page.threads), () => undefined); // the conversation itself says when the service is away
  useEffect(() => void load(), [changes]);

  const rename = async ({ thread_id }, title) => {
    if (title.trim() !== '') await attempt(() => call('PATCH', `threads/${encodeURIComponent(thread_id)}`, { title }));
    setRenaming(null);
    load();
  };
  const remove = async ({ thread_id, title }) => {
    if (!confirm(`Delete the conversation "${title}"? Your list stays as it is.`)) return;
    if ((await attempt(() => call('DELETE', `threads/${encodeURIComponent(thread_id)}`))) !== undefined) onGone(thread_id);
  };
  const found = threads.filter(({ title }) => title.toLowerCase().includes(query.trim().toLowerCase()));

  return html`<nav class="threads" aria-label="Conversations">
    ${threads.length > 4 && html`<input type="search" placeholder="Find a conversation" aria-label="Find a conversation" value=${query} onInput=${({ currentTarget }) => setQuery(currentTarget.value)} />`}
    <ul>
      ${found.map((one) => html`<li key=${one.thread_id} class=${one.thread_id === open ? 'current' : ''}>
        ${renaming === one.thread_id
          ? html`<${NewName} title=${one.title} rename=${(title) => rename(one, title)} leave=${() => setRenaming(null)} />`
          : html`<a href=${`#/t/${encodeURIComponent(one.thread_id)}`} aria-current=${one.thread_id === open ? 'true' : null}>${one.title}</a>
              <button type="button" class="icon" aria-label=${`Rename ${one.title}`} title="Rename" onClick=${() => setRenaming(one.thread_id)}>✎</button>
              <button type="button" class="icon" aria-label=${`Delete ${one.title}`} title="Delete" onClick=${() => remove(one)}>🗑</button>`}
      </li>`)}
    </ul>
    ${threads.length > 0 && found.length === 0 && html`<p class="soft">No conversation of that name.</p>`}
  </nav>`;
};

const NewName = ({ title, rename, leave }) => {
  const field = useRef(null);
  useLayoutEffect(() => field.current.select(), []);
  const submit = (event) => { event.preventDefault(); rename(field.current.value); };
  return html`<form onSubmit=${submit}><input ref=${field} aria-label="New name" maxlength="200" defaultValue=${title} onKeyDown=${({ key }) => key === 'Escape' && leave()} onBlur=${leave} /></form>`;
};
