/** What the catalogue does not know is said, not made up. */
import { describe, expect, it } from 'vitest';
import { createChatWorld } from './world.ts';

const ask = async (...messages: string[]) => {
  const world = await createChatWorld();
  let reply;
  for (const message of messages) reply = await world.runTurn({ message, thread_id: 't', user_id: 'local' });
  return reply;
};

it('cannot tell the worst without crowd scores', async () => {
  expect(await ask('worst anime ever')).toMatchObject({ results: [], response: expect.stringContaining('no crowd scores for these, so I cannot tell which are the worst') as string });
});

it('says that the best are only the best known', async () => {
  const reply = await ask('top 3 sports anime');

  expect(reply?.results).toHaveLength(3);
  expect(reply?.response).toContain('no crowd scores, so the best known come first. `npm run sync` fetches scores');
  expect(reply?.response).not.toContain('best rated');
});

it('goes by what is known when a bound on scores cannot be kept, and says so once', async () => {
  const [reply, more] = [await ask('comedy rated over 8'), await ask('comedy rated over 8', 'more')];

  expect(reply?.results).toHaveLength(5);
  expect(reply?.response).toContain('no crowd scores, so the best known come first');
  expect(reply?.response).not.toContain('scored 8');
  expect(more?.results).toHaveLength(5);
  expect(more?.response).not.toContain('crowd scores');
});

it.each(['покажи мне грустное аниме', '진짜 재미있는 애니', 'quiero ver algo sobre ajedrez'])('says which language it reads: %s', async (message) => {
  expect(await ask(message)).toMatchObject({ results: [], response: expect.stringContaining('I read English') as string });
});

it.each(['with english dub?', 'only dubbed ones', 'which are on netflix?'])('says that nothing is recorded of it: %s', async (message) => {
  const reply = await ask('romance movies', message);
  expect(reply?.response).toContain('my catalogue does not record that');
  expect(reply?.results).toEqual([]);
});

it('does not search for what nothing is recorded of', async () => {
  const reply = await ask('dubbed action anime');
  expect(reply?.response).toContain('5 matches — action:');
  expect(reply?.response).toContain('“dubbed” did not count: my catalogue does not record that');
});

it('says once that a request goes against a wish', async () => {
  const [reply, more] = [await ask('never recommend horror', 'recommend me some horror anime'), await ask('never recommend horror', 'recommend me some horror anime', 'more')];
  expect(reply?.response).toContain('You once asked me to leave out horror');
  expect(reply?.results.every(({ genres }) => genres.includes('Horror'))).toBe(true);
  expect(more?.response).not.toContain('You once asked me');
});

it('shows what few people know as little known', async () => {
  const reply = await ask('hidden gems please');
  expect(reply?.response).not.toMatch(/Attack on Titan|widely watched/);
});

it('quotes little of a long message', async () => {
  const reply = await ask(`recommend something like Death Note. ${'lorem ipsum dolor sit amet consectetur adipiscing elit sed eiusmod tempor '.repeat(100)}`);
  expect(reply?.response.split('\n')[0]?.length).toBeLessThan(150);
  expect(reply?.results).toHaveLength(5);
});

describe('a request that contradicts itself', () => {
  it.each([
    ['gory but no blood', '“gore” and “no gore” contradict each other'],
    ['a short one over 50 episodes', '“at least 51 episodes” and “at most 13 episodes”'],
    ["a sad comedy that isn't sad", '“tragedy” and “no tragedy”'],
    ['movies with 24 episodes', '“a movie” and “24 episodes”'],
    ['fantasy after 2015 and before 2010', '“from 2016 on” and “up to 2009”'],
  ])('is asked about: %s', async (message, question) => {
    const reply = await ask(message);
    expect(reply?.response).toContain(question);
    expect(reply?.interrupt?.options).toHaveLength(3);
  });

  it.each([
    ['a short comedy over 50 episodes', '1', { genres: ['Comedy'], min_episodes: 51, max_episodes: null }],
    ['a short comedy over 50 episodes', 'the short one', { genres: ['Comedy'], min_episodes: null, max_episodes: 13 }],
    ['a short comedy over 50 episodes', 'whichever', { genres: ['Comedy'], min_episodes: 51, max_episodes: null }],
    ['a short comedy over 50 episodes', 'neither', { genres: ['Comedy'], min_episodes: null, max_episodes: null }],
    ['gory thriller but no blood', 'no gore', { genres: ['Thriller'], tags: [], exclude_tags: ['gore'] }],
    ['gory thriller but no blood', 'not bloody', { genres: ['Thriller'], tags: [], exclude_tags: ['gore'] }],
  ])('%s: %s', async (message, answer, entities) => {
    const reply = await ask(message, answer);
    expect(reply?.interrupt).toBeNull();
    expect(reply?.entities).toMatchObject(entities);
    expect(reply?.results.length).toBeGreaterThan(2);
  });
});

it('says what is left out in the words of the user', async () => {
  expect((await ask('mecha but not gundam from the 90s'))?.response).toContain('nothing of gundam');
});

it('takes a question about a season for a new one, whatever was asked before', async () => {
  const reply = await ask('mecha from the 90s', 'lol ok what airs this season');

  expect(reply?.intent.name).toBe('seasonal');
  expect(reply?.entities.tags).toEqual([]);
  expect(reply?.entities.genres).toEqual([]);
});

it.each(['remove the note from Monster', 'delete my note on Monster'])('"%s" asks, takes the note away and leaves the title', async (words) => {
  const world = await createChatWorld();
  const say = (message: string) => world.runTurn({ message, thread_id: 't', user_id: 'local' });
  for (const message of ['add Monster', 'note for Monster: watch with dad']) await say(message);

  expect((await say(words)).interrupt?.question).toBe('Shall I do that? For Monster, your note “watch with dad” goes.');
  await say('yes');

  expect(await world.storage.list.all('local')).toMatchObject([{ title: 'Monster', notes: null }]);
});

it.each(['remove the score', 'remove my score for Monster', 'clear the rating of Monster'])('"%s" takes the score, after a yes, and leaves the title', async (words) => {
  const world = await createChatWorld();
  await world.say('finished Monster, 9');

  const asked = await world.say(words);
  expect(asked.interrupt?.diff).toMatchObject([{ anime_id: 'mal:19', before: { score: 9 }, after: { status: 'completed', score: null } }]);
  expect(await world.list()).toMatchObject([{ score: 9 }]);
  await world.say('yes');

  expect(await world.list()).toMatchObject([{ anime_id: 'mal:19', status: 'completed', score: null }]);
});

it.each(['set progress of Mushishi to -3', 'set Mushishi to episode -1'])('"%s" writes nothing that was not meant', async (words) => {
  const world = await createChatWorld();
  for (const message of ['sports anime', words, 'yes']) await world.runTurn({ message, thread_id: 't', user_id: 'local' });

  expect(await world.storage.list.all('local')).toEqual([]);
});

it.each([
  ['drop everything I scored under 5', ['Naruto']],
  ['remove everything with less than 100 episodes', ['Monster']],
  ['delete everything from before 2003', ['Naruto']],
  ['remove everything with less than 12 episodes', []],
  ['delete everything my sister told me about', []],
])('"%s" offers that part of the list and no more', async (words, meant) => {
  const world = await createChatWorld();
  const say = (message: string) => world.runTurn({ message, thread_id: 't', user_id: 'local' });
  for (const message of ['add Monster', 'finished Naruto, 3']) await say(message);

  const reply = await say(words);
  await say('no');

  expect((reply.interrupt?.diff ?? []).map(({ title }) => title)).toEqual(meant);
  expect((await world.storage.list.all('local')).map(({ title, status }) => [title, status]).sort()).toEqual([['Monster', 'plan_to_watch'], ['Naruto', 'completed']]);
});

it.each(['clear my whole list', 'remove everything I planned', 'delete everything on my list'])('"%s" still asks, with what goes', async (words) => {
  const world = await createChatWorld();
  const say = (message: string) => world.runTurn({ message, thread_id: 't', user_id: 'local' });
  for (const message of ['add Monster', 'add Naruto']) await say(message);

  expect((await say(words)).interrupt?.diff).toHaveLength(2);
});

it('says how many fit besides the hundred that it asks about', async () => {
  const reply = await ask('add everything with comedy to my list');

  expect(reply?.interrupt?.diff).toHaveLength(100);
  expect(reply?.response).toMatch(/these 100 changes\? \(Of [3-9]\d\d that fit these are the first 100: name a year or a kind/);
});

it.each([
  ['add every comedy from 1998', { genres: ['Comedy'], year_from: 1998, year_to: 1998 }],
  ['add every single mecha movie from the 80s to my list', { genres: ['Mecha'], types: ['MOVIE'], year_from: 1980, year_to: 1989 }],
  ['add all romance movies from 2016 to plan to watch', { genres: ['Romance'], types: ['MOVIE'], year_from: 2016, year_to: 2016 }],
])('"%s" means those of that kind alone', async (words, filters) => {
  const reply = await ask(words);

  expect(reply?.tool_calls[0]?.arguments).toMatchObject({ filters });
  expect(reply?.interrupt?.kind).toBe('confirm_change');
});
