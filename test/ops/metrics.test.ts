import { expect, it } from 'vitest';
import { createMetrics } from '../../src/ops/metrics.ts';

it('counts turns, tool calls, requests and removed titles, with durations in seconds', async () => {
  const metrics = createMetrics();

  metrics.turnFinished({ intent: 'search', brain: 'embedded', degraded: false, outcome: 'ok', duration_ms: 30 });
  metrics.toolCalled({ tool: 'search_anime', door: 'chat', code: 'ok', duration_ms: 4 });
  metrics.requestFinished({ method: 'POST', route: '/api/v1/chat', status: 200 });
  metrics.titlesRemoved(2);
  const text = await metrics.text();

  for (const line of [
    'animetrackr_turns_total{intent="search",brain="embedded",degraded="false",outcome="ok"} 1',
    'animetrackr_turn_duration_seconds_sum{brain="embedded"} 0.03',
    'animetrackr_tool_calls_total{tool="search_anime",door="chat",code="ok"} 1',
    'animetrackr_tool_call_duration_seconds_sum{tool="search_anime"} 0.004',
    'animetrackr_http_requests_total{method="POST",route="/api/v1/chat",status="200"} 1',
    'animetrackr_ungrounded_titles_removed_total 2',
    'nodejs_eventloop_lag_seconds',
    'process_resident_memory_bytes',
  ]) expect(text).toContain(line);
});

it('keeps two services of one process apart', async () => {
  const [one, two] = [createMetrics(), createMetrics()];

  one.titlesRemoved(5);

  expect(await two.text()).toContain('animetrackr_ungrounded_titles_removed_total 0');
});
