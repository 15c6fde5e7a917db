/** Port: a chat model of any provider, called so that its trouble stays its own. */
import type { BaseChatModel } from '@langchain/core/language_models/chat_models';

export type ChatModel = {
  /** As in the setting `MODEL`. */
  readonly name: string;
  readonly model: BaseChatModel;
  /**
   * Runs `work` within the time-out and behind the circuit breaker; streams are covered until `work` has read them to the end.
   * `work` must pass its `signal` to the model: it is aborted when the time is up, when the caller gives up, and when `work` is over.
   * @throws AppError cancelled (the caller's abort; no failure of the model), upstream_timeout, upstream_failed, rate_limited (with retryAfter when known), unavailable (circuit open)
   */
  guarded<Result>(work: (model: BaseChatModel, signal: AbortSignal) => Promise<Result>, signal?: AbortSignal): Promise<Result>;
  /** For health reports. */
  circuit(): CircuitStatus;
};

export type CircuitStatus = {
  /** `open`: calls are refused; `half_open`: one call is let through to see whether the model is back. */
  readonly state: 'closed' | 'open' | 'half_open';
  readonly consecutive_failures: number;
  /** Milliseconds until the next call is let through; 0 unless open. */
  readonly retry_in_ms: number;
};
