import { describe, expect, it } from 'vitest';
import { noPreferences } from '../../src/domain/preferences.ts';
import { call, createWorld, today } from './world.ts';

type World = Awaited<ReturnType<typeof createWorld>>;
type Found = { results: { anime_id: string; tags: string[]; synopsis: string | null; reasons: string[] }[]; total: number; hidden?: Record<string, number>; title_language?: string };
// As the output schemas of the four tools say.
const find = async (world: World, tool: string, args: Record<string, unknown> = {}): Promise<Found> => (await call(world, tool, { limit: 50, ...args })) as Found;
const ids = ({ results }: Found): string[] => results.map(({ anime_id }) => anime_id);
const set = (world: World, args: Record<string, unknown> = {}) => call(world, 'set_preferences', args);

describe('set_preferences', () => {
  it('keeps what is said and reads it back, for this user alone', async () => {
    const world = await createWorld();

    const reply = await set(world, { not_interested: { titles: ['Kaminari Squad'], tags: ['SAMURAI'], franchises: ['The Star Gardener'] }, title_language: 'native', spoiler_level: 'hide' });

    expect(reply).toEqual({
      success: true,
      preferences: {
        ...noPreferences,
        not_interested: { titles: [{ anime_id: 'mal:3', title: 'Kaminari Squad' }], tags: ['samurai'], franchises: [{ anime_id: 'mal:1', title: 'Hoshi no Niwashi' }] },
        title_language: 'native',
        spoiler_level: 'hide',
      },
      feedback: [],
      changed: [
        'No more samurai, Kaminari Squad or 星の庭師 and what belongs to it from now on.',
        'Titles are called by their native names from now on, where they are known.',
        'Nothing is told of a part before the earlier ones are finished on your list.',
      ],
      undo: { interested_again: { titles: ['mal:3'], tags: ['samurai'], franchises: ['mal:1'] }, title_language: 'english', spoiler_level: 'progress' },
    });
    expect(await set(world)).toEqual({ ...reply, changed: [], undo: null });
    expect(await set(world, { user_id: 'bob' })).toMatchObject({ preferences: noPreferences });
  });

  it('puts everything back with its own undo', async () => {
    const world = await createWorld();
    const { undo } = await set(world, { not_interested: { titles: ['mal:3'], tags: ['samurai'] }, ecchi_level: 'hide', adult_level: 'show', feedback: { anime_id: 'mal:4', kind: 'disliked' } });

    const back = await set(world, undo as Record<string, unknown>); // arguments of this very tool

    expect(back).toMatchObject({ preferences: noPreferences, feedback: [] });
    expect(await set(world, back['undo'] as Record<string, unknown>)).toMatchObject({ preferences: { ecchi_level: 'hide', adult_level: 'show', not_interested: { titles: [{ anime_id: 'mal:3' }], tags: ['samurai'] } }, feedback: [{ anime_id: 'mal:4', kind: 'disliked' }] });
  });

  it('says and writes nothing when all was like that already', async () => {
    const world = await createWorld();
    await set(world, { not_interested: { tags: ['samurai'] } });

    expect(await set(world, { not_interested: { tags: ['Samurai'] }, title_language: 'english', interested_again: { titles: ['mal:1'] } })).toMatchObject({ changed: [], undo: null });
  });

  it('writes once with a key', async () => {
    const world = await createWorld();
    const once = { not_interested: { tags: ['samurai'] }, idempotency_key: 'k' };
    const first = await set(world, once);
    await set(world, { interested_again: { tags: ['samurai'] } });

    expect(await set(world, once)).toEqual(first);
    expect(await set(world)).toMatchObject({ preferences: { not_interested: { tags: [] } } });
    expect(await set(world, { ...once, title_language: 'romaji' })).toMatchObject({ refused: { code: 'conflict' } });
  });

  it.each([
    ['a word that no entry has', { not_interested: { tags: ['samurais of the moon'] } }, 'invalid_input'],
    ['an unclear title', { not_interested: { titles: ['Kumo to Ken'] } }, 'ambiguous'],
    ['an unknown title', { feedback: { title: 'Qwxyz Vbnm', kind: 'liked' } }, 'not_found'],
    ['feedback on nothing', { feedback: { kind: 'liked' } }, 'invalid_input'],
    ['an unknown level', { spoiler_level: 'maximum' }, 'invalid_input'],
  ])('refuses %s and changes nothing', async (_what, args, code) => {
    const world = await createWorld();

    expect(await set(world, args)).toMatchObject({ refused: { code } });
    expect(await set(world)).toMatchObject({ preferences: noPreferences });
  });
});

describe('what is not wanted', () => {
  it('stays out of search, similar, seasonal and recommendations, and is counted', async () => {
    const world = await createWorld();
    await set(world, { not_interested: { titles: ['mal:3'], tags: ['iyashikei'], franchises: ['mal:2'] } });

    const found = await Promise.all([
      find(world, 'search_anime', { query: 'lightning bolt students' }), find(world, 'search_anime', { filters: { types: ['TV'] } }), find(world, 'get_similar_anime', { anime_id: 'mal:8' }),
      find(world, 'get_seasonal_anime', { year: 2031, season: 'winter' }), find(world, 'get_recommendations'),
    ]);

    for (const one of found) {
      expect(ids(one).filter((id) => ['mal:1', 'mal:2', 'mal:3', 'mal:4', 'mal:8'].includes(id))).toEqual([]);
      expect(one.hidden?.['not_interested']).toBeGreaterThan(0);
    }
    expect(found[1]?.total).toBe(ids(found[1] ?? { results: [], total: 0 }).length);
    expect(found[3]).toMatchObject({ results: [], total: 0, hidden: { not_interested: 1 } });
    expect(await call(world, 'get_anime_details', { anime_id: 'mal:3' })).toMatchObject({ title: 'Kaminari Squad' });
  });

  it('comes up again when it is asked for by its word, and for good when that is taken back', async () => {
    const world = await createWorld();
    await set(world, { not_interested: { tags: ['samurai'], titles: ['mal:6'] } });

    expect(ids(await find(world, 'get_recommendations', { filters: { tags: ['samurai'] } }))).toEqual(['mal:5']);
    await set(world, { interested_again: { tags: ['samurai'], titles: ['mal:6'] } });

    expect(ids(await find(world, 'search_anime', { filters: { types: ['TV'] } }))).toEqual(expect.arrayContaining(['mal:5', 'mal:6']));
  });

  it('pages without gaps around what is left out', async () => {
    const world = await createWorld();
    await set(world, { not_interested: { titles: ['mal:4', 'mal:8'] } });
    const all = ids(await find(world, 'search_anime', { filters: { types: ['TV'] } }));

    const pages = await Promise.all([0, 2, 4].map((offset) => find(world, 'search_anime', { filters: { types: ['TV'] }, offset, limit: 2 })));

    expect(pages.flatMap(ids)).toEqual(all.slice(0, 6));
  });

  it('is adult unless shown, and ecchi when hidden', async () => {
    const world = await createWorld();
    const browse = () => find(world, 'search_anime', { filters: { types: ['TV'] } });
    expect(ids(await browse())).toEqual(expect.not.arrayContaining(['mal:9']));
    expect(ids(await browse())).toContain('mal:10');

    await set(world, { adult_level: 'show', ecchi_level: 'hide' });

    expect(ids(await browse())).toContain('mal:9');
    expect(await browse()).toMatchObject({ hidden: { ecchi: 1 } });
    for (const tool of ['search_anime', 'get_recommendations', 'get_seasonal_anime']) expect(ids(await find(world, tool, tool === 'get_seasonal_anime' ? { year: 2018, season: 'spring' } : {}))).not.toContain('mal:10');
    // A level holds, whatever is asked for.
    expect(ids(await find(world, 'search_anime', { filters: { genres: ['Ecchi'] } }))).toEqual([]);
    expect(ids(await find(world, 'get_similar_anime', { anime_id: 'mal:4' }))).not.toContain('mal:10');
    expect(ids(await find(world, 'get_recommendations', { include_seen: true }))).toContain('mal:9');
  });
});

describe('feedback on a suggestion', () => {
  it.each([['already_seen', 'seen'], ['not_interested', 'not_interested'], ['disliked', null]])('%s keeps a title from being suggested', async (kind, reason) => {
    const world = await createWorld();

    expect(await set(world, { feedback: { anime_id: 'mal:86', kind } })).toMatchObject({ feedback: [{ anime_id: 'mal:86', title: 'Eighty Six Lanterns', kind, at: today.toISOString() }] });

    const suggested = await find(world, 'get_recommendations');
    expect(ids(suggested)).not.toContain('mal:86');
    // What is like a title that did not please no longer fits as well as what is shown.
    if (reason !== null) expect(suggested.hidden?.[reason]).toBe(1);
    expect(ids(await find(world, 'search_anime', { query: 'Eighty Six Lanterns' })).includes('mal:86')).toBe(kind !== 'not_interested');
    await set(world, { feedback: { anime_id: 'mal:86', kind: 'none' }, interested_again: { titles: ['mal:86'] } });
    expect(ids(await find(world, 'get_recommendations'))).toContain('mal:86');
  });

  it.each(['liked', 'none'])('%s lifts a refusal, and can be taken back', async (kind) => {
    const world = await createWorld();
    await set(world, { feedback: { anime_id: 'mal:86', kind: 'not_interested' } });

    const { undo, preferences } = await set(world, { feedback: { anime_id: 'mal:86', kind } });

    expect(preferences).toEqual(noPreferences);
    expect(ids(await find(world, 'search_anime', { query: 'Eighty Six Lanterns' }))).toContain('mal:86');
    expect(await set(world, undo as Record<string, unknown>)).toMatchObject({ preferences: { not_interested: { titles: [{ anime_id: 'mal:86' }] } }, feedback: [{ anime_id: 'mal:86', kind: 'not_interested' }] });
  });

  it('of several titles at once is taken back whole', async () => {
    const world = await createWorld();
    const said = (result: Record<string, unknown>): string[] => (result['feedback'] as { anime_id: string; kind: string }[]).map(({ anime_id, kind }) => `${anime_id} ${kind}`).sort(); // by its output schema
    await set(world, { feedback: [{ anime_id: 'mal:86', kind: 'disliked' }, { anime_id: 'mal:4', kind: 'disliked' }, { anime_id: 'mal:8', kind: 'already_seen' }] });

    const { undo, ...after } = await set(world, { interested_again: { titles: ['mal:86', 'mal:4'] }, feedback: { anime_id: 'mal:8', kind: 'liked' } });

    expect(said(after)).toEqual(['mal:8 liked']);
    expect(said(await set(world, undo as Record<string, unknown>))).toEqual(['mal:4 disliked', 'mal:8 already_seen', 'mal:86 disliked']);
  });

  it('that one was liked brings more like it', async () => {
    const world = await createWorld();
    const place = async (id: string) => ids(await find(world, 'get_recommendations', { diversity: 0, user_id: 'ann' })).indexOf(id);
    const before = await place('mal:8');

    await set(world, { feedback: { anime_id: 'mal:4', kind: 'liked' }, user_id: 'ann' });

    expect(await place('mal:8')).toBeLessThan(before);
  });
});

describe('what titles are called', () => {
  it('goes with every result that names titles, and into reasons; the titles themselves stay', async () => {
    const world = await createWorld();
    await set(world, { title_language: 'native' });
    await call(world, 'update_watchlist', { anime_id: 'mal:1', status: 'completed', score: 10 });

    for (const [tool, args] of [['search_anime', {}], ['get_recommendations', {}], ['get_similar_anime', { anime_id: 'mal:4' }], ['get_seasonal_anime', {}], ['get_watchlist', {}]] as const) {
      expect(await find(world, tool, args)).toMatchObject({ title_language: 'native' });
    }
    for (const [tool, args] of [['get_anime_details', { anime_id: 'mal:1' }], ['compare_anime', { anime_ids: ['mal:1', 'mal:4'] }], ['update_watchlist', { anime_id: 'mal:4', score: 8 }], ['undo_watchlist_change', {}]] as const) {
      expect(await call(world, tool, args)).toMatchObject({ title_language: 'native' });
    }
    const { results } = await find(world, 'get_recommendations', { diversity: 0 });
    expect(results.flatMap(({ reasons }) => reasons).join()).toContain('星の庭師');
    expect(await call(world, 'get_anime_details', { anime_id: 'mal:1' })).toMatchObject({ title: 'Hoshi no Niwashi' });
  });
});

describe('spoilers', () => {
  const watch = (world: World, anime_id: string, change: Record<string, unknown>) => call(world, 'update_watchlist', { anime_id, ...change });
  const told = async (world: World, anime_id: string): Promise<unknown> => (await call(world, 'get_anime_details', { anime_id }))['synopsis'];

  it('of later parts are kept back from whoever is in the middle of the story', async () => {
    const world = await createWorld();
    const texts = () => Promise.all(['mal:11', 'mal:12', 'mal:13'].map((id) => told(world, id)));
    const whole = [expect.stringContaining('kettle'), expect.stringContaining('second kettle'), expect.stringContaining('last kettle')];
    expect(await texts()).toEqual(whole);

    await watch(world, 'mal:11', { progress: 3 });

    expect(await texts()).toEqual([whole[0], null, null]);
    expect(await call(world, 'get_anime_details', { anime_id: 'mal:13' })).toMatchObject({ unseen_before: [{ anime_id: 'mal:11' }, { anime_id: 'mal:12' }] });
    for (const [tool, args] of [['search_anime', { query: 'Yakan Season 2' }], ['get_seasonal_anime', { year: 2013, season: 'spring' }], ['compare_anime', { anime_ids: ['mal:12', 'mal:4'] }], ['get_recommendations', { filters: { tags: ['kettles'] } }]] as const) {
      const { results } = (await call(world, tool, args)) as Found;
      expect([tool, results.find(({ anime_id }) => anime_id === 'mal:12')?.synopsis]).toEqual([tool, null]);
    }
    const { results } = await find(world, 'search_anime', { query: 'betrayed' });
    expect(results.find(({ anime_id }) => anime_id === 'mal:13')?.reasons.join() ?? '').not.toContain('betrayed');

    await watch(world, 'mal:11', { status: 'completed' });
    expect(await texts()).toEqual([whole[0], whole[1], null]);
    await watch(world, 'mal:12', { status: 'completed' });
    expect(await texts()).toEqual(whole);
  });

  it('on the own list are kept back too', async () => {
    const world = await createWorld();
    await watch(world, 'mal:11', { progress: 3 });
    await watch(world, 'mal:12', { status: 'plan_to_watch' });

    const { results } = (await call(world, 'get_watchlist')) as { results: { anime_id: string; anime: { synopsis: string | null } }[] }; // as its output schema says

    expect(results.map(({ anime_id, anime }) => [anime_id, anime.synopsis === null])).toEqual(expect.arrayContaining([['mal:11', false], ['mal:12', true]]));
  });

  it('are as many as one wants: none before all is seen, or all, tags that give the plot away too', async () => {
    const world = await createWorld();
    expect((await call(world, 'get_anime_details', { anime_id: 'mal:11' }))['tags']).toEqual(['kettles']);
    await set(world, { spoiler_level: 'hide' });
    expect([await told(world, 'mal:11'), await told(world, 'mal:12')]).toEqual([expect.any(String), null]);

    await set(world, { spoiler_level: 'show' });
    await watch(world, 'mal:11', { progress: 3 });

    expect([await told(world, 'mal:12'), await told(world, 'mal:13')]).toEqual([expect.any(String), expect.any(String)]);
    expect((await call(world, 'get_anime_details', { anime_id: 'mal:11' }))['tags']).toEqual(['kettles', 'traitor in the kitchen']);
  });
});
