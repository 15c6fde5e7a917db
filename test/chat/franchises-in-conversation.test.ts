/** Watch order and "episode 30 of X" in people's words, over the shipped catalogue. */
import { describe, expect, it } from 'vitest';
import { createChatWorld } from './world.ts';

const ids = (results: readonly { anime_id: string }[]) => results.map(({ anime_id }) => anime_id);
const mobPsycho = ['mal:32182', 'mal:37510', 'mal:50172'];

describe('in what order', () => {
  it.each(['in what order should I watch Mob Psycho 100?', 'watch order for mob psycho', 'where do I start with Mob Psycho 100', 'mob psycho viewing order pls'])('%s', async (message) => {
    const world = await createChatWorld();

    const reply = await world.say(message);

    expect(reply.tool_calls.map(({ name }) => name)).toEqual(['get_watch_order']);
    expect(ids(reply.results)).toEqual(mobPsycho);
  });

  it('what comes after one part is that one, with the order behind it', async () => {
    const world = await createChatWorld();

    const next = await world.say('what comes after Mob Psycho 100 II');
    const last = await world.say('what comes after Mob Psycho 100 III?');

    expect(ids(next.results)).toEqual(['mal:50172']);
    expect(next.response).toMatch(/^After \*\*Mob Psycho 100 II\*\*.* comes \*\*Mob Psycho 100 III\*\*.*\n\nThe whole order: \*\*Mob Psycho 100\*\*/);
    expect(last.response).toMatch(/is the last part that I know of/);
  });

  it('is asked of the title that is spoken of, and says where the user is', async () => {
    const world = await createChatWorld();
    await world.say('finished Mob Psycho 100');

    const reply = await world.say('what is the watch order?');

    expect(ids(reply.results)).toEqual(mobPsycho);
    expect(reply.response).toMatch(/You are at \*\*Mob Psycho 100 II\*\*/);
  });

  it('asks back when no title is meant', async () => {
    expect((await (await createChatWorld()).say('in which order should I watch it?')).response).toMatch(/^(?:Which title|I am not sure which title)/);
  });
});

describe('an episode beyond the season', () => {
  it('lands on the season that has it, after a yes to exactly that', async () => {
    const world = await createChatWorld();

    const asked = await world.say("I'm on episode 20 of Mob Psycho 100");
    expect(asked.interrupt?.diff).toMatchObject([
      { anime_id: 'mal:32182', before: null, after: { status: 'completed', progress: 12 } },
      { anime_id: 'mal:37510', before: null, after: { status: 'watching', progress: 8 } },
    ]);
    expect(asked.response).toContain('watching, episode 8');
    await world.say('yes');

    expect(await world.list()).toEqual(expect.arrayContaining([expect.objectContaining({ anime_id: 'mal:37510', status: 'watching', progress: 8 }), expect.objectContaining({ anime_id: 'mal:32182', status: 'completed', progress: 12 })]));
  });

  it('is written at once when the seasons before are seen', async () => {
    const world = await createChatWorld();
    await world.say('finished Mob Psycho 100');

    const reply = await world.say('episode 14 of Mob Psycho 100');

    expect(reply.interrupt).toBeNull();
    expect(await world.list()).toContainEqual(expect.objectContaining({ anime_id: 'mal:37510', progress: 2 }));
  });

  it('beyond all seasons writes nothing and says how many there are', async () => {
    const world = await createChatWorld();

    const reply = await world.say("I'm on episode 300 of Mob Psycho 100");

    expect(reply.response).toContain('12 episodes (37 with the seasons after it)');
    expect(await world.list()).toEqual([]);
  });
});

describe('what belongs to a name is no score', () => {
  it.each([
    ['finished Attack on Titan season 3', { anime_id: 'mal:35760', status: 'completed', score: null }],
    ['finished Clannad: After Story', { anime_id: 'mal:4181', status: 'completed' }],
    ['finished Steins;Gate 0', { anime_id: 'mal:30484', status: 'completed', score: null }],
    ['watched ep 5 and 6 of Monster', { anime_id: 'mal:19', status: 'watching', progress: 6, score: null }],
    ['finished Trigun 9', { anime_id: 'mal:6', status: 'completed', score: 9 }],
    ['I finished Mushishi on 2020-05-06', { anime_id: 'mal:457', score: null, finished_at: '2020-05-06' }],
    ['I started Trigun on 2021-03-04', { anime_id: 'mal:6', status: 'watching', score: null, started_at: '2021-03-04' }],
  ])('%s', async (message, entry) => {
    const world = await createChatWorld();

    await world.say(message);

    expect(await world.list()).toMatchObject([entry]);
  });
});

describe('a yes to what is no longer so', () => {
  it('asks again with what would happen now', async () => {
    const world = await createChatWorld();
    await world.say('finished Monster, 9');
    await world.say('make Monster a 7');
    await world.say('rate Monster 10', { thread_id: 'elsewhere' });

    const again = await world.say('yes');

    expect(again.interrupt).toMatchObject({ question: expect.stringContaining('has changed since I asked'), diff: [{ before: { score: 10 }, after: { score: 7 } }] });
    expect(await world.list()).toMatchObject([{ score: 10 }]);
    await world.say('yes');
    expect(await world.list()).toMatchObject([{ score: 7 }]);
  });
});

describe('hostile messages', () => {
  it.each([
    ['scores without end', `${'aa 1, '.repeat(40)}x`],
    ['a wish of many kinds', `${'mecha, '.repeat(40)}ok what`],
    ['figures', `${'1'.repeat(400)} b c d e f`],
  ])('%s are answered in no time', async (_what, message) => {
    const world = await createChatWorld();
    await world.say('finished Monster, 9');
    const started = performance.now();

    await world.say(message);

    // a pattern that tries every way to cut takes minutes
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
