/** Any OpenAI-compatible chat API (OpenAI, Ollama, vLLM, LM Studio, ...) through LangChain. */
import { ChatOpenAI } from '@langchain/openai';
import type { Log } from '../../log.ts';
import { AppError, toAppError } from '../../errors.ts';
import type { ChatModel } from '../chat-model.ts';
import { fromVendorError } from '../vendor-error.ts';
import { createRateLimit } from '../rate-limit.ts';
import { forgetful, type SharedMemory } from '../shared-memory.ts';
import { createCircuitBreaker } from './circuit-breaker.ts';

const what = 'The chat model';

export type OpenAIChatOptions = {
  /** Model name, e.g. `gpt-5-mini`. */
  readonly name: string;
  readonly apiKey: string;
  /** e.g. `http://127.0.0.1:11434/v1`; null = OpenAI's own. */
  readonly baseUrl: string | null;
  readonly log: Log;
  /** Remembers for all processes when the provider wants to be left alone. */
  readonly memory?: SharedMemory;
  /** For one call from the first byte sent to the last byte read, its retry included. */
  readonly timeoutMs?: number;
  /** Failures in a row after which calls are refused, and for how long. */
  readonly failuresToOpen?: number;
  readonly pauseMs?: number;
  readonly now?: () => number;
};

export const createOpenAIChatModel = ({
  name, apiKey, baseUrl, log, memory = forgetful, timeoutMs = 20_000, failuresToOpen = 5, pauseMs = 30_000, now = () => performance.now(),
}: OpenAIChatOptions): ChatModel => {
  const model = new ChatOpenAI({
    model: name,
    apiKey,
    // The default of 6 retries turns one bad minute of the provider into 90 seconds of waiting.
    maxRetries: 1,
    onFailedAttempt: giveUpUnlessServerFault,
    timeout: timeoutMs,
    // No temperature: reasoning models refuse the request when it is set. Their thinking time is what users wait for, so little of it; other models are not sent this.
    reasoning: { effort: 'low' },
    ...(baseUrl !== null && { configuration: { baseURL: baseUrl } }),
  });
  const limit = createRateLimit({ memory, key: `chat:${baseUrl ?? 'openai'}:${name}`, what });
  const circuit = createCircuitBreaker({ threshold: failuresToOpen, pauseMs, now });

  return {
    name,
    model,
    guarded: async (work, callerSignal) => {
      const started = now();
      const over = new AbortController();
      const time = AbortSignal.timeout(timeoutMs);
      const signal = AbortSignal.any([over.signal, time, ...(callerSignal === undefined ? [] : [callerSignal])]);
      const attempt = async () => {
        try {
          // The race: a client that waits between retries, or reads a body that drips, does not look at its signal.
          return await Promise.race([work(model, signal), aborted(signal)]);
        } catch (thrown) {
          if (callerSignal?.aborted === true) throw cancelled(thrown);
          throw time.aborted ? new AppError('upstream_timeout', `${what} took too long.`, { cause: thrown }) : fromVendorError(thrown, what);
        }
      };
      try {
        if (callerSignal?.aborted === true) throw cancelled(callerSignal.reason);
        const result = await limit.run(() => circuit.run(attempt, isFailure));
        log.debug({ model: name, duration_ms: Math.round(now() - started) }, 'chat model answered');
        return result;
      } catch (thrown) {
        const { code, cause } = toAppError(thrown);
        if (code !== 'cancelled') log.warn({ model: name, code, status: statusOf(cause), duration_ms: Math.round(now() - started), circuit: circuit.status().state }, 'chat model failed');
        throw thrown;
      } finally {
        over.abort();
      }
    },
    circuit: () => circuit.status(),
  };
};

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    const fail = () => reject(cancelled(signal.reason));
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });

const cancelled = (cause: unknown): AppError => new AppError('cancelled', 'The request was cancelled.', { cause });

/** Sent again: what the server could not do this time, and what never reached it. LangChain would also wait and ask again after a 429. */
const giveUpUnlessServerFault = (problem: unknown): void => {
  const { name, status } = (typeof problem === 'object' && problem !== null ? problem : {}) as { name?: unknown; status?: unknown }; // errors of several libraries
  if (name === 'TimeoutError' || name === 'AbortError' || (typeof status === 'number' && status < 500)) throw problem;
};

const isFailure = (error: unknown): boolean => !(error instanceof AppError && error.code === 'cancelled');

const statusOf = (cause: unknown): unknown => (typeof cause === 'object' && cause !== null && 'status' in cause ? cause.status : undefined);
