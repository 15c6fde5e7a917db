/** Any OpenAI-compatible chat API (OpenAI, Ollama, vLLM, LM Studio, ...) through LangChain. */
import { ChatOpenAI } from '@langchain/openai';
import type { Log } from '../../log.ts';
import { AppError } from '../../errors.ts';
import type { ChatModel } from '../chat-model.ts';
import { createCircuitBreaker } from './circuit-breaker.ts';
import { translateModelError } from './model-errors.ts';

export type OpenAIChatOptions = {
  /** Model name, e.g. `gpt-5-mini`. */
  readonly name: string;
  readonly apiKey: string;
  /** e.g. `http://127.0.0.1:11434/v1`; null = OpenAI's own. */
  readonly baseUrl: string | null;
  readonly log: Log;
  /** For one call from the first byte sent to the last byte read, its retry included. */
  readonly timeoutMs?: number;
  /** Failures in a row after which calls are refused, and for how long. */
  readonly failuresToOpen?: number;
  readonly pauseMs?: number;
  readonly now?: () => number;
};

export const createOpenAIChatModel = ({
  name, apiKey, baseUrl, log, timeoutMs = 20_000, failuresToOpen = 5, pauseMs = 30_000, now = () => performance.now(),
}: OpenAIChatOptions): ChatModel => {
  const model = new ChatOpenAI({
    model: name,
    apiKey,
    // The default of 6 retries turns one bad minute of the provider into 90 seconds of waiting.
    maxRetries: 1,
    timeout: timeoutMs,
    // No temperature: reasoning models refuse the request when it is set. Their thinking time is what users wait for, so little of it; other models are not sent this.
    reasoning: { effort: 'low' },
    ...(baseUrl !== null && { configuration: { baseURL: baseUrl } }),
  });
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
          throw translateModelError(thrown, { timedOut: time.aborted, cancelled: callerSignal?.aborted === true });
        }
      };
      try {
        callerSignal?.throwIfAborted();
        const result = await circuit.run(attempt, isFailure);
        log.debug({ model: name, duration_ms: Math.round(now() - started) }, 'chat model answered');
        return result;
      } catch (thrown) {
        const error = translateModelError(thrown, { timedOut: false, cancelled: callerSignal?.aborted === true });
        if (error.code !== 'cancelled') log.warn({ model: name, code: error.code, status: statusOf(error.cause), duration_ms: Math.round(now() - started), circuit: circuit.status().state }, 'chat model failed');
        throw error;
      } finally {
        over.abort();
      }
    },
    circuit: () => circuit.status(),
  };
};

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => {
    const fail = () => reject(new AppError('cancelled', 'The call to the chat model was ended.'));
    if (signal.aborted) fail();
    else signal.addEventListener('abort', fail, { once: true });
  });

const isFailure = (error: unknown): boolean => !(error instanceof AppError && error.code === 'cancelled');

const statusOf = (cause: unknown): unknown => (typeof cause === 'object' && cause !== null && 'status' in cause ? cause.status : undefined);
