import { html, useEffect, useState } from './preact.js';

const highest = 180;

/** Where the user writes. @param field ref to the text area, which is focused after an answer */
export const Composer = ({ field, ready, running, stop, say }) => {
  const [words, setWords] = useState('');
  useEffect(() => {
    const area = field.current;
    area.style.height = 'auto';
    area.style.height = `${Math.min(area.scrollHeight + 2, highest)}px`; // + 2: its border
  }, [words]);
  useEffect(() => field.current.focus(), []);
  const submit = (event) => {
    event.preventDefault();
    if (running) return stop();
    if (words.trim() === '' || !ready) return;
    say(words.trim());
    setWords('');
  };
  const onKey = (event) => {
    // isComposing: Enter that chooses a word of a Japanese keyboard sends nothing.
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing && !running) submit(event);
  };
  return html`<form class="composer" autocomplete="off" onSubmit=${submit}>
    <label class="hidden" for="message">Your message</label>
    <textarea id="message" ref=${field} rows="1" maxlength="10000" placeholder="Ask about anime…" value=${words} onInput=${({ currentTarget }) => setWords(currentTarget.value)} onKeyDown=${onKey}></textarea>
    <button class=${running ? '' : 'primary'} type="submit">${running ? 'Stop' : 'Send'}</button>
    <p class="hint">Enter sends, Shift+Enter makes a new line, Esc stops an answer.</p>
  </form>`;
};
