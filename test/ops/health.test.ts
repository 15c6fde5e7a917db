import { describe, expect, it } from 'vitest';
import { createHealth } from '../../src/ops/health.ts';
import { healthSources } from '../web/support.ts';

const storage = { engine: 'sqlite' as const, ping: async () => undefined };

describe('health', () => {
  it('goes from starting to ready to draining and never back', () => {
    const health = createHealth(healthSources(storage));

    const states = [health.state(), (health.ready(), health.state()), (health.drain(), health.state()), (health.ready(), health.state())];

    expect(states).toEqual(['starting', 'ready', 'draining', 'draining']);
  });

  it('is degraded by problems of the catalogue, missing vectors and an open circuit', async () => {
    const sources = healthSources(storage);
    const circuit = { state: 'open' as const, consecutive_failures: 5, retry_in_ms: 900 };
    const { info } = sources.catalogue();

    const reports = await Promise.all([
      createHealth({ ...sources, catalogue: () => ({ info, problems: ['Snapshot s2 is damaged.'] }) }).report(),
      createHealth({ ...sources, vectors: () => null }).report(),
      createHealth({ ...sources, brain: () => ({ mode: 'llm', model: 'm', circuit }) }).report(),
      createHealth(sources).report(),
    ]);

    expect(reports.map(({ status }) => status)).toEqual(['degraded', 'degraded', 'degraded', 'ok']);
    expect(reports[0]?.parts.catalogue.problems).toEqual(['Snapshot s2 is damaged.']);
    expect(reports[2]?.parts.brain.circuit).toEqual(circuit);
  });

  it("counts the catalogue's age from the data set's own last update", async () => {
    const sources = healthSources(storage);
    const { info } = sources.catalogue();

    const { parts } = await createHealth({ ...sources, catalogue: () => ({ info: { ...info, source: { ...info.source, last_update: '2026-10-23' } }, problems: [] }) }).report();

    expect(parts.catalogue.age_days).toBe(30);
  });

  it('calls storage that does not answer unavailable', async () => {
    const health = createHealth({ ...healthSources({ engine: 'sqlite', ping: () => new Promise(() => undefined) }), pingTimeoutMs: 20 });

    const { status, parts } = await health.report();

    expect(status).toBe('unavailable');
    expect(parts.storage).toEqual({ status: 'unavailable', engine: 'sqlite', ping_ms: null, problem: 'No answer within 20 ms.' });
  });

  it('shows nothing of an unforeseen error but that there was one', async () => {
    const ping = () => Promise.reject(new Error('SQLITE_IOERR /secret/path'));

    const { parts } = await createHealth(healthSources({ engine: 'sqlite', ping })).report();

    expect(parts.storage.problem).toBe('Something went wrong on our side.');
  });
});
