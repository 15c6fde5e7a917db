/* global fetch, localStorage */
/** The conversation's side of the network: send a turn, read one back. */
import { get, toApiError, unreachable, untilReady, ApiError } from './api.js';
import { readEvents } from './event-stream.js';

const threadKey = 'animetrackr.thread';

/** The conversation that was open last. */
export const thread = {
  get: () => localStorage.getItem(threadKey),
  set: (id) => localStorage.setItem(threadKey, id),
  forget: () => localStorage.removeItem(threadKey),
};

/**
 * Sends it until it is answered: when the connection breaks or the service restarts, again as soon as the service is there.
 * @param turn `{ message }` or `{ resume }`
 * @param key makes a repeated send harmless: the server answers it from memory
 * @param on called with each event by name; `again` before it is sent once more
 * @throws ApiError; AbortError when `signal` fired
 */
export const sendTurn = async (turn, { thread_id, key, signal, on }) => {
  for (;;) {
    try {
      return await sendOnce(turn, { thread_id, key, signal, on });
    } catch (problem) {
      if (problem.code !== 'offline') throw problem;
    }
    on.again?.();
    await untilReady(signal);
  }
};

const sendOnce = async (turn, { thread_id, key, signal, on }) => {
  const response = await fetch('/api/v1/chat', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream', 'Idempotency-Key': key },
    body: JSON.stringify({ ...turn, ...(thread_id !== null && { thread_id }) }),
    signal,
  }).catch((problem) => {
    if (problem.name === 'AbortError') throw problem;
    throw unreachable();
  });
  if (!response.ok) throw toApiError(await response.json().catch(() => ({})));
  try {
    for await (const { event, data } of readEvents(response.body)) {
      if (event === 'error') throw toApiError(data);
      on[event]?.(data);
      if (event === 'done') return;
    }
  } catch (problem) {
    if (problem instanceof ApiError || problem.name === 'AbortError') throw problem;
  }
  throw unreachable();
};

const shownMessages = 60;

/** The newest messages of a conversation, oldest first. @throws ApiError not_found when it was deleted */
export const readBack = async (id) => {
  let messages = [];
  let after = null;
  do {
    const { messages: more, next } = await get(`threads/${encodeURIComponent(id)}/messages?limit=500${after === null ? '' : `&after=${encodeURIComponent(after)}`}`);
    messages = [...messages, ...more].slice(-shownMessages);
    after = next;
  } while (after !== null);
  return messages;
};
