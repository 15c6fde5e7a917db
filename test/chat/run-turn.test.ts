import { describe, expect, it } from 'vitest';
import type { ChatEvent } from '../../src/domain/chat-turn.ts';
import { createChatWorld, gate, recorder, refusal, type ChatWorld, type Steps } from './world.ts';

const asked = async (world: ChatWorld, title = 'Akira') => {
  await world.say(`add ${title} to my completed list with an 8`);
  const { interrupt } = await world.say(`remove ${title} from my list`);
  if (interrupt === null) throw new Error('nothing was asked');
  return interrupt;
};
const contents = async (world: ChatWorld, thread_id?: string) => (await world.messages(thread_id)).map(({ content }) => content);
const said = async (world: ChatWorld, thread_id?: string) => (await world.messages(thread_id)).filter(({ role }) => role === 'user').map(({ content }) => content);
const names = (events: readonly ChatEvent[]) => events.map(({ event }) => event);
/** A step that fails once it is armed. */
const breakable = (step: keyof Steps): { steps: Steps; fail: { next: boolean } } => {
  const fail = { next: false };
  const fault = () => {
    if (fail.next) throw new TypeError('a fault of our own');
  };
  return { steps: { [step]: fault }, fail };
};

describe('a turn', () => {
  it('tells its events in order and gives the same in its reply and in its messages', async () => {
    const world = await createChatWorld();
    const { events, emit } = recorder();

    const reply = await world.say('something like Death Note but shorter', { emit });

    expect(names(events).filter((name, at) => name !== 'token' || names(events)[at - 1] !== 'token')).toEqual(['thread', 'intent', 'tool_start', 'tool_end', 'tool_start', 'tool_end', 'token', 'results', 'done']);
    expect(events[0]?.data).toEqual({ thread_id: 't', turn_id: reply.turn_id });
    expect(events.map((one) => (one.event === 'token' ? one.data.text : '')).join('')).toBe(reply.response);
    expect(events.find(({ event }) => event === 'results')?.data).toEqual({ results: reply.results });
    expect(events.at(-1)?.data).toEqual(reply);
    expect(reply.tool_calls.map(({ name, ok }) => [name, ok])).toEqual([['get_anime_details', true], ['get_similar_anime', true]]);
    expect(await world.messages()).toMatchObject([
      { role: 'user', turn_id: reply.turn_id, content: 'something like Death Note but shorter' },
      { role: 'assistant', turn_id: reply.turn_id, content: reply.response, reply },
    ]);
  });

  it('that asks something says so as its last event but one, and keeps the question', async () => {
    const world = await createChatWorld();
    await world.say('add Akira to my completed list with an 8');
    const { events, emit } = recorder();

    const reply = await world.say('remove Akira from my list', { emit });

    expect(names(events)).toEqual(['thread', 'intent', 'tool_start', 'tool_end', 'token', 'results', 'interrupt', 'done']);
    expect(reply).toMatchObject({ success: true, results: [], interrupt: { kind: 'confirm_change', options: [{ id: 'yes' }, { id: 'no' }], diff: [{ anime_id: 'mal:47', after: null }] } });
    expect(await world.list()).toHaveLength(1);
  });

  it('is named after its first message and begins a thread of its own when none is given', async () => {
    const world = await createChatWorld();

    const { thread_id } = await world.runTurn({ message: '  tell me\n about Monster ', user_id: 'mika' });
    await world.runTurn({ message: 'and Akira?', user_id: 'mika', thread_id });

    expect(await world.storage.threads.get('mika', thread_id)).toMatchObject({ title: 'tell me about Monster', message_count: 4 });
  });

  it.each([
    ['neither message nor resume', {}],
    ['both', { message: 'hello', resume: { interrupt_id: 'i', option_id: 'yes' } }],
    ['nothing but blanks', { message: ' \n ' }],
    ['more than 10,000 characters', { message: 'a'.repeat(10_001) }],
  ])('with %s is refused and leaves nothing', async (_what, body) => {
    const world = await createChatWorld();

    const error = await refusal(world.runTurn({ ...body, thread_id: 't', user_id: 'mika' }));

    expect(error.code).toBe('invalid_input');
    expect(await world.storage.threads.get('mika', 't')).toBeNull();
  });

  it("on another user's thread is refused as if there were none", async () => {
    const world = await createChatWorld();
    await world.say('hello');

    const error = await refusal(world.say('hello', { user_id: 'noa' }));

    expect(error.code).toBe('not_found');
    expect(await world.messages()).toHaveLength(2);
  });

  it('is not disturbed by a door that fails to take its events', async () => {
    const world = await createChatWorld();

    const reply = await world.say('hello', { emit: () => { throw new Error('the line is down'); } });

    expect(reply.success).toBe(true);
    expect(await world.messages()).toHaveLength(2);
  });
});

describe('two turns', () => {
  it('of one thread run one after the other, in the order in which they came, and of two threads side by side', async () => {
    const hold = gate();
    const began: string[] = [];
    const world = await createChatWorld({ steps: { onMessage: (message) => { began.push(message); return message === 'tell me about Monster' ? hold.wait() : undefined; } } });

    const first = world.say('tell me about Monster');
    await hold.reached;
    const second = world.say('tell me about Akira');
    const third = world.say('tell me about Mushishi');
    await world.say('hello', { thread_id: 'other' });
    expect(began).toEqual(['tell me about Monster', 'hello']);
    hold.open();
    await Promise.all([first, second, third]);

    expect(began).toEqual(['tell me about Monster', 'hello', 'tell me about Akira', 'tell me about Mushishi']);
    expect(await said(world)).toEqual(['tell me about Monster', 'tell me about Akira', 'tell me about Mushishi']);
    expect((await world.messages()).map(({ role }) => role)).toEqual(['user', 'assistant', 'user', 'assistant', 'user', 'assistant']);
  });

  it('of one thread: the second is refused when the first takes too long, and can be sent again', async () => {
    const hold = gate();
    const world = await createChatWorld({ lockWaitMs: 30, steps: { onMessage: (message) => (message === 'tell me about Monster' ? hold.wait() : undefined) } });

    const first = world.say('tell me about Monster');
    await hold.reached;
    const error = await refusal(world.say('tell me about Akira'));
    hold.open();
    await first;
    await world.say('tell me about Akira');

    expect(error).toMatchObject({ code: 'conflict', retryAfter: expect.any(Number) });
    expect(await said(world)).toEqual(['tell me about Monster', 'tell me about Akira']);
  });

  it('under one Idempotency-Key are one turn, also when both come at once', async () => {
    const world = await createChatWorld();
    const [one, other] = [recorder(), recorder()];

    const [first, second] = await Promise.all([world.say('add Akira to my list', { idempotencyKey: 'k', emit: one.emit }), world.say('add Akira to my list', { idempotencyKey: 'k', emit: other.emit })]);

    expect(second).toEqual(first);
    expect(names(other.events)).toEqual(['thread', 'token', 'results', 'done']);
    expect(other.events.at(-1)).toEqual(one.events.at(-1));
    expect(await world.messages()).toHaveLength(2);
  });

  it('of different content under one key are a conflict; under the same key of another user they are not', async () => {
    const world = await createChatWorld();
    await world.say('add Akira to my list', { idempotencyKey: 'k' });

    const error = await refusal(world.say('add Monster to my list', { idempotencyKey: 'k' }));
    await world.say('add Monster to my list', { idempotencyKey: 'k', thread_id: 'u', user_id: 'noa' });

    expect(error.code).toBe('conflict');
    expect([(await world.list()).map(({ title }) => title), (await world.list('noa')).map(({ title }) => title)]).toEqual([['Akira'], ['Monster']]);
  });
});

describe('an open question', () => {
  it('is answered by an option, which becomes what the user said', async () => {
    const world = await createChatWorld();
    const { id } = await asked(world);

    const reply = await world.resume(id, 'yes');

    expect(reply).toMatchObject({ success: true, interrupt: null });
    expect(await world.list()).toEqual([]);
    expect((await said(world)).at(-1)).toBe('Yes');
  });

  it('is answered in words', async () => {
    const world = await createChatWorld();
    await asked(world);

    const reply = await world.say('no, never mind');

    expect(reply.interrupt).toBeNull();
    expect(await world.list()).toHaveLength(1);
  });

  it('refuses an option that it does not have, and stays open', async () => {
    const world = await createChatWorld();
    const { id } = await asked(world);

    const error = await refusal(world.resume(id, 'maybe'));
    const reply = await world.resume(id, 'yes');

    expect(error).toMatchObject({ code: 'invalid_input', hint: expect.stringContaining('yes, no') });
    expect(reply.success).toBe(true);
    expect(await world.list()).toEqual([]);
  });

  it.each([
    ['was answered', (world: ChatWorld, id: string) => world.resume(id, 'no')],
    ['was left for another subject', (world: ChatWorld) => world.say('how many episodes does Death Note have?')],
    ['never was', async (world: ChatWorld) => void (await world.say('never mind'))],
  ])('is gone when it %s, and nothing is done', async (what, close) => {
    const world = await createChatWorld();
    const { id } = await asked(world);
    await close(world, id);
    const before = await contents(world);

    const error = await refusal(world.resume(what === 'never was' ? 'some-other-id' : id, 'yes'));

    expect(error.code).toBe('interrupt_gone');
    expect(await contents(world)).toEqual(before);
    expect(await world.list()).toHaveLength(1);
  });

  it('answered twice at once is carried out once', async () => {
    const world = await createChatWorld();
    const { id } = await asked(world);

    const outcomes = await Promise.allSettled([world.resume(id, 'yes'), world.resume(id, 'yes')]);

    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(await world.storage.list.changes('mika', { limit: 10 })).toHaveLength(2);
  });

  it('is still open after a turn that failed to answer it', async () => {
    const { steps, fail } = breakable('onAnswer');
    const world = await createChatWorld({ steps });
    const { id } = await asked(world);
    const before = await contents(world);

    fail.next = true;
    const error = await refusal(world.resume(id, 'yes'));
    expect(error.code).toBe('internal');
    expect([await contents(world), (await world.list()).length]).toEqual([before, 1]);

    fail.next = false;
    expect(await world.resume(id, 'yes')).toMatchObject({ success: true, interrupt: null });
    expect(await world.list()).toEqual([]);
  });
});

describe('a client that leaves', () => {
  it('before anything was written takes the turn along, and the thread goes on as if it had not been', async () => {
    const hold = gate();
    const world = await createChatWorld({ steps: { onTool: (name) => (name === 'get_anime_details' ? hold.wait() : undefined) } });
    const leave = new AbortController();
    const { events, emit } = recorder();

    const turn = world.say('tell me about Monster', { signal: leave.signal, emit });
    await hold.reached;
    leave.abort();
    hold.open();
    const error = await refusal(turn);

    expect(error.code).toBe('cancelled');
    expect(names(events)).not.toContain('done');
    expect(await world.storage.threads.get('mika', 't')).toBeNull();
    expect((await world.say('hello')).success).toBe(true);
    expect(await world.messages()).toHaveLength(2);
  });

  it('after a change was made has its turn carried to the end', async () => {
    const hold = gate();
    const world = await createChatWorld({ steps: { onTool: (name, args) => (name === 'update_watchlist' && args['dry_run'] !== true ? hold.wait() : undefined) } });
    const leave = new AbortController();

    const turn = world.say('add Akira to my list', { signal: leave.signal });
    await hold.reached;
    leave.abort();
    hold.open();
    const reply = await turn;

    expect(reply.success).toBe(true);
    expect((await world.messages())[1]).toMatchObject({ role: 'assistant', content: reply.response, reply });
    expect((await world.list()).map(({ title }) => title)).toEqual(['Akira']);
  });

  it('while it waits for the turn before it is not answered at all', async () => {
    const hold = gate();
    const began: string[] = [];
    const world = await createChatWorld({ steps: { onMessage: (message) => { began.push(message); return message === 'hello' ? hold.wait() : undefined; } } });
    const leave = new AbortController();

    const first = world.say('hello');
    await hold.reached;
    const second = refusal(world.say('add Akira to my list', { signal: leave.signal }));
    leave.abort();

    expect((await second).code).toBe('cancelled'); // at once, not when the first is done
    hold.open();
    await first;
    expect(began).toEqual(['hello']);
    expect(await world.list()).toEqual([]);
  });

  it('is noticed although a turn is nothing but computing: other work gets its say before it begins', async () => {
    const world = await createChatWorld();
    await world.say('tell me about Monster');
    const leave = new AbortController();

    // as when the request and the end of its connection are read in one go
    setImmediate(() => leave.abort());
    const error = await refusal(world.say('add Akira to my list', { signal: leave.signal }));

    expect(error.code).toBe('cancelled');
    expect(await world.list()).toEqual([]);
  });
});

describe('a turn that fails', () => {
  it('leaves nothing: no messages, no change, no memory of what was shown', async () => {
    const { steps, fail } = breakable('onAnswer');
    const world = await createChatWorld({ steps });
    const shown = await world.say('something like Mushishi');
    fail.next = true;

    expect((await refusal(world.say('add the first', { idempotencyKey: 'k' }))).code).toBe('internal');
    expect((await refusal(world.say('something like Death Note'))).code).toBe('internal');
    fail.next = false;

    expect(await said(world)).toEqual(['something like Mushishi']);
    expect(await world.list()).toEqual([]);
    await world.say('add the first', { idempotencyKey: 'k' });
    expect((await world.list()).map(({ anime_id }) => anime_id)).toEqual([shown.results[0]?.anime_id]);
  });

  it('lets the next turn of its thread in', async () => {
    const { steps, fail } = breakable('onMessage');
    const world = await createChatWorld({ steps, lockWaitMs: 50 });
    fail.next = true;
    await refusal(world.say('hello'));
    fail.next = false;

    expect((await world.say('hello')).success).toBe(true);
  });
});
