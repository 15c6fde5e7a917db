/** The conversation as a chat UI has it: over HTTP, with the shipped catalogue, across kill -9. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Entry } from '../../src/domain/anime.ts';
import type { ChatReply } from '../../src/domain/chat-turn.ts';
import { makeDataDir, startService, type Service } from '../support/service.ts';
import { callTool, chat, chatEvents, conversation, essence, listOf, messagesOf, request } from './talk.ts';

// Starting a program takes seconds, many times as long when the machine is busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const dataDir = makeDataDir();
let service: Service;
beforeAll(async () => {
  service = await startService({ dataDir });
});
afterAll(() => service.kill());

const url = () => service.url;
const talk = (name: string) => conversation(url, { thread_id: name, user_id: name });
const ids = ({ results }: ChatReply) => results.map(({ anime_id }) => anime_id);
const episodesOf = ({ results }: ChatReply) => results.map(({ episodes }) => episodes ?? Infinity);

/** The wished year, or the newest one in which the shipped catalogue has such a title. */
const yearWith = async (genre: string, wished: number): Promise<number> => {
  const { results } = (await callTool(url(), 'search_anime', { filters: { genres: [genre] }, limit: 100 })) as { results: Entry[] };
  const years = results.flatMap(({ year }) => (year === null ? [] : [year]));
  expect(years.length).toBeGreaterThan(0);
  return years.includes(wished) ? wished : Math.max(...years);
};

describe('a conversation', () => {
  it('finds, compares, records, and knows it all after kill -9', async () => {
    const user = talk('dialogue');
    const [byOption, byWords] = [talk('asked-1'), talk('asked-2')];

    const similar = await user.say('find me anime similar to Naruto but shorter');
    expect(similar.intent.name).toBe('recommendation');
    expect(similar.results.length).toBeGreaterThanOrEqual(3);
    expect(Math.max(...episodesOf(similar))).toBeLessThan(220);
    expect(ids(similar)).not.toContain('mal:20');

    const second = performance.now();
    const year = await yearWith('Romance', 2023);
    const asked = performance.now();
    const romance = await user.say(`romance from ${year}`);
    process.stderr.write(`second question answered in ${Math.round(performance.now() - asked)} ms (with its check ${Math.round(performance.now() - second)} ms; the wish is < 300 ms)\n`);
    expect(romance.intent.name).toBe('search');
    expect(romance.results.length).toBeGreaterThan(0);
    for (const result of romance.results) expect(result).toMatchObject({ year, genres: expect.arrayContaining(['Romance']) });

    const compared = await user.say('compare FMA 2003 and Brotherhood');
    expect(compared.intent.name).toBe('comparison');
    expect(ids(compared)).toEqual(['mal:121', 'mal:5114']);

    const added = await user.say('add Demon Slayer to my completed list with a 9');
    expect(added).toMatchObject({ success: true, interrupt: null, intent: { name: 'status_update' } });

    // In two other threads a question is open when the power goes.
    await byOption.say('add Naruto to my completed list with a 7');
    const first = (await byOption.say('remove Naruto from my list')).interrupt;
    await byWords.say('add Akira to my completed list with a 7');
    const other = (await byWords.say('remove Akira from my list')).interrupt;
    expect([first?.kind, other?.kind]).toEqual(['confirm_change', 'confirm_change']);
    expect([(await listOf(url(), 'asked-1')).length, (await listOf(url(), 'asked-2')).length]).toEqual([1, 1]);

    await service.kill();
    service = await startService({ dataDir });

    const remembered = await user.say('what did I just add?');
    expect(remembered.intent.name).toBe('watchlist');
    expect(remembered.response).toContain('Demon Slayer');
    expect(remembered.response).toMatch(/\b9\b/);
    expect(await listOf(url(), 'dialogue')).toMatchObject([{ anime_id: 'mal:38000', status: 'completed', score: 9, progress: 26 }]);
    expect((await messagesOf(url(), 'dialogue', 'dialogue')).map(({ role }) => role)).toEqual(Array.from({ length: 10 }, (_, at) => (at % 2 === 0 ? 'user' : 'assistant')));

    const resumed = await byOption.resume(first?.id ?? '', 'yes');
    expect(resumed).toMatchObject({ status: 200, body: { success: true, interrupt: null } });
    expect(await listOf(url(), 'asked-1')).toEqual([]);
    expect(await byOption.resume(first?.id ?? '', 'yes')).toMatchObject({ status: 409, body: { error: { code: 'interrupt_gone' } } });

    const answered = await byWords.say('yes, go ahead');
    expect(answered).toMatchObject({ success: true, interrupt: null });
    expect(await listOf(url(), 'asked-2')).toEqual([]);
  });

  it('goes on from what was shown: shorter ones, more, why the second, add the first', async () => {
    const user = talk('follow-ups');

    const first = await user.say('something like Naruto');
    const shorter = await user.say('shorter ones');
    expect(shorter.results.length).toBeGreaterThan(0);
    expect(Math.max(...episodesOf(shorter))).toBeLessThan(Math.max(...episodesOf(first), 220));
    expect(shorter.intent).toMatchObject({ name: 'recommendation', source: 'follow_up' });

    const more = await user.say('more');
    expect(more.results.length).toBeGreaterThan(0);
    expect(ids(more).filter((id) => ids(shorter).includes(id))).toEqual([]);
    expect(Math.max(...episodesOf(more))).toBeLessThanOrEqual(Math.max(...episodesOf(shorter), 220));

    const why = await user.say('why the second?');
    expect(why.intent.name).toBe('explanation');
    expect(ids(why)).toEqual([ids(more)[1]]);

    await user.say('add the first');
    expect(await listOf(url(), 'follow-ups')).toMatchObject([{ anime_id: ids(more)[0], status: 'plan_to_watch' }]);
  });

  it('says where a title can be watched and in which country, and that it does not know where it does not', async () => {
    const user = talk('places');

    const known = await user.say('where can I watch Cowboy Bebop?');
    const unknown = await user.say('and where can I watch The Animatrix?');

    expect(known.response).toMatch(/can be watched .*\bin Japan on U-NEXT/);
    expect(known.results[0]?.streaming).toContainEqual({ site: 'U-NEXT', url: expect.stringMatching(/^https:/), regions: ['JP'] });
    expect(unknown.response).toContain('I do not know where it can be watched');
  });

  it('asks which title is meant and goes on with the chosen one', async () => {
    const user = talk('which');

    const { interrupt, response } = await user.say('tell me about Tokyo');
    expect(interrupt?.kind).toBe('choose_title');
    const chosen = interrupt?.options[1];
    expect(response).toContain(chosen?.label);
    const answer = await user.resume(interrupt?.id ?? '', chosen?.id ?? '');

    expect(answer.status).toBe(200);
    expect(ids(answer.body)).toEqual([chosen?.anime_id]);
  });

  it('lets the user change the subject while a question is open, and has dropped the question then', async () => {
    const user = talk('moved-on');
    await user.say('add Monster to my completed list with an 8');

    const { interrupt } = await user.say('remove Monster from my list');
    const other = await user.say('how many episodes does Death Note have?');

    expect(other).toMatchObject({ interrupt: null, intent: { name: 'information' } });
    expect(other.response).toContain('37');
    expect(await listOf(url(), 'moved-on')).toHaveLength(1);
    expect(await user.resume(interrupt?.id ?? '', 'yes')).toMatchObject({ status: 409, body: { error: { code: 'interrupt_gone' } } });
    expect(await listOf(url(), 'moved-on')).toHaveLength(1);
  });
});

describe('a turn', () => {
  it('is the same as events and as JSON', async () => {
    const message = 'dark fantasy series with less than 30 episodes';
    const asJson = await chat(url(), { message, thread_id: 'same-json', user_id: 'same-json' });
    const events = await chatEvents(url(), { message, thread_id: 'same-events', user_id: 'same-events' });

    const names = events.map(({ event }) => event);
    const done = events.find((one) => one.event === 'done');
    const results = events.find((one) => one.event === 'results');
    const text = events.map((one) => (one.event === 'token' ? one.data.text : '')).join('');
    expect(events.map(({ id }) => id)).toEqual(events.map((_, at) => at + 1));
    expect(names.filter((name, at) => name !== names[at - 1]).join(' ')).toMatch(/^thread intent (?:tool_start tool_end )+token results done$/);
    expect(text).toBe(done?.data.response);
    expect(results?.data.results).toEqual(done?.data.results);
    expect(essence(done?.data as ChatReply)).toEqual(essence(asJson.body));
    expect((await messagesOf(url(), 'same-events', 'same-events'))[1]?.reply).toEqual(done?.data);
  });

  it('sent again with its Idempotency-Key is answered from memory, whatever door and however often', async () => {
    const body = { message: 'add Mushishi to my list', thread_id: 'once', user_id: 'once' };
    const headers = { 'Idempotency-Key': 'key-1' };

    const answers = await Promise.all(Array.from({ length: 5 }, () => chat(url(), body, { headers })));
    const events = await chatEvents(url(), body, { headers });
    const conflict = await chat(url(), { ...body, message: 'add Akira to my list' }, { headers });

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    for (const { body: reply } of answers) expect(reply).toEqual(answers[0]?.body);
    expect(events.at(-1)).toMatchObject({ event: 'done', data: answers[0]?.body });
    expect(conflict).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } });
    expect(await messagesOf(url(), 'once', 'once')).toHaveLength(2);
    expect(await listOf(url(), 'once')).toHaveLength(1);
  });

  it('never interleaves with another one of its thread', async () => {
    const said = ['tell me about Monster', 'tell me about Akira', 'tell me about Mushishi', 'tell me about Death Note'];

    const answers = await Promise.all(said.map((message) => chat(url(), { message, thread_id: 'crowded', user_id: 'crowded' })));
    const messages = await messagesOf(url(), 'crowded', 'crowded');

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(messages).toHaveLength(8);
    for (const [at, { body }] of answers.entries()) {
      const place = messages.findIndex(({ turn_id }) => turn_id === body.turn_id);
      expect(messages.slice(place, place + 2)).toMatchObject([{ role: 'user', content: said[at], turn_id: body.turn_id }, { role: 'assistant', content: body.response, turn_id: body.turn_id }]);
    }
  });

  it('whose client leaves before it has begun to write leaves nothing', async () => {
    const thread = { thread_id: 'left', user_id: 'left' };
    const leave = new AbortController();

    // Turns of a thread wait for each other, so the last one has not begun when its client goes.
    const before = Array.from({ length: 10 }, () => chat(url(), { message: 'tell me about Monster', ...thread }));
    const left = chat(url(), { message: 'add Death Note to my list', ...thread }, { signal: leave.signal }).catch((problem: unknown) => (problem as Error).name);
    await before[0];
    leave.abort();
    expect(await left).toBe('AbortError');
    await Promise.all(before);
    const after = await chat(url(), { message: 'show my list', ...thread });

    expect(after.status).toBe(200);
    expect((await messagesOf(url(), 'left', 'left')).filter(({ role }) => role === 'user').map(({ content }) => content)).not.toContain('add Death Note to my list');
    expect(await listOf(url(), 'left')).toEqual([]);
  });

  it('of another profile is out of sight', async () => {
    await chat(url(), { message: 'hello', thread_id: 'private', user_id: 'ann' });

    const read = await request(`${url()}/api/v1/threads/private/messages?user_id=bob`);
    const said = await chat(url(), { message: 'hello', thread_id: 'private', user_id: 'bob' });

    expect([read, said]).toMatchObject([{ status: 404, body: { error: { code: 'not_found' } } }, { status: 404, body: { error: { code: 'not_found' } } }]);
    expect(await messagesOf(url(), 'private', 'ann')).toHaveLength(2);
  });
});
