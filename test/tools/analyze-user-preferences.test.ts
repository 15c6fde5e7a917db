import { describe, expect, it } from 'vitest';
import type { TasteReport } from '../../src/recommend/report/taste-report.ts';
import { call, createWorld } from './world.ts';

type World = Awaited<ReturnType<typeof createWorld>>;
const report = async (world: World, args: Record<string, unknown> = {}): Promise<TasteReport> => (await call(world, 'analyze_user_preferences', args)) as TasteReport; // as its output schema says
const list = (world: World, updates: Record<string, unknown>[]) => call(world, 'update_watchlist', { updates });

describe('analyze_user_preferences', () => {
  it('is honest about an empty list, plans alone, and a few titles', async () => {
    const world = await createWorld();
    expect((await report(world)).summary).toEqual(['Your list is empty, so there is no taste to read yet. A few titles with scores are enough for a beginning.']);

    await list(world, [{ anime_id: 'mal:1', status: 'plan_to_watch' }]);
    expect((await report(world)).summary).toEqual(['Your list has only plans so far: tell me what you have watched, with scores, and I can say more.']);

    await list(world, [{ anime_id: 'mal:1', status: 'completed', score: 9 }, { anime_id: 'mal:4', score: 8 }, { anime_id: 'mal:3', score: 7 }]);
    const { summary, scores, genres } = await report(world);
    expect(summary.slice(0, 3)).toEqual([
      '3 titles watched: that says little about a taste yet.',
      'Most on your list of the genres: slice of life (2). No difference in your scores is large enough to call a preference.',
      '3 scores say little: 8.0 on average so far.',
    ]);
    expect(scores).toMatchObject({ n: 3, mean: 8, crowd: { n: 3, manner: 'unknown' } });
    expect([genres.liked, genres.disliked]).toEqual([[], []]);
  });

  it('tells scores from the crowd’s, finished from dropped, and what is missing, all from the list of this user', async () => {
    const world = await createWorld();
    await list(world, [
      ...['mal:1', 'mal:2', 'mal:3', 'mal:4', 'mal:6', 'mal:86'].map((anime_id, at) => ({ anime_id, status: 'completed', score: at < 4 ? 5 : 6 })),
      { anime_id: 'mal:5', status: 'dropped', progress: 4 }, { anime_id: 'mal:11', status: 'dropped', progress: 2 }, { anime_id: 'mal:8', status: 'watching' }, { anime_id: 'mal:12', status: 'plan_to_watch' },
    ]);

    const found = await report(world);

    expect(found.scores).toMatchObject({ n: 6, mean: 5.33, median: 5, distribution: [0, 0, 0, 0, 4, 2, 0, 0, 0, 0], crowd: { n: 6, manner: 'harsh' } });
    expect(found.scores.sentences).toEqual(['You give 5.3 on average, over 6 titles. You stay close to that.', 'That is 2.6 below what the crowd gives the same titles: a harsh critic.']);
    expect(found.completion).toMatchObject({ finished: 6, dropped: 2, watching: 1, planned: 1, completion_rate: 0.75, dropped_at_episode: 3 });
    expect(found.eras.all.map(({ name, n }) => [name, n])).toEqual([['2000s', 1], ['2010s', 4], ['2020s', 3], ['2030s', 1]]);
    expect(found.lengths.all.map(({ name, n }) => [name, n])).toEqual([['films', 1], ['up to 13 episodes', 6], ['14 to 26 episodes', 1], ['unknown length', 1]]);
    expect(found.studios.all).toContainEqual(expect.objectContaining({ name: 'Studio Tanpopo', n: 3, scored: 3 }));
    expect(found.missing.titles.map(({ anime_id }) => anime_id)).toContain('mal:10');
    expect(found.recommendations).toMatchObject({ shown: 0, added: 0 });
    expect(await report(world, { user_id: 'bob' })).toMatchObject({ titles: 0 });
  });

  it('tells how earlier suggestions did: what was added after they were shown, finished, scored', async () => {
    const world = await createWorld();
    const suggested = ['mal:1', 'mal:3', 'mal:4', 'mal:5'].map((anime_id) => ({ anime_id, score: 0.5, reason: 'calm', kind: 'recommendation' as const, context: 'something calm' }));
    await list(world, [{ anime_id: 'mal:5', status: 'plan_to_watch' }]);
    const unit = await world.storage.turns.open({ turn_id: 'tu', thread_id: 'th', user_id: 'local' });
    await world.storage.turns.commit(unit, { title: 'x', messages: [], suggested: suggested.slice(0, 3) });
    await list(world, [{ anime_id: 'mal:1', status: 'completed', score: 9 }, { anime_id: 'mal:4', status: 'dropped' }, { anime_id: 'mal:86', status: 'completed', score: 2 }]);
    await call(world, 'set_preferences', { feedback: { anime_id: 'mal:3', kind: 'already_seen' } });

    const { recommendations } = await report(world);

    expect(recommendations).toMatchObject({ shown: 3, added: 2, finished: 1, dropped: 1, scored: { n: 1, mean: 9 }, feedback: { liked: 0, disliked: 0, not_interested: 0, already_seen: 1 } });
    expect(recommendations.sentences).toEqual(['Of 3 titles that I suggested in the last 90 days you have put 2 on your list and finished 1 and dropped 1.', 'You gave the one you scored 9.0.']);
    expect(recommendations.recent).toContainEqual({ anime_id: 'mal:1', title: 'Hoshi no Niwashi', kind: 'recommendation', reason: 'calm', times: 1, shown_at: expect.any(String), added: true, status: 'completed', score: 9 });
  });

  it('still knows what was added when thousands of changes came later', async () => {
    const world = await createWorld();
    const unit = await world.storage.turns.open({ turn_id: 'tu', thread_id: 'th', user_id: 'local' });
    await world.storage.turns.commit(unit, { title: 'x', messages: [], suggested: [{ anime_id: 'mal:4', score: null, reason: null, kind: 'similar', context: '' }] });
    await list(world, [{ anime_id: 'mal:4', status: 'completed', score: 8 }]);
    const [entry] = await world.storage.list.all('local');
    await world.storage.list.apply('local', Array.from({ length: 3000 }, (_, at) => ({ anime_id: `mal:${at + 100_000}`, aliases: [], mutate: () => (entry === undefined ? null : { ...entry, anime_id: `mal:${at + 100_000}` }) })), { door: 'http' });
    await world.storage.list.apply('local', Array.from({ length: 600 }, (_, at) => ({ anime_id: 'mal:4', aliases: [], mutate: (before) => before && { ...before, progress: at } })), { door: 'http' });

    expect((await report(world)).recommendations).toMatchObject({ shown: 1, added: 1, finished: 1 });
  });

  it('does not count as added what was on the list before it was suggested', async () => {
    const world = await createWorld();
    await list(world, [{ anime_id: 'mal:5', status: 'plan_to_watch' }]);
    const later = new Date('2031-02-04T12:00:00').toISOString();
    const unit = await world.storage.turns.open({ turn_id: 'tu', thread_id: 'th', user_id: 'local' });
    await world.storage.turns.commit(unit, { title: later, messages: [], suggested: [{ anime_id: 'mal:3', score: null, reason: null, kind: 'similar', context: '' }] });
    await list(world, [{ anime_id: 'mal:5', status: 'completed' }]);

    expect((await report(world)).recommendations).toMatchObject({ shown: 1, added: 0, sentences: ['Of one title that I suggested in the last 90 days you have put none on your list so far.'] });
  });

  it('takes no arguments', async () => {
    expect(await call(await createWorld(), 'analyze_user_preferences', { deep: true })).toMatchObject({ refused: { code: 'invalid_input' } });
  });
});
