/** How an engine says that something outside of it is wrong: its code, and what a user reads and can do. */
import { AppError } from '../errors.ts';

export type Refusal = { readonly code: RegExp; readonly message: string; readonly hint: string; readonly retryAfter?: number };

/** A failure whose code is in the table as AppError unavailable; anything else (a mistake of ours) unchanged. */
export const refusedBy = (refusals: readonly Refusal[], code: string, thrown: unknown): unknown => {
  const refusal = refusals.find((known) => known.code.test(code));
  if (refusal === undefined) return thrown;
  const { message, hint, retryAfter } = refusal;
  return new AppError('unavailable', message, { hint, cause: thrown, ...(retryAfter === undefined ? {} : { retryAfter }) });
};
