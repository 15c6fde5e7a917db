import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { answersJson, breaksAfter, drips, emptyChoices, endsEarlyAfter, hang, malformedJson, refuses, says, stallsAfter, status } from '../support/fake-openai-chat.ts';
import { createLlmWorld, understood, words } from '../support/llm-world.ts';

const rest = understood('search', { topic: 'ghosts' });

describe('a turn whose message the model does not understand', () => {
  it.each([
    ['refuses the key', status(401)],
    ['refuses the request', status(400)],
    ['has no capacity', status(429, { 'retry-after': '20' })],
    ['breaks', status(500)],
    ['never answers', hang],
    ['drips', drips(JSON.stringify(rest), { everyMs: 40 })],
    ['sends bytes that are no JSON', malformedJson],
    ['sends no choices', emptyChoices],
    ['refuses', refuses],
    ['answers in prose', says('You want something like Death Note, I think.')],
    ['answers in another form', answersJson({ intent: 'dance', entities: rest.entities })],
    ['answers with the wrong types', answersJson({ ...rest, entities: { ...rest.entities, genres: 'Horror' } })],
    ['stops in the middle', says('{"intent":"sea', { finish: 'length' })],
  ])('is answered by the embedded brain in time when the provider %s', async (_what, reply) => {
    const { say, chat, server, embedded, field } = await createLlmWorld({ model: { timeoutMs: 1000 } });
    chat.otherwise(reply);
    const started = performance.now();

    const answer = await say('what is Monster about?');

    expect(performance.now() - started).toBeLessThan(5000);
    expect(answer).toMatchObject({ success: true, intent: { name: 'information', source: 'rules' }, brain: { mode: 'llm', degraded: true }, results: [{ title: 'Monster' }] });
    expect(answer.response).toContain(field.titles.byId('mal:19')?.synopsis?.slice(0, 40));
    expect(answer.streamed).toBe(answer.response);
    expect(JSON.stringify(answer)).not.toMatch(/secret|upstream text/);
    // The rest of the turn does not try its luck again; a server that failed is asked once more.
    expect(server.requests.length).toBeLessThanOrEqual(2);
    const { intent } = await embedded.classify({ message: 'what is Monster about?', history: async () => [], slots: { intent: null, entities: null, topic: '', shown: [], served: [], focus: null, last_change: null, facts: { liked: [], rejected: [], constraints: [] } } });
    expect(answer.intent).toEqual(intent);
  });
});

describe('a provider that stays away', () => {
  it('is left alone after five turns, and asked again when the pause is over', async () => {
    const clock = { now: 0 };
    const { say, chat, server, chatModel } = await createLlmWorld({ model: { now: () => clock.now } });
    chat.otherwise(status(401));
    for (let turn = 0; turn < 5; turn += 1) await say('hi');
    expect(chatModel.circuit().state).toBe('open');

    const during = await say('hi');
    expect(during.brain.degraded).toBe(true);
    expect(server.requests).toHaveLength(5);

    clock.now = 31_000;
    chat.next(answersJson(understood('general')));
    const after = await say('hi');
    expect(after.brain.degraded).toBe(false);
    expect(chatModel.circuit().state).toBe('closed');
  });
});

describe('an answer that fails on the way', () => {
  const asked = answersJson(understood('recommendation', { topic: 'patient stories' }));

  it.each([
    ['breaks', status(500)],
    ['never answers', hang],
    ['refuses', refuses],
    ['sends nothing', emptyChoices],
    ['breaks in the first sentence', breaksAfter(['Here are ', 'four'])],
    ['stalls in the first sentence', stallsAfter(['Here are ', 'four'])],
    ['says nothing', says('')],
  ])('becomes the embedded brain\'s when the provider %s before a sentence is whole', async (_what, reply) => {
    const { say, chat } = await createLlmWorld({ model: { timeoutMs: 1000 } });
    chat.next(asked);
    chat.otherwise(reply);

    const answer = await say('recommend me patient stories');

    expect(answer).toMatchObject({ success: true, brain: { degraded: true } });
    expect(answer.response).toMatch(/^4 picks/);
    expect(answer.streamed).toBe(answer.response);
    expect(answer.results.map(({ title }) => title)).toEqual(['Mushishi', 'Monster', 'Steins;Gate', 'Cowboy Bebop']);
  });

  it('keeps what was said when the connection breaks, and ends it sensibly', async () => {
    const { say, chat } = await createLlmWorld();
    chat.next(asked, breaksAfter(['Four that take their time:\n', '1. **Mushi-Shi** (2005): quiet wonders.\n', '2. **Mon']));

    const answer = await say('recommend me patient stories');

    expect(answer.response).toBe('Four that take their time:\n1. **Mushi-Shi** (2005): quiet wonders.\n\nAlso: Monster (2004), Steins;Gate (2011), Cowboy Bebop (1998).');
    expect(answer.streamed).toBe(answer.response);
    expect(answer.brain.degraded).toBe(true);
  });

  it('drops the half sentence of an answer that was cut for its length', async () => {
    const { say, chat } = await createLlmWorld({ found: ['mal:457'] });
    chat.next(asked, says('Try **Mushi-Shi**. It wanders through the', { finish: 'length' }));

    const answer = await say('recommend me patient stories');

    expect(answer.response).toBe('Try **Mushi-Shi**.');
    expect(answer.brain.degraded).toBe(true);
  });

  it('drops the half sentence of a stream that just ends', async () => {
    const { say, chat } = await createLlmWorld({ found: ['mal:457'] });
    chat.next(asked, endsEarlyAfter(['Try **Mushi-Shi**. ', 'It wanders through']));

    const answer = await say('recommend me patient stories');

    expect(answer.response).toBe('Try **Mushi-Shi**.');
    expect(answer.brain.degraded).toBe(true);
  });

  it('is whole when the last sentence has no full stop', async () => {
    const { say, chat } = await createLlmWorld({ found: ['mal:457'] });
    chat.next(asked, says('Try **Mushi-Shi**. It wanders'));

    const answer = await say('recommend me patient stories');

    expect(answer.response).toBe('Try **Mushi-Shi**. It wanders');
    expect(answer.brain.degraded).toBe(false);
  });
});

describe('a user who leaves', () => {
  it('while the model understands: the request is dropped and nothing is answered', async () => {
    const { say, chat, chatModel } = await createLlmWorld();
    chat.otherwise(hang);
    const caller = new AbortController();
    const turn = say('recommend me something', { signal: caller.signal, onEvent: ({ event }) => event === 'thread' && setImmediate(() => caller.abort()) });

    await expect(turn).rejects.toBeInstanceOf(AppError);
    await expect(turn).rejects.toMatchObject({ code: 'cancelled' });
    expect(chatModel.circuit().consecutive_failures).toBe(0);
  });

  it('while the model speaks: the request upstream is closed', async () => {
    const { say, chat } = await createLlmWorld();
    chat.next(answersJson(understood('recommendation', { topic: 'calm' })), words(() => 'Here they are, four calm ones. And then a long text that never comes to its end because nobody listens any more. '.repeat(50), { pauseMs: 30 }));
    const caller = new AbortController();

    const turn = say('recommend me something calm', { signal: caller.signal, onEvent: ({ event }) => event === 'token' && caller.abort() });

    await expect(turn).rejects.toMatchObject({ code: 'cancelled' });
    await chat.hungUp;
  });
});
