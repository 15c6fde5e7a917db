import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { startApp } from './support.ts';

describe('health', () => {
  it('is alive as long as the process answers', async () => {
    const { json, health } = await startApp();
    health.drain();

    expect(await json('GET', '/health')).toMatchObject({ status: 200, body: { status: 'ok' } });
  });

  it('is ready until it drains', async () => {
    const { json, health } = await startApp();

    const before = await json('GET', '/ready');
    health.drain();
    const after = await json('GET', '/ready');

    expect([before.status, before.body]).toEqual([200, { status: 'ready' }]);
    expect([after.status, after.body, after.headers.get('retry-after')]).toEqual([503, { status: 'draining' }, '1']);
  });

  it('reports its parts', async () => {
    const { json } = await startApp();

    const { status, body } = await json('GET', '/health/detailed');

    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'ok', state: 'ready', version: '1.2.3',
      parts: { catalogue: { snapshot_id: 's1', entries: 3, age_days: 21, origin: 'shipped' }, vectors: { engine: 'flat', detail: 'no FAISS here' }, embeddings: { model: 'm' }, brain: { mode: 'embedded' }, storage: { engine: 'sqlite' } },
    });
  });

  it('answers 503 with the report when the storage is down', async () => {
    const { json } = await startApp({ health: { storage: { engine: 'sqlite', ping: () => Promise.reject(new AppError('unavailable', 'The database cannot be read.')) } } });

    expect(await json('GET', '/health/detailed')).toMatchObject({ status: 503, body: { status: 'unavailable', parts: { storage: { status: 'unavailable', problem: 'The database cannot be read.' } } } });
  });
});

describe('/metrics', () => {
  it('counts requests by route pattern and tool calls by code', async () => {
    const { json, url } = await startApp();
    await json('GET', '/api/v1/anime/mal:1');
    await json('GET', '/api/v1/anime/mal:2');
    await json('PATCH', '/api/v1/users/me/list/mal:404', {});
    await json('GET', '/made/up');

    const response = await fetch(`${url}/metrics`);
    const text = await response.text();

    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(text).toContain('animetrackr_http_requests_total{method="GET",route="/api/v1/anime/{anime_id}",status="200"} 2');
    expect(text).toContain('animetrackr_http_requests_total{method="GET",route="unmatched",status="404"} 1');
    expect(text).toContain('animetrackr_tool_calls_total{tool="update_watchlist",door="http",code="not_found"} 1');
    expect(text).toContain('process_cpu_seconds_total');
    expect(text).not.toContain('mal:1');
  });
});
