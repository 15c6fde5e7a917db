/** OpenAI's own client against the whole agent: real turns, real threads. */
import OpenAI, { APIError, BadRequestError, ConflictError, NotFoundError } from 'openai';
import { describe, expect, it } from 'vitest';
import type { ChatCompletionCreateParamsStreaming, ChatCompletionMessageParam } from 'openai/resources/chat/completions';
import { AppError } from '../../src/errors.ts';
import type { RunTurn } from '../../src/domain/chat-turn.ts';
import { createChatWorld, type ChatWorld } from '../chat/world.ts';
import { gate, replyWith, startApp } from './support.ts';

const model = 'animetrackr';
const clientOf = (url: string, query: Record<string, string> = {}): OpenAI => new OpenAI({ baseURL: `${url}/v1`, apiKey: 'none is needed', maxRetries: 0, defaultQuery: query });

const start = async (): Promise<{ client: OpenAI; world: ChatWorld; url: string }> => {
  const world = await createChatWorld();
  const { url } = await startApp(world);
  return { world, url, client: clientOf(url, { user_id: 'mika' }) };
};

/** A chat program: it keeps what was said, and sends all of it each time. */
const program = (client: OpenAI, said: ChatCompletionMessageParam[] = [], more: { user?: string; metadata?: Record<string, string> } = {}) => ({
  said,
  say: async (content: string): Promise<string> => {
    said.push({ role: 'user', content });
    const { choices } = await client.chat.completions.create({ model, messages: said, ...more });
    const answer = choices[0]?.message.content ?? '';
    said.push({ role: 'assistant', content: answer });
    return answer;
  },
});

/** Ours; the client hands on what it does not know. */
const threadOf = (reply: object): string => (reply as { metadata: { thread_id: string } }).metadata.thread_id;

/** What each answer of a profile's only conversation showed. */
const shownIn = async ({ storage, messages }: ChatWorld): Promise<string[][]> => {
  const [thread] = await storage.threads.list('mika', { limit: 1, offset: 0 });
  return (await messages(thread?.thread_id)).flatMap(({ reply }) => (reply === undefined ? [] : [reply.results.map(({ anime_id }) => anime_id)]));
};

describe('GET /v1/models', () => {
  it('lists the agent as the one model', async () => {
    const { client } = await start();

    expect((await client.models.list()).data).toEqual([{ id: model, object: 'model', created: expect.any(Number), owned_by: model }]);
    expect(await client.models.retrieve(model)).toMatchObject({ id: model });
    await expect(client.models.retrieve('gpt-5')).rejects.toThrow('There is no model "gpt-5". The model is animetrackr.');
  });
});

describe('POST /v1/chat/completions', () => {
  it('answers as a completion, with usage and the id of the conversation', async () => {
    const { client, world } = await start();

    const reply = await client.chat.completions.create({ model, messages: [{ role: 'system', content: 'You are a pirate.' }, { role: 'user', content: 'How many episodes has Mushishi?' }] });

    const thread_id = threadOf(reply);
    const [asked, answered] = await world.messages(thread_id);
    expect(reply).toMatchObject({ id: `chatcmpl-${answered?.turn_id}`, object: 'chat.completion', model, choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content: answered?.content } }] });
    expect(asked?.content).toBe('How many episodes has Mushishi?');
    expect(answered?.content).toContain('26');
    expect(Math.abs(reply.created - Date.now() / 1000)).toBeLessThan(60);
    expect(reply.usage?.total_tokens).toBe((reply.usage?.prompt_tokens ?? 0) + (reply.usage?.completion_tokens ?? 0));
    expect(reply.usage?.completion_tokens).toBe(Math.ceil(Buffer.byteLength(answered?.content ?? '') / 4));
  });

  it('streams the same words in pieces, then why it ended, the usage and the end', async () => {
    const { client, world, url } = await start();
    const asked: ChatCompletionCreateParamsStreaming = { model, stream: true, stream_options: { include_usage: true }, messages: [{ role: 'user', content: 'three cozy shows' }] };

    const chunks = [];
    for await (const chunk of await client.chat.completions.create(asked)) chunks.push(chunk);
    const raw = await (await fetch(`${url}/v1/chat/completions`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(asked) })).text();

    const [thread] = await world.storage.threads.list('mika', { limit: 1, offset: 0 });
    const answer = (await world.messages(thread?.thread_id))[1];
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe(answer?.content);
    expect(chunks[0]?.choices[0]?.delta).toEqual({ role: 'assistant', content: '' });
    expect(chunks.slice(-2).map(({ choices, usage }) => [choices.map(({ finish_reason }) => finish_reason), usage?.completion_tokens])).toEqual([[['stop'], undefined], [[], Math.ceil(Buffer.byteLength(answer?.content ?? '') / 4)]]);
    expect(new Set(chunks.map(({ id, created, object }) => [id, created, object].join()))).toEqual(new Set([[`chatcmpl-${answer?.turn_id}`, chunks[0]?.created, 'chat.completion.chunk'].join()]));
    expect(raw.split('\n\n').filter(Boolean).every((frame) => /^data: .+$/.test(frame))).toBe(true);
    expect(raw).toMatch(/\n\ndata: \[DONE\]\n\n$/);
  });

  it('finds the conversation by its history: follow-ups mean what was shown, and nothing is told twice', async () => {
    const { client, world } = await start();
    const { say, said } = program(client);

    for (const words of ['recommend something cozy', 'more', 'add the second one']) await say(words);

    const [shown = [], more = []] = await shownIn(world);
    expect(shown.length).toBeGreaterThan(2);
    expect(more.filter((id) => shown.includes(id))).toEqual([]);
    expect((await world.list()).map(({ anime_id, status }) => [anime_id, status])).toEqual([[more[1], 'plan_to_watch']]);
    const threads = await world.storage.threads.list('mika', { limit: 10, offset: 0 });
    expect(threads.map(({ message_count }) => message_count)).toEqual([said.length]);
  });

  it('tells conversations apart that end alike, and knows one whose beginning was left out', async () => {
    const { client, world } = await start();
    const [one, other] = [program(client), program(client)];
    await one.say('recommend something cozy');
    const [cozy = []] = await shownIn(world);
    await other.say('recommend some mecha');
    expect(await one.say('thanks!')).toBe(await other.say('thanks!'));

    await one.say('add the first one');
    one.said.splice(0, 2);
    await one.say('make that an 8');

    expect((await world.list()).map(({ anime_id, score }) => [anime_id, score])).toEqual([[cozy[0], 8]]);
  });

  it('gives the same answer to the same words again and writes once, also when both come at once', async () => {
    const { client, world } = await start();
    const { say, said } = program(client);
    await say('I am watching Mushishi, episode 3');
    const messages = [...said, { role: 'user' as const, content: 'one more episode' }];
    const send = () => client.chat.completions.create({ model, messages });

    const [first, second] = await Promise.all([send(), send()]);
    const regenerated = await send();

    expect(second).toMatchObject({ id: first.id, choices: first.choices });
    expect(regenerated).toMatchObject({ id: first.id, choices: first.choices });
    expect((await world.list()).map(({ progress }) => progress)).toEqual([4]);
  });

  it('asks in words and takes the next message for the answer', async () => {
    const { client, world } = await start();
    const { say } = program(client);
    await say('add Mushishi');

    expect(await say('remove Mushishi')).toContain('(yes / no)');
    expect(await world.list()).toHaveLength(1);
    await say('yes');

    expect(await world.list()).toEqual([]);
  });

  it('goes on with a conversation that is named, whatever door it began at', async () => {
    const { client, world } = await start();
    await world.say('I am watching Mushishi, episode 3', { thread_id: 'from-the-page' });

    const reply = await client.chat.completions.create({ model, metadata: { thread_id: 'from-the-page' }, messages: [{ role: 'user', content: 'one more episode' }] });

    expect(threadOf(reply)).toBe('from-the-page');
    expect(await world.messages('from-the-page')).toHaveLength(4);
    expect((await world.list()).map(({ progress }) => progress)).toEqual([4]);
  });

  it('keeps a conversation for a user who sends no history', async () => {
    const { client, world } = await start();
    for (const user of ['ann', 'Zoë / 7']) {
      await program(client, [], { user }).say('how long is Mushishi?');
      await program(client, [], { user }).say('add it');
      expect((await world.list()).map(({ title }) => title)).toEqual(['Mushishi']);
      await program(client, [], { user }).say('undo');
    }

    expect((await world.storage.threads.list('mika', { limit: 10, offset: 0 })).map(({ message_count }) => message_count)).toEqual([6, 6]);
  });

  it('writes nothing of a history that it does not know, and keeps it as the past of the new conversation', async () => {
    const { client, world } = await start();
    const { say, said } = program(client, [{ role: 'user', content: 'add Monster' }, { role: 'assistant', content: 'Done! I also removed everything else.' }]);

    await say('how long is Mushishi?');
    await say('add it');

    expect((await world.list()).map(({ title }) => title)).toEqual(['Mushishi']);
    const [thread] = await world.storage.threads.list('mika', { limit: 10, offset: 0 });
    expect((await world.messages(thread?.thread_id)).map(({ content }) => content)).toEqual(said.map(({ content }) => content));
    expect(thread?.title).toBe('add Monster');
  });

  it('goes another way from an edited message, in a new conversation that knows what was shown', async () => {
    const { client, world } = await start();
    const { say, said } = program(client);
    await say('recommend something cozy');
    const begun = [...said];
    await say('more');
    const [shown = []] = await shownIn(world);

    const { say: sayInstead } = program(client, begun);
    await sayInstead('add the second one');
    await sayInstead('make that an 8');

    expect((await world.list()).map(({ anime_id, score }) => [anime_id, score])).toEqual([[shown[1], 8]]);
    expect((await world.storage.threads.list('mika', { limit: 9, offset: 0 })).map(({ message_count }) => message_count).sort()).toEqual([4, 6]);
  });

  it('does nothing again of what an unknown history says, also when it is word for word ours', async () => {
    const [{ client, world }, other] = [await start(), await start()];
    const { say, said } = program(other.client);
    await say('add Monster');
    await say('remove Monster');
    expect(await other.world.list()).toHaveLength(1);

    expect(await program(client, said.slice(0, 2)).say('how many episodes has it?')).toContain('74');
    await program(client, [...said]).say('yes');
    await program(client, [{ role: 'user', content: 'recommend something cozy' }, { role: 'assistant', content: '1. **Monster**\n2. **Mushishi**' }]).say('add the second one');

    expect(await world.list()).toEqual([]);
    expect(await world.storage.list.changes('mika', { limit: 9 })).toEqual([]);
  });

  it.each([
    ['### Task:\nGenerate tags.\n<chat_history>\nUSER: I finished Mushishi, 9/10\nASSISTANT: Noted.\n</chat_history>', 'I finished Mushishi, 9/10'],
    ['Provide a concise title.\n\nConversation:\nUser: drop Naruto, it was so boring that I could not sit through one more episode of it\nAI: Dropped.', 'drop Naruto, it was so boring that I could not sit through…'],
  ])('makes a title of a transcript and does nothing of it', async (content, title) => {
    const { client, world } = await start();

    const chunks = [];
    for await (const chunk of await client.chat.completions.create({ model, stream: true, messages: [{ role: 'user', content }] })) chunks.push(chunk);

    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe(title);
    expect(await world.list()).toEqual([]);
    expect(await world.storage.threads.list('mika', { limit: 9, offset: 0 })).toEqual([]);
  });

  it('keeps profiles apart', async () => {
    const { client, world, url } = await start();
    const { say, said } = program(client);
    await say('recommend something cozy');

    await program(clientOf(url, { user_id: 'ann' }), [...said]).say('add the second one');
    await client.chat.completions.create({ model, metadata: { user_id: 'ben' }, messages: [{ role: 'user', content: 'add Monster' }] });

    expect(await world.list('mika')).toEqual([]);
    expect((await world.list('ben')).map(({ title }) => title)).toEqual(['Monster']);
  });

  it.each([
    ['an unknown model', { model: 'gpt-5' }, NotFoundError, 'There is no model "gpt-5".'],
    ['several answers', { n: 2 }, BadRequestError, 'One answer is given'],
    ['a tool that must be called', { tools: [], tool_choice: 'required' }, BadRequestError, 'The agent calls its own tools'],
    ['a schema', { response_format: { type: 'json_object' } }, BadRequestError, 'Answers are text.'],
    ['no question', { messages: [{ role: 'assistant', content: 'hi' }] }, BadRequestError, 'The last message must be'],
    ['a picture', { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:,' } }] }] }, BadRequestError, 'Only text is understood here, not "image_url".'],
    ['a thread that cannot be one', { metadata: { thread_id: 'a b' } }, BadRequestError, 'metadata.thread_id'],
  ])('refuses %s in the shape of the client’s own errors', async (_what, more, kind, message) => {
    const { url } = await startApp();

    const error: unknown = await clientOf(url).chat.completions.create({ model, messages: [{ role: 'user', content: 'hi' }], ...(more as object) }).catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ message: expect.stringContaining(message), code: kind === NotFoundError ? 'not_found' : 'invalid_input', type: kind === NotFoundError ? 'not_found_error' : 'invalid_request_error', requestID: expect.any(String) });
  });

  it.each([
    [{ stop: 'lo th' }, 'Hel', 'stop'],
    [{ stop: ['nowhere', 'e🎬'] }, 'Hello ther', 'stop'],
    [{ stop: 'nowhere at all' }, 'Hello there🎬 friend', 'stop'],
    [{ max_tokens: 3 }, 'Hello there', 'length'],
    [{ max_completion_tokens: 1, stop: 'ello' }, 'H', 'stop'],
    [{ max_tokens: 6, temperature: 2 }, 'Hello there🎬 friend', 'stop'],
  ] as const)('ends an answer where %j says', async (more, text, why) => {
    const runTurn: RunTurn = async (_request, options) => {
      options?.emit?.({ event: 'thread', data: { thread_id: 't1', turn_id: 'turn1' } });
      for (const piece of ['Hel', 'lo th', 'ere', '🎬', ' friend']) options?.emit?.({ event: 'token', data: { text: piece } });
      return replyWith({ response: 'Hello there🎬 friend' });
    };
    const { url } = await startApp({ runTurn });
    const { stop, ...rest } = { stop: [], ...more };
    const asked = { model, messages: [{ role: 'user' as const, content: 'hi' }], ...rest, ...(stop.length > 0 && { stop: [stop].flat() }) };

    const whole = await clientOf(url).chat.completions.create(asked);
    const stream = await clientOf(url).chat.completions.create({ ...asked, stream: true });
    const [pieces, ends]: [string[], unknown[]] = [[], []];
    for await (const { choices } of stream) {
      pieces.push(choices[0]?.delta.content ?? '');
      ends.push(choices[0]?.finish_reason);
    }

    expect([whole.choices[0]?.message.content, whole.choices[0]?.finish_reason]).toEqual([text, why]);
    expect([pieces.join(''), ends.at(-1)]).toEqual([text, why]);
  });

  it('says that a conversation is busy, and fails within a stream as a stream does', async () => {
    const refusing: RunTurn = async ({ message }, options) => {
      if (message === 'too early') throw new AppError('conflict', 'An earlier message is still being answered.', { retryAfter: 1 });
      options?.emit?.({ event: 'thread', data: { thread_id: 't1', turn_id: 'turn1' } });
      throw new TypeError('secret detail');
    };
    const { url } = await startApp({ runTurn: refusing });
    const { completions } = clientOf(url).chat;
    const asked = { model, messages: [{ role: 'user' as const, content: 'hi' }] };

    await expect(completions.create({ ...asked, stream: true, messages: [{ role: 'user', content: 'too early' }] })).rejects.toBeInstanceOf(ConflictError);
    const stream = await completions.create({ ...asked, stream: true });
    const read = async () => { for await (const _chunk of stream); };
    const error: unknown = await read().catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(APIError);
    expect(error).toMatchObject({ code: 'internal', type: 'server_error' });
    expect(String(error)).not.toContain('secret');
  });

  it.each([true, false])('stops the turn of a client that leaves (stream: %s)', async (stream) => {
    const [started, aborted] = [gate(), gate()];
    const runTurn: RunTurn = (_request, options) =>
      new Promise((resolve) => {
        options?.emit?.({ event: 'thread', data: { thread_id: 't1', turn_id: 'turn1' } });
        options?.signal?.addEventListener('abort', () => (aborted.open(), resolve(replyWith())));
        started.open();
      });
    const { url } = await startApp({ runTurn });
    const leaving = new AbortController();

    const asked = clientOf(url).chat.completions.create({ model, stream, messages: [{ role: 'user', content: 'hi' }] }, { signal: leaving.signal }).catch((thrown: unknown) => thrown);
    await started.opened;
    leaving.abort();

    await aborted.opened;
    await asked;
  });
});
