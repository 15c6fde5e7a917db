import { describe, expect, it } from 'vitest';
import { call, createWorld } from './world.ts';

type Suggested = { results: { anime_id: string; similarity_score: number; reasons: string[] }[]; hidden: Record<string, number> };
const suggest = async (world: Awaited<ReturnType<typeof createWorld>>, args: Record<string, unknown> = {}): Promise<Suggested> => (await call(world, 'get_recommendations', args)) as Suggested; // as its output schema says
const ids = ({ results }: Suggested): string[] => results.map(({ anime_id }) => anime_id);

describe('get_recommendations', () => {
  it('answers with entries, how well they fit and why', async () => {
    const { results } = await suggest(await createWorld(), { context: 'calm nights', limit: 3 });

    expect(results).toHaveLength(3);
    for (const { similarity_score, reasons } of results) {
      expect(similarity_score).toBeGreaterThan(0);
      expect(similarity_score).toBeLessThanOrEqual(1);
      expect(reasons.length).toBeGreaterThan(0);
    }
  });

  it('leaves out what is on the list and says how many', async () => {
    const world = await createWorld();
    await call(world, 'update_watchlist', { updates: [{ anime_id: 'mal:1', status: 'completed', score: 10 }, { anime_id: 'mal:4', status: 'completed', score: 9 }] });

    const fresh = await suggest(world, { limit: 100 });
    const all = await suggest(world, { limit: 100, include_seen: true });

    expect(ids(fresh)).not.toEqual(expect.arrayContaining(['mal:1']));
    expect(ids(fresh)).not.toEqual(expect.arrayContaining(['mal:4']));
    expect(Object.values(fresh.hidden).reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(2);
    expect(ids(all)).toEqual(expect.arrayContaining(['mal:1', 'mal:4']));
  });

  it.each([
    ['one title', 'Yoru no Toshokan'],
    ['a list of titles', ['Yoru no Toshokan', 'The Star Gardener']],
    ['an id', 'mal:4'],
  ])('takes %s to be like, and does not suggest it', async (_what, similar_to) => {
    const found = ids(await suggest(await createWorld(), { similar_to, limit: 100 }));

    expect(found).not.toContain('mal:4');
    expect(found).toContain('mal:8');
  });

  it.each([
    ['an unclear title to be like', { similar_to: ['Kumo to Ken'] }, 'ambiguous'],
    ['an unknown title to be like', { similar_to: 'Qwxyz Vbnm' }, 'not_found'],
    ['a diversity of 2', { diversity: 2 }, 'invalid_input'],
    ['more than 100', { limit: 101 }, 'invalid_input'],
  ])('refuses %s', async (_what, args, code) => {
    expect(await call(await createWorld(), 'get_recommendations', args)).toMatchObject({ refused: { code } });
  });
});
