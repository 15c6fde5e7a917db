/** Short notes at the edge, some with one thing to do about them. */
import { html, useEffect, useState } from './preact.js';

const shownMs = 8_000;
let told = () => undefined;
let drop = () => undefined;
let count = 0;

/** @param action `{ label, run }`; what it returns is told in turn @param instead of the same name before it, which is void then */
export const toast = (words, { action = null, bad = false, instead = null } = {}) => told({ id: (count += 1), words, action, bad, instead });

/** Notes of this name are void. */
export const dropToasts = (name) => drop(name);

/** Does it; a failure is told. */
export const attempt = async (work) => {
  try {
    return await work();
  } catch (problem) {
    toast(problem.message, { bad: true });
    return undefined;
  }
};

export const Toasts = () => {
  const [notes, setNotes] = useState([]);
  const close = (id) => setNotes((now) => now.filter((note) => note.id !== id));
  useEffect(() => {
    told = (note) => {
      setNotes((now) => [...now.filter(({ instead }) => instead === null || instead !== note.instead).slice(-2), note]);
      setTimeout(() => close(note.id), shownMs);
    };
    drop = (name) => setNotes((now) => now.filter(({ instead }) => instead !== name));
    return () => { told = drop = () => undefined; };
  }, []);
  const act = async ({ id, action }) => {
    close(id);
    const words = await attempt(action.run);
    if (words) toast(words);
  };
  return html`<div class="toasts" role="status" aria-live="polite">
    ${notes.map((note) => html`<div key=${note.id} class=${note.bad ? 'toast bad' : 'toast'}>
      <span>${note.words}</span>
      ${note.action && html`<button type="button" onClick=${() => act(note)}>${note.action.label}</button>`}
      <button type="button" class="close" aria-label="Dismiss" onClick=${() => close(note.id)}>×</button>
    </div>`)}
  </div>`;
};
