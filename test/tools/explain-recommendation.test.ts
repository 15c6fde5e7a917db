import { describe, expect, it } from 'vitest';
import { call, createWorld } from './world.ts';

type World = Awaited<ReturnType<typeof createWorld>>;
type Contributor = { anime_id: string; title: string; status: string | null; score: number | null; falls_by: number; shared: string[] };
type Explained = { anime_id: string; fit: number; better_than: number; contributors: Contributor[]; against: Contributor[]; shared_tags: { name: string; n: number }[]; caveats: string[]; sentences: string[] };
const explain = async (world: World, named: Record<string, unknown>): Promise<Explained> => (await call(world, 'explain_recommendation', named)) as Explained; // as its output schema says

const watched = async (): Promise<World> => {
  const world = await createWorld();
  await call(world, 'update_watchlist', { updates: [
    { anime_id: 'mal:1', status: 'completed', score: 10 }, { anime_id: 'mal:4', status: 'completed', score: 9 }, { anime_id: 'mal:5', status: 'completed', score: 3 }, { anime_id: 'mal:86', status: 'dropped' },
  ] });
  return world;
};

describe('explain_recommendation', () => {
  it('names the titles of the list that speak for and against it, each by what the score loses without it', async () => {
    const world = await watched();

    const whole = await explain(world, { title: 'Asa no Ramen' });

    expect(whole.contributors.map(({ anime_id }) => anime_id)).toContain('mal:4');
    expect(whole.contributors.find(({ anime_id }) => anime_id === 'mal:4')).toMatchObject({ title: 'Yoru no Toshokan', status: 'completed', score: 9, shared: expect.arrayContaining(['iyashikei']) });
    expect(whole.shared_tags).toEqual(expect.arrayContaining([{ name: 'iyashikei', n: 2 }]));
    expect(whole.better_than).toBeGreaterThan(0.5);
    expect(whole.sentences.join(' ')).toMatch(/speaks most for it, which you gave (?:10|9)/);
    // True by construction: without the title the score is just that much lower.
    const all = [...whole.contributors, ...whole.against];
    expect(all.length).toBeGreaterThan(1);
    for (const { anime_id, falls_by } of all) {
      await call(world, 'update_watchlist', { anime_id, remove: true });
      expect((await explain(world, { anime_id: 'mal:8' })).fit).toBeCloseTo(whole.fit - falls_by, 2);
      await call(world, 'undo_watchlist_change');
    }
    expect(await explain(world, { anime_id: 'mal:8' })).toEqual(whole);
  });

  it('says so when there is no list, and goes by what is known of the title', async () => {
    const world = await createWorld();

    const { fit, contributors, sentences } = await explain(world, { anime_id: 'mal:86' });

    expect([fit, contributors]).toEqual([null, []]);
    expect(sentences).toEqual(['There is nothing on your list that could speak for or against it, so this is not about you.', 'It is drama and military.', 'The crowd gives it 8.3 and it is widely known.']);
  });

  it('does not let a title speak for itself', async () => {
    const world = await createWorld();
    await call(world, 'update_watchlist', { anime_id: 'mal:1', status: 'completed', score: 10 });

    expect(await explain(world, { anime_id: 'mal:1' })).toMatchObject({ fit: null, caveats: ['It is on your list already.'] });
  });

  it.each([
    ['an unfinished part before it', 'mal:13', [{ anime_id: 'mal:11', progress: 2 }], 'It goes on from Yakan and Yakan Season 2, which you have not finished as far as your list says.'],
    ['still airing', 'mal:8', [], 'It is still airing, so there is no end yet.'],
    ['not aired', 'mal:7', [], 'It has not aired yet.'],
    ['a low crowd score', 'mal:10', [], 'The crowd gives it only 6.1.'],
    ['dropped before', 'mal:3', [{ anime_id: 'mal:3', status: 'dropped' }], 'You have dropped it before.'],
    ['planned', 'mal:3', [{ anime_id: 'mal:3', status: 'plan_to_watch' }], 'It is on your list already, to be watched.'],
    ['a word that is dropped often', 'mal:13', [{ anime_id: 'mal:7', status: 'dropped' }, { anime_id: 'mal:86', status: 'dropped' }, { anime_id: 'mal:2', status: 'dropped' }, ...['mal:1', 'mal:3', 'mal:4', 'mal:5', 'mal:10'].map((anime_id) => ({ anime_id, status: 'completed' }))], 'You dropped 3 of 3 titles with drama.'],
  ])('warns of %s', async (_what, anime_id, updates, caveat) => {
    const world = await createWorld();
    if (updates.length > 0) await call(world, 'update_watchlist', { updates });

    expect((await explain(world, { anime_id })).caveats).toContain(caveat);
  });

  it('warns of what was asked never to come up', async () => {
    const world = await createWorld();
    await call(world, 'set_preferences', { not_interested: { tags: ['iyashikei'] } });

    expect((await explain(world, { anime_id: 'mal:8' })).caveats).toContain('You asked not to see it, or something that it is.');
  });

  it.each([
    ['nothing', {}, 'invalid_input'],
    ['an unclear title', { title: 'Kumo to Ken' }, 'ambiguous'],
    ['an unknown id', { anime_id: 'mal:404' }, 'not_found'],
  ])('refuses %s', async (_what, args, code) => {
    expect(await call(await createWorld(), 'explain_recommendation', args)).toMatchObject({ refused: { code } });
  });
});
