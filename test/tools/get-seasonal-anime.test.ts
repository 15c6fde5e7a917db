import { describe, expect, it } from 'vitest';
import { call, createWorld } from './world.ts';

const ids = ({ results }: Record<string, unknown>): string[] => (results as { anime_id: string }[]).map(({ anime_id }) => anime_id);

describe('get_seasonal_anime', () => {
  it('answers with this season when none is named', async () => {
    const result = await call(await createWorld(), 'get_seasonal_anime');

    expect(result).toMatchObject({ results: [{ anime_id: 'mal:8', year: 2031, season: 'WINTER', reasons: expect.any(Array) }], total: 1 });
  });

  it('takes another season by everyday words', async () => {
    const world = await createWorld();

    expect(ids(await call(world, 'get_seasonal_anime', { year: '2022', season: 'autumn' }))).toEqual(['mal:2']);
    expect(ids(await call(world, 'get_seasonal_anime', { season: 'Spring' }))).toEqual(['mal:7']);
  });

  it('keeps to the filters', async () => {
    expect(await call(await createWorld(), 'get_seasonal_anime', { filters: { genres: ['Drama'] } })).toEqual({ results: [], total: 0 });
  });

  it('refuses a season there is not', async () => {
    expect(await call(await createWorld(), 'get_seasonal_anime', { season: 'monsoon' })).toMatchObject({ refused: { code: 'invalid_input', message: expect.stringContaining('season') } });
  });
});
