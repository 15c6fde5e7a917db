/* global fetch */
/** JSON to and from the service. */

/** What the user is told; `repeatable`: the same may be tried again. */
export class ApiError extends Error {
  constructor(message, { code, repeatable, data }) {
    super(message);
    this.code = code;
    this.repeatable = repeatable;
    this.data = data;
  }
}

const passing = ['internal', 'unavailable', 'upstream_failed', 'upstream_timeout', 'rate_limited', 'conflict'];

/** @param body `{ error: { code, message, hint } }` */
export const toApiError = ({ error }) =>
  new ApiError([error?.message ?? 'Something went wrong.', error?.hint].filter(Boolean).join(' '), { code: error?.code ?? 'internal', repeatable: passing.includes(error?.code ?? 'internal'), data: error?.data });

export const unreachable = () => new ApiError('The agent cannot be reached. Is it still running?', { code: 'offline', repeatable: true });

/** @param path below `/api/v1/` @throws ApiError */
export const call = (method, path, body) => send(path, { method, ...(body !== undefined && { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }) });

/** The bytes of a file as they are: what they are written in is the service's to find out. */
export const upload = (path, file) => send(path, { method: 'POST', headers: { 'Content-Type': 'application/octet-stream' }, body: file });

const send = async (path, request) => {
  const response = await fetch(`/api/v1/${path}`, request).catch(() => { throw unreachable(); });
  if (response.status === 204) return null;
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw toApiError(answer);
  return answer;
};

export const get = (path) => call('GET', path);

/** Waits until the service answers again. */
export const untilReady = async (signal) => {
  for (let wait = 300; ; wait = Math.min(wait * 1.6, 5_000)) {
    await new Promise((resolve) => setTimeout(resolve, wait));
    if (signal.aborted) throw signal.reason;
    const ready = await fetch('/ready', { signal }).catch(() => null);
    if (signal.aborted) throw signal.reason;
    if (ready?.ok) return;
  }
};
