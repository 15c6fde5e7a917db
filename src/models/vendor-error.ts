/** Turns what an OpenAI-compatible client throws into our error, without a word of the other side's text. */
import { AppError } from '../errors.ts';

/** @param what the subject of the message, e.g. `The embedding model` */
export const fromVendorError = (thrown: unknown, what: string): AppError => {
  if (thrown instanceof AppError) return thrown;
  const { name, status } = describe(thrown);
  if (name === 'AbortError' || name === 'APIUserAbortError') return new AppError('cancelled', 'The request was cancelled.', { cause: thrown });
  if (name === 'TimeoutError' || name === 'APIConnectionTimeoutError' || status === 408 || status === 504) {
    return new AppError('upstream_timeout', `${what} did not answer in time.`, { hint: 'Try again in a moment.', cause: thrown });
  }
  if (status === 429) {
    const retryAfter = retryAfterSeconds(thrown);
    return new AppError('rate_limited', `${what} accepts no more requests for the moment.`, {
      hint: 'Try again later, or check the quota of the key.',
      ...(retryAfter !== undefined && { retryAfter }),
      cause: thrown,
    });
  }
  return new AppError('upstream_failed', `${what} ${status === undefined ? 'cannot be reached or answered rubbish' : `refused or failed (HTTP ${status})`}.`, {
    hint: hintFor(status),
    cause: thrown,
  });
};

const hintFor = (status: number | undefined): string => {
  if (status === 401 || status === 403) return 'Check OPENAI_API_KEY.';
  if (status === 404) return 'Check the name of the model and OPENAI_BASE_URL.';
  return status === undefined ? 'Check the network and OPENAI_BASE_URL.' : 'Try again in a moment.';
};

const describe = (thrown: unknown): { name: string | undefined; status: number | undefined } => ({
  name: thrown instanceof Error ? (thrown.constructor.name === 'Error' ? thrown.name : thrown.constructor.name) : undefined,
  status: typeof thrown === 'object' && thrown !== null && 'status' in thrown && typeof thrown.status === 'number' ? thrown.status : undefined,
});

/** From the header, which holds seconds or a date. */
const retryAfterSeconds = (thrown: unknown): number | undefined => {
  if (typeof thrown !== 'object' || thrown === null || !('headers' in thrown) || !(thrown.headers instanceof Headers)) return undefined;
  const header = thrown.headers.get('retry-after');
  if (header === null) return undefined;
  const seconds = Number.isFinite(Number(header)) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : undefined;
};
