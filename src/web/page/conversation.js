/* global fetch, localStorage */
/** The conversation's side of the network: send a turn, read one back. */
import { readEvents } from './event-stream.js';

const threadKey = 'animetrackr.thread';

export const thread = {
  get: () => localStorage.getItem(threadKey),
  set: (id) => localStorage.setItem(threadKey, id),
  forget: () => localStorage.removeItem(threadKey),
};

/** What the user is told; `repeatable`: the same turn may be sent again. */
export class TurnError extends Error {
  constructor(message, { code, repeatable }) {
    super(message);
    this.code = code;
    this.repeatable = repeatable;
  }
}

/**
 * @param turn `{ message }` or `{ resume }`
 * @param key makes a repeated send harmless: the server answers it from memory
 * @param on called with each event by name
 * @throws TurnError; AbortError when `signal` fired
 */
export const sendTurn = async (turn, { key, signal, on }) => {
  const thread_id = thread.get();
  const response = await fetch('/api/v1/chat', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream', 'Idempotency-Key': key },
    body: JSON.stringify({ ...turn, ...(thread_id !== null && { thread_id }) }),
    signal,
  }).catch((problem) => {
    if (problem.name === 'AbortError') throw problem;
    throw new TurnError('The agent cannot be reached. Is it still running?', { code: 'offline', repeatable: true });
  });
  if (!response.ok) throw toTurnError(await response.json().catch(() => ({})));
  try {
    for await (const { event, data } of readEvents(response.body)) {
      if (event === 'error') throw toTurnError(data);
      // A first turn has no thread id to repeat it with until it is done: its key finds the answer all the same.
      if (event === 'done') thread.set(data.thread_id);
      on[event]?.(data);
      if (event === 'done') return;
    }
  } catch (problem) {
    if (problem instanceof TurnError || problem.name === 'AbortError') throw problem;
  }
  throw new TurnError('The connection was lost before the answer was complete.', { code: 'offline', repeatable: true });
};

const toTurnError = ({ error }) =>
  new TurnError([error?.message ?? 'Something went wrong.', error?.hint].filter(Boolean).join(' '), {
    code: error?.code ?? 'internal',
    repeatable: ['internal', 'unavailable', 'upstream_failed', 'upstream_timeout', 'rate_limited', 'conflict'].includes(error?.code ?? 'internal'),
  });

const shownMessages = 60;

/** The newest messages of the kept conversation, oldest first; empty when there is none or it was deleted. */
export const readBack = async () => {
  const id = thread.get();
  if (id === null) return [];
  const found = await fetch(`/api/v1/threads/${encodeURIComponent(id)}`);
  if (found.status === 404) thread.forget();
  if (!found.ok) return [];
  let messages = [];
  let after = null;
  do {
    const page = await fetch(`/api/v1/threads/${encodeURIComponent(id)}/messages?limit=500${after === null ? '' : `&after=${encodeURIComponent(after)}`}`);
    if (!page.ok) break;
    const { messages: more, next } = await page.json();
    messages = [...messages, ...more].slice(-shownMessages);
    after = next;
  } while (after !== null);
  return messages;
};
