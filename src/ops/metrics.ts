/** What is counted, for Prometheus. Labels hold names from fixed sets only: no titles, users or thread ids. */
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import type { ErrorCode } from '../errors.ts';

export type Metrics = {
  /** `code` is `ok` or an error code. */
  toolCalled(call: { readonly tool: string; readonly door: string; readonly code: 'ok' | ErrorCode; readonly duration_ms: number }): void;
  turnFinished(turn: { readonly intent: string; readonly brain: string; readonly degraded: boolean; readonly outcome: 'ok' | 'interrupt' | 'failed'; readonly duration_ms: number }): void;
  /** Titles that an answer named although no tool had returned them. */
  titlesRemoved(count: number): void;
  /** `route` is the pattern, e.g. `/api/v1/threads/{id}`. */
  requestFinished(request: { readonly method: string; readonly route: string; readonly status: number }): void;
  /** Prometheus text format. */
  text(): Promise<string>;
  readonly contentType: string;
};

const secondsBuckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export const createMetrics = (): Metrics => {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });

  const turns = new Counter({ name: 'animetrackr_turns_total', help: 'Turns of conversation.', labelNames: ['intent', 'brain', 'degraded', 'outcome'], registers });
  const turnSeconds = new Histogram({ name: 'animetrackr_turn_duration_seconds', help: 'From taking the thread to the committed answer.', labelNames: ['brain'], buckets: secondsBuckets, registers });
  const toolCalls = new Counter({ name: 'animetrackr_tool_calls_total', help: 'Tool calls through every door.', labelNames: ['tool', 'door', 'code'], registers });
  const toolSeconds = new Histogram({ name: 'animetrackr_tool_call_duration_seconds', help: 'One tool call, from arguments to answer.', labelNames: ['tool'], buckets: secondsBuckets, registers });
  const requests = new Counter({ name: 'animetrackr_http_requests_total', help: 'HTTP requests by route pattern.', labelNames: ['method', 'route', 'status'], registers });
  const titles = new Counter({ name: 'animetrackr_ungrounded_titles_removed_total', help: 'Titles taken out of answers because no tool had returned them.', registers });

  return {
    toolCalled: ({ tool, door, code, duration_ms }) => {
      toolCalls.inc({ tool, door, code });
      toolSeconds.observe({ tool }, duration_ms / 1000);
    },
    turnFinished: ({ intent, brain, degraded, outcome, duration_ms }) => {
      turns.inc({ intent, brain, degraded: String(degraded), outcome });
      turnSeconds.observe({ brain }, duration_ms / 1000);
    },
    titlesRemoved: (count) => titles.inc(count),
    requestFinished: ({ method, route, status }) => requests.inc({ method, route, status: String(status) }),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
};
