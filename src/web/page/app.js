/* global addEventListener, removeEventListener, location, history, BroadcastChannel */
/** The frame of the page: which room is shown, by the address behind `#`, and the conversations at the side. */
import { html, render, useCallback, useEffect, useRef, useState } from './preact.js';
import { Chat } from './chat.js';
import { thread as kept } from './conversation.js';
import { learnNaming } from './naming.js';
import { MyList } from './my-list.js';
import { Setup } from './setup.js';
import { Taste } from './taste.js';
import { Threads } from './threads.js';
import { Toasts } from './toasts.js';

const rooms = [
  { name: 'chat', label: 'Chat', address: '#/' },
  { name: 'list', label: 'My list', address: '#/list' },
  { name: 'taste', label: 'My taste', address: '#/taste' },
  { name: 'setup', label: 'Settings', address: '#/setup' },
];

/** `#/t/<thread>` is a conversation, `#/` a new one. */
const placeOf = (hash) => {
  const [, first = '', second = ''] = hash.split('/');
  if (first === 't' && second !== '') return { room: 'chat', thread: unescaped(second) };
  return { room: rooms.some(({ name }) => name === first) ? first : 'chat', thread: null };
};

/** What cannot be read leads to a new conversation. */
const unescaped = (text) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
};

/** The same page in other tabs of this browser. */
const tabs = new BroadcastChannel('animetrackr');

const App = () => {
  const [room, setRoom] = useState('chat');
  // The conversation that is open stays mounted while other rooms are looked at; `visit` tells one visit from the next.
  const [open, setOpen] = useState({ thread: null, visit: 0 });
  const [drawer, setDrawer] = useState(false);
  const [changes, setChanges] = useState(0);
  const [elsewhere, setElsewhere] = useState({ thread: null });
  const main = useRef(null);

  useEffect(() => void learnNaming(), []);
  useEffect(() => {
    tabs.onmessage = ({ data: thread }) => {
      setElsewhere({ thread });
      setChanges((count) => count + 1);
    };
    return () => { tabs.onmessage = null; };
  }, []);
  useEffect(() => {
    const go = () => {
      const place = placeOf(location.hash);
      setRoom(place.room);
      setDrawer(false);
      if (place.room === 'chat') setOpen((now) => (place.thread === now.thread && now.visit > 0 ? now : { thread: place.thread, visit: now.visit + 1 }));
    };
    if (location.hash === '' && kept.get() !== null) history.replaceState(null, '', `#/t/${encodeURIComponent(kept.get())}`);
    go();
    addEventListener('hashchange', go);
    return () => removeEventListener('hashchange', go);
  }, []);

  /** Something was said, or the list has changed: here, and so in every tab. */
  const changed = useCallback((thread = null) => {
    setChanges((count) => count + 1);
    tabs.postMessage(thread);
  }, []);
  const began = useCallback((thread) => {
    kept.set(thread);
    setOpen((now) => ({ ...now, thread }));
    if (placeOf(location.hash).room === 'chat') history.replaceState(null, '', `#/t/${encodeURIComponent(thread)}`);
    changed(thread);
  }, []);
  const fresh = () => {
    kept.forget();
    setDrawer(false);
    setOpen((now) => ({ thread: null, visit: now.visit + 1 }));
    location.hash = '#/';
  };
  const gone = (thread) => { if (thread === open.thread) fresh(); changed(); };
  /** Says something in the open conversation, from another room. */
  const ask = useRef(null);
  const say = (words) => {
    location.hash = open.thread === null ? '#/' : `#/t/${encodeURIComponent(open.thread)}`;
    ask.current?.(words);
  };
  const chatAddress = open.thread === null ? '#/' : `#/t/${encodeURIComponent(open.thread)}`;

  return html`
    <a class="skip" href="#main" onClick=${(event) => { event.preventDefault(); main.current.focus(); }}>Skip to content</a>
    <header class="bar">
      <button class="menu" type="button" aria-expanded=${String(drawer)} aria-controls="side" aria-label="Conversations" onClick=${() => setDrawer(!drawer)}>☰</button>
      <a class="brand" href=${chatAddress} aria-label="AnimeTrackr"><img src="/page/icon.svg" alt="" width="26" height="26" /><span>AnimeTrackr</span></a>
      <nav aria-label="Rooms">
        ${rooms.map(({ name, label, address }) => html`<a key=${name} href=${name === 'chat' ? chatAddress : address} aria-current=${room === name ? 'page' : null}>${label}</a>`)}
      </nav>
    </header>
    <div class="body">
      <aside id="side" class=${drawer ? 'open' : ''} aria-label="Conversations">
        <button class="primary wide" type="button" onClick=${fresh}>+ New chat</button>
        <${Threads} open=${open.thread} changes=${changes} onGone=${gone} />
        <p class="foot"><a href="/docs">API</a> · <a href="#/setup">Connect Claude, GPT…</a></p>
      </aside>
      ${drawer && html`<button class="shade" type="button" aria-label="Close" onClick=${() => setDrawer(false)}></button>`}
      <main id="main" ref=${main} tabindex="-1">
        <div class="room" hidden=${room !== 'chat'}><${Chat} key=${open.visit} thread=${open.thread} visible=${room === 'chat'} elsewhere=${elsewhere} onThread=${began} onChange=${changed} ask=${ask} /></div>
        ${room === 'list' && html`<${MyList} changes=${changes} onChange=${changed} say=${say} />`}
        ${room === 'taste' && html`<${Taste} changes=${changes} onChange=${changed} say=${say} />`}
        ${room === 'setup' && html`<${Setup} />`}
      </main>
    </div>
    <${Toasts} />`;
};

render(html`<${App} />`, document.getElementById('app'));
