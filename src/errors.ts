/** The one error type and the one table that both translators (HTTP reply, tool reply) read. */
import { ZodError } from 'zod';

const codes = {
  invalid_input: { status: 400, level: 'info' },
  unauthenticated: { status: 401, level: 'info' },
  forbidden: { status: 403, level: 'warn' },
  not_found: { status: 404, level: 'info' },
  ambiguous: { status: 409, level: 'info' },
  conflict: { status: 409, level: 'info' },
  interrupt_gone: { status: 409, level: 'info' },
  payload_too_large: { status: 413, level: 'info' },
  rate_limited: { status: 429, level: 'info' },
  cancelled: { status: 499, level: 'info' },
  internal: { status: 500, level: 'error' },
  upstream_failed: { status: 502, level: 'warn' },
  unavailable: { status: 503, level: 'warn' },
  upstream_timeout: { status: 504, level: 'warn' },
} as const;

export type ErrorCode = keyof typeof codes;
export const errorCodes = Object.keys(codes) as ErrorCode[]; // Object.keys forgets the literal union

type ErrorDetails = {
  /** What the caller can do next, one sentence. */
  hint?: string;
  /** Seconds after which a retry makes sense. */
  retryAfter?: number;
  /** Extra facts for the caller, e.g. candidates of an ambiguous title. Must be safe to show. */
  data?: Record<string, unknown>;
  cause?: unknown;
};

/** `message` and `hint` are shown to users and models: no upstream text, no paths, no stacks. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly retryAfter: number | undefined;
  readonly data: Record<string, unknown> | undefined;

  constructor(code: ErrorCode, message: string, { hint, retryAfter, data, cause }: ErrorDetails = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'AppError';
    this.code = code;
    this.hint = hint;
    this.retryAfter = retryAfter;
    this.data = data;
  }
}

/** Anything thrown, as an AppError: a ZodError is the caller's input, an abort is `cancelled`, the rest is `internal`. */
export const toAppError = (thrown: unknown): AppError => {
  if (thrown instanceof AppError) return thrown;
  if (thrown instanceof ZodError) {
    return new AppError('invalid_input', describeZod(thrown), {
      hint: 'Correct the named field and send the request again.',
      cause: thrown,
    });
  }
  if (thrown instanceof Error && thrown.name === 'AbortError') {
    return new AppError('cancelled', 'The request was cancelled.', { cause: thrown });
  }
  return new AppError('internal', 'Something went wrong on our side.', {
    hint: 'Try again; if it stays, look for the request id in the server log.',
    cause: thrown,
  });
};

export const errorStatus = (code: ErrorCode): number => codes[code].status;
export const errorLevel = (code: ErrorCode): 'info' | 'warn' | 'error' => codes[code].level;

/** First three problems of a ZodError as one sentence, e.g. `limit: Too big: expected number to be <=100`. */
export const describeZod = (error: ZodError): string =>
  error.issues
    .slice(0, 3)
    .map((issue) => (issue.path.length > 0 ? `${issue.path.join('.')}: ${issue.message}` : issue.message))
    .join('; ');
