import { describe, expect, it } from 'vitest';
import { call, createWorld } from './world.ts';

describe('get_similar_anime', () => {
  it('answers with entries, how near they are and what is shared', async () => {
    const { results } = (await call(await createWorld(), 'get_similar_anime', { title: 'Yoru no Toshokan', limit: 2 })) as { results: { anime_id: string; similarity_score: number; shared: string[]; synopsis: string | null }[] };

    expect(results).toHaveLength(2);
    expect(results.map(({ anime_id }) => anime_id)).not.toContain('mal:4');
    for (const { similarity_score, shared } of results) {
      expect(similarity_score).toBeGreaterThan(0);
      expect(similarity_score).toBeLessThanOrEqual(1);
      expect(shared).toEqual(expect.any(Array));
    }
    expect(results.flatMap(({ shared }) => shared.map((word) => word.toLowerCase()))).toContain('iyashikei');
  });

  it('keeps to the filters', async () => {
    const { results } = (await call(await createWorld(), 'get_similar_anime', { anime_id: 'mal:4', filters: { genres: ['comedy'] } })) as { results: { genres: string[] }[] };

    expect(results.length).toBeGreaterThan(0);
    for (const { genres } of results) expect(genres).toContain('Comedy');
  });

  it('refuses an unclear title with candidates', async () => {
    expect(await call(await createWorld(), 'get_similar_anime', { title: 'Kumo to Ken' })).toMatchObject({ refused: { code: 'ambiguous', data: { candidates: [{ anime_id: 'mal:5' }, { anime_id: 'mal:6' }] } } });
  });
});
