/** What a provider's client throws, as one of our errors. Nothing of its text is kept in what users see. */
import { AppError } from '../../errors.ts';

type Thrown = { readonly name?: unknown; readonly status?: unknown; readonly headers?: unknown };

/** @param timedOut our own time-out fired; @param cancelled the caller gave up */
export const translateModelError = (thrown: unknown, { timedOut, cancelled }: { timedOut: boolean; cancelled: boolean }): AppError => {
  if (cancelled) return new AppError('cancelled', 'The request was cancelled.', { cause: thrown });
  if (timedOut) return timeout(thrown);
  if (thrown instanceof AppError) return thrown;
  const { name, status, headers } = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as Thrown; // errors of several libraries: read by their fields
  if (name === 'TimeoutError' || status === 408 || status === 504) return timeout(thrown);
  if (status === 429) {
    const retryAfter = secondsOf(headers);
    return new AppError('rate_limited', 'The chat model has no capacity for us at the moment.', { ...(retryAfter !== undefined && { retryAfter }), cause: thrown });
  }
  const hint = status === 401 || status === 403 ? 'Check OPENAI_API_KEY.' : status === 404 ? 'Check MODEL and OPENAI_BASE_URL.' : undefined;
  return new AppError('upstream_failed', 'The chat model could not answer.', { ...(hint !== undefined && { hint }), cause: thrown });
};

const timeout = (cause: unknown): AppError => new AppError('upstream_timeout', 'The chat model took too long.', { cause });

/** `Retry-After` in seconds: a number or a date. */
const secondsOf = (headers: unknown): number | undefined => {
  const text = headers instanceof Headers ? headers.get('retry-after') : null;
  if (text === null) return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return Math.max(0, Math.ceil(seconds));
  const until = Date.parse(text);
  return Number.isNaN(until) ? undefined : Math.max(0, Math.ceil((until - Date.now()) / 1000));
};
