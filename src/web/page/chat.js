/* global AbortController, addEventListener, removeEventListener, crypto */
/** One conversation: what was said, what is being answered, and the field to say more. */
import { html, useEffect, useLayoutEffect, useRef, useState } from './preact.js';
import { Composer } from './composer.js';
import { readBack, sendTurn } from './conversation.js';
import { Markdown } from './markdown-view.js';
import { Question } from './question.js';
import { Start } from './start.js';
import { Steps } from './steps.js';
import { TitleCard } from './title-card.js';
import { undoing } from './list-changes.js';
import { dropToasts, toast } from './toasts.js';

/** Longer ones scroll in themselves. */
const long = 600;
const nothingDone = { intent: null, calls: [], waiting: false };
const stepsOf = ({ intent, tool_calls }) => ({ intent: intent.name, calls: tool_calls, waiting: false });

/** A turn on the page: the user's words, then the answer as far as it is there. */
const turnsOf = (messages) => {
  const turns = [];
  for (const { id, role, content, reply } of messages) {
    // A conversation that began elsewhere may begin with an answer, or have two in a row.
    if (role === 'user' || turns.at(-1)?.text !== undefined || turns.length === 0) turns.push({ key: id, ...(role === 'user' && { words: content }) });
    if (role === 'assistant') turns[turns.length - 1] = { ...turns.at(-1), text: reply?.interrupt?.question ?? reply?.response ?? content, steps: reply === undefined ? nothingDone : stepsOf(reply), reply };
  }
  return turns;
};

/** @param elsewhere `{ thread, n }`: what another tab of this browser did last */
export const Chat = ({ thread: given, visible, elsewhere, onThread, onChange, ask }) => {
  const [turns, setTurns] = useState(given === null ? [] : null);
  const [running, setRunning] = useState(null);
  const thread = useRef(given);
  const log = useRef(null);
  const field = useRef(null);
  const following = useRef(true);
  /** Where the page itself has scrolled to. */
  const seen = useRef(0);

  useEffect(() => {
    if (given === null) return;
    readBack(given).then((messages) => setTurns(turnsOf(messages)), (problem) => {
      setTurns([]);
      if (problem.code !== 'not_found') return toast(problem.message, { bad: true });
      thread.current = null;
      toast('That conversation is gone. This is a new one.');
    });
  }, []);
  useEffect(() => {
    if (elsewhere.thread === null || elsewhere.thread !== thread.current || running !== null) return;
    readBack(elsewhere.thread).then((messages) => setTurns(turnsOf(messages)), () => undefined); // what is shown stays
  }, [elsewhere]);
  useEffect(() => () => running?.abort(), [running]);
  useEffect(() => {
    const stop = (event) => event.key === 'Escape' && running?.abort();
    addEventListener('keydown', stop);
    return () => removeEventListener('keydown', stop);
  }, [running]);
  // What was said last stays at the top of what is seen, its answer below it; unless the reader has scrolled away.
  useLayoutEffect(() => {
    const box = log.current;
    if (!following.current || turns === null || turns.length === 0) return;
    const said = box.querySelector('.turn:last-of-type');
    box.scrollTop = said.offsetTop - box.offsetTop - 12;
    seen.current = box.scrollTop;
  }, [turns, visible]);

  const put = (key, change) => setTurns((now) => now.map((turn) => (turn.key === key ? { ...turn, ...change(turn) } : turn)));

  const send = async (turn, words, key = crypto.randomUUID()) => {
    if (running !== null || turns === null) return void toast('One moment: say it again when the answer is there.');
    following.current = true;
    dropToasts('said');
    setTurns((now) => [...(now ?? []).filter((one) => one.key !== key), { key, words, text: '', steps: nothingDone, busy: true }]);
    const controller = new AbortController();
    setRunning(controller);
    const steps = (change) => put(key, ({ steps: now }) => ({ steps: { ...now, waiting: false, ...change(now) } }));
    const on = {
      again: () => put(key, () => ({ text: '', steps: { ...nothingDone, waiting: true } })),
      intent: ({ name }) => steps(() => ({ intent: name })),
      tool_start: (call) => steps(({ calls }) => ({ calls: [...calls, call] })),
      tool_end: ({ call_id, ok, duration_ms }) => steps(({ calls }) => ({ calls: calls.map((call) => (call.call_id === call_id ? { ...call, ok, duration_ms } : call)) })),
      token: ({ text }) => put(key, (now) => ({ text: now.text + text })),
      done: (reply) => {
        put(key, () => ({ text: reply.interrupt?.question ?? reply.response, reply, steps: stepsOf(reply) }));
        if (thread.current !== reply.thread_id) { thread.current = reply.thread_id; onThread(reply.thread_id); }
        else onChange(reply.thread_id);
        if (reply.interrupt === null && reply.tool_calls.some(({ name, ok, arguments: args }) => name === 'update_watchlist' && ok && args.dry_run !== true)) toast('Your list has changed.', { instead: 'said', action: undoing(reply.turn_id, onChange) });
      },
    };
    try {
      await sendTurn(turn, { thread_id: thread.current, key, signal: controller.signal, on });
      put(key, () => ({ busy: false }));
    } catch (problem) {
      put(key, () => ({ busy: false, problem: problem.name === 'AbortError' ? { message: 'Stopped.' } : { message: problem.message, bad: true, retry: problem.repeatable ? () => again.current(turn, words, key) : null } }));
    } finally {
      setRunning(null);
      field.current?.focus();
    }
  };
  const say = (words) => send({ message: words }, words);
  // What runs later says it to the conversation as it is then.
  const again = useRef(null);
  again.current = send;
  ask.current = say;

  const last = turns?.at(-1);
  return html`<section class="chat" aria-label="Conversation">
    <div class="log" ref=${log} tabindex="0" role="log" aria-live="polite" aria-busy=${String(running !== null)} onScroll=${({ currentTarget: box }) => { if (Math.abs(box.scrollTop - seen.current) > 60) following.current = false; }}>
      ${turns !== null && turns.length === 0 && html`<${Start} say=${say} />`}
      ${turns?.length > 0 && html`<h1 class="hidden">Conversation</h1>`}
      ${turns?.map((turn) => html`<${Turn} key=${turn.key} turn=${turn} newest=${turn === last} say=${say} onChange=${onChange} choose=${(option) => send({ resume: { interrupt_id: turn.reply.interrupt.id, option_id: option.id } }, option.label)} />`)}
    </div>
    <${Composer} field=${field} ready=${turns !== null} running=${running !== null} stop=${() => running?.abort()} say=${say} />
  </section>`;
};

const Turn = ({ turn: { words, text, steps, reply, busy = false, problem }, newest, say, choose, onChange }) => html`<section class="turn">
  ${words && html`<div class="user" tabindex=${words.length > long ? 0 : null}><span class="hidden">You: </span>${words}</div>`}
  <article class=${busy ? 'agent busy' : 'agent'}>
    ${steps && html`<${Steps} steps=${steps} reply=${reply} />`}
    ${text && html`<div class="text"><${Markdown} text=${text} cards=${reply?.results.length} /></div>`}
    ${reply?.results.length > 0 && html`<ol class=${reply.results.length > 1 ? 'cards numbered' : 'cards'}>${reply.results.map((entry) => html`<${TitleCard} key=${entry.anime_id} entry=${entry} say=${say} onChange=${onChange} />`)}</ol>`}
    ${reply?.interrupt && html`<${Question} interrupt=${reply.interrupt} answered=${!newest || busy} choose=${choose} />`}
    ${problem && html`<p class=${problem.bad ? 'note bad' : 'note'} role="status">${problem.message} ${problem.retry && html`<button type="button" onClick=${problem.retry}>Try again</button>`}</p>`}
  </article>
</section>`;
