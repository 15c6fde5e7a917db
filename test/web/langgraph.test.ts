/** LangGraph's own SDK, and a script of Agent Chat UI's calls, against the whole agent: real turns, real threads. */
import { Client, type Message, type ThreadState } from '@langchain/langgraph-sdk';
import { describe, expect, it } from 'vitest';
import type { RunTurn } from '../../src/domain/chat-turn.ts';
import { AppError } from '../../src/errors.ts';
import { createChatWorld, gate as stepGate, type ChatWorld, type Steps } from '../chat/world.ts';
import { addThread, gate, parseEvents, replyWith, startApp, type RunningApp } from './support.ts';

const assistant = 'animetrackr';
type Values = { messages: Message[]; __interrupt__?: Question[] };
type Question = { id: string; value: { action_requests: { name: string; args: Record<string, unknown>; description: string }[]; review_configs: { action_name: string; allowed_decisions: string[] }[] } };

const clientOf = (url: string): Client => new Client({ apiUrl: url, apiKey: null, callerOptions: { maxRetries: 0 } });

const start = async (steps: Steps = {}): Promise<{ client: Client; world: ChatWorld; url: string; json: RunningApp['json']; say(thread_id: string, words: string): Promise<Values> }> => {
  const world = await createChatWorld({ steps });
  const { url, json } = await startApp(world);
  const client = clientOf(url);
  return { world, url, json, client, say: async (thread_id, words) => (await client.runs.wait(thread_id, assistant, { input: said(words) })) as Values };
};

const said = (content: string) => ({ messages: [{ type: 'human', content }] });
const texts = ({ messages }: Values): unknown[] => messages.map(({ content }) => content);
const collect = async <Part>(stream: AsyncIterable<Part>): Promise<Part[]> => {
  const parts: Part[] = [];
  for await (const part of stream) parts.push(part);
  return parts;
};

describe('the assistant', () => {
  it('is found by search, by name and by id', async () => {
    const { client, url } = await start();

    const [found, ...others] = await client.assistants.search({ graphId: assistant });

    expect(found).toMatchObject({ graph_id: assistant, name: 'AnimeTrackr' });
    expect(others).toEqual([]);
    expect(await client.assistants.search({ graphId: 'another' })).toEqual([]);
    expect(await client.assistants.get(assistant)).toEqual(found);
    expect(await client.assistants.get(found?.assistant_id ?? '')).toEqual(found);
    await expect(client.assistants.get('agent')).rejects.toThrow('404');
    expect(await (await fetch(`${url}/info`)).json()).toMatchObject({ version: '1.2.3', flags: { assistants: true } });
  });
});

describe('threads', () => {
  it('are created empty, filled by runs, found, renamed and deleted', async () => {
    const { client, say, world } = await start();
    const { thread_id, status, values } = await client.threads.create();
    expect([status, values]).toEqual(['idle', { messages: [] }]);
    expect(await client.threads.getHistory(thread_id)).toEqual([]);
    expect((await client.threads.getState(thread_id)).checkpoint).toBeNull();
    expect(await client.threads.search()).toEqual([]);

    await say(thread_id, 'how long is Mushishi?');
    await client.threads.update(thread_id, { metadata: { title: 'Mushi' } });

    const thread = await client.threads.get(thread_id);
    expect(thread).toMatchObject({ status: 'idle', interrupts: {}, metadata: { graph_id: assistant, title: 'Mushi' }, values: { messages: [{ type: 'human', content: 'how long is Mushishi?' }, { type: 'ai' }] } });
    expect(await client.threads.search({ metadata: { graph_id: assistant } })).toEqual([thread]);
    expect(await client.threads.search({ metadata: { graph_id: 'another' } })).toEqual([]);
    expect((await world.storage.threads.list('local', { limit: 9, offset: 0 })).map(({ title, message_count }) => [title, message_count])).toEqual([['Mushi', 2]]);
    await expect(client.threads.create({ threadId: thread_id })).rejects.toThrow('409');
    expect((await client.threads.create({ threadId: thread_id, ifExists: 'do_nothing' })).values).toEqual(thread.values);

    await client.threads.delete(thread_id);
    await expect(client.threads.get(thread_id)).rejects.toThrow('404');
  });

  it('are those of every other door, and a profile has only its own', async () => {
    const { client, world, say, url } = await start();
    await world.say('I am watching Mushishi, episode 3', { thread_id: 'page', user_id: 'local' });
    await world.say('hello', { thread_id: 'theirs', user_id: 'mika' });

    await say('page', 'one more episode');

    expect((await world.list('local')).map(({ progress }) => progress)).toEqual([4]);
    expect((await client.threads.search()).map(({ thread_id }) => thread_id)).toEqual(['page']);
    await expect(client.threads.getState('theirs')).rejects.toThrow('404');
    await expect(say('theirs', 'hello')).rejects.toThrow('404');
    expect(await (await fetch(`${url}/threads/theirs/state?user_id=mika`)).json()).toMatchObject({ values: { messages: [{ content: 'hello' }, {}] } });
  });

  it('have one checkpoint a turn', async () => {
    const { client, say } = await start();
    for (const words of ['hello', 'recommend something cozy', 'more']) await say('t', words);

    const history: ThreadState<Values>[] = await client.threads.getHistory<Values>('t');

    expect(history.map(({ values }) => values.messages.length)).toEqual([6, 4, 2]);
    expect(history.map(({ parent_checkpoint }) => parent_checkpoint?.checkpoint_id)).toEqual([history[1]?.checkpoint.checkpoint_id, history[2]?.checkpoint.checkpoint_id, undefined]);
    expect(await client.threads.getState('t')).toEqual(history[0]);
    expect(await client.threads.getState('t', history[1]?.checkpoint)).toEqual(history[1]);
    expect(await client.threads.getState('t', history[2]?.checkpoint.checkpoint_id ?? '')).toEqual(history[2]);
    expect(await client.threads.getHistory('t', { limit: 1, before: { configurable: { checkpoint_id: history[0]?.checkpoint.checkpoint_id ?? '' } } })).toEqual([history[1]]);
    expect(new Set(history[0]?.values.messages.map(({ id }) => id)).size).toBe(6);
    await expect(client.threads.getState('t', 'nowhere')).rejects.toThrow('404');
  });
});

describe('a run', () => {
  it('streams in every mode that was asked for, and ends with the values of the thread', async () => {
    const { client } = await start();

    const parts: { id?: string; event: string; data: unknown }[] = await collect(client.runs.stream('t', assistant, { input: said('three cozy shows'), streamMode: ['values', 'updates', 'messages-tuple', 'messages', 'custom'] }));

    const of = (event: string): unknown[] => parts.filter((part) => part.event === event).map(({ data }) => data);
    const { values } = await client.threads.getState<Values>('t');
    const answer = values.messages[1];
    expect(parts[0]).toMatchObject({ id: '1', event: 'metadata', data: { run_id: expect.any(String), attempt: 1 } });
    expect(parts.map(({ id }) => Number(id))).toEqual(parts.map((_part, at) => at + 1));
    expect(of('values')).toEqual([{ messages: [values.messages[0]] }, values]);
    expect(parts.at(-1)).toMatchObject({ event: 'values' });
    const pieces = of('messages') as [Message & { content: string }, { langgraph_node: string }][]; // of mode messages-tuple
    expect(pieces.map(([{ content }]) => content).join('')).toBe(answer?.content);
    expect(new Set(pieces.map(([{ id, type }, { langgraph_node }]) => [id, type, langgraph_node].join()))).toEqual(new Set([`${answer?.id},AIMessageChunk,answer`]));
    expect(of('messages/partial').at(-1)).toEqual([answer]);
    expect(of('messages/complete')).toEqual([[answer]]);
    expect(of('updates').map((update) => Object.keys(update as object))).toEqual([['classify_intent'], ['call_tools'], ['answer']]);
    expect(of('custom').map((event) => (event as { event: string }).event)).toEqual(expect.arrayContaining(['intent', 'tool_start', 'token', 'results']));
  });

  it('without a thread takes its messages for the past, and leaves none behind', async () => {
    const { client, world, json } = await start();
    const input = { messages: [{ role: 'user', content: 'hi' }, { role: 'assistant', content: 'Hello from elsewhere.' }, { role: 'user', content: [{ type: 'text', text: 'how long is Mushishi?' }] }] };

    const values = (await client.runs.wait(null, assistant, { input })) as unknown as Values;
    const kept = (await json('POST', '/runs/wait', { assistant_id: assistant, input, on_completion: 'keep' })).body as Values;

    expect(texts(values)).toEqual(['hi', 'Hello from elsewhere.', 'how long is Mushishi?', expect.stringContaining('26')]);
    expect(texts(kept)).toEqual(texts(values));
    await expect.poll(async () => (await world.storage.threads.list('local', { limit: 9, offset: 0 })).map(({ message_count }) => message_count)).toEqual([4]);
  });

  it('is found while it goes on and after it, can be joined, and is told twice to whoever comes back', async () => {
    const step = stepGate();
    const { client } = await start({ onAnswer: step.wait });
    const { thread_id } = await client.threads.create();

    const { run_id, status } = await client.runs.create(thread_id, assistant, { input: said('how long is Mushishi?'), streamMode: ['values'] });
    await step.reached;
    expect(status).toBe('pending');
    expect(await client.runs.get(thread_id, run_id)).toMatchObject({ run_id, status: 'running' });
    expect(await client.threads.get(thread_id)).toMatchObject({ status: 'busy' });
    await expect(client.runs.wait(thread_id, assistant, { input: said('hello'), multitaskStrategy: 'reject' })).rejects.toThrow('409');
    const joined = client.runs.join(thread_id, run_id);
    const listener = client.runs.joinStream(thread_id, run_id);
    const begun = [(await listener.next()).value, (await listener.next()).value];
    const back = client.runs.joinStream(thread_id, run_id, { lastEventId: '1' });
    const first = (await back.next()).value;
    step.open();
    const [values, all, rest] = [await joined, [...begun, ...(await collect(listener))], [first, ...(await collect(back))]];

    expect(all.map(({ event }) => event)).toEqual(['metadata', 'values', 'values']);
    expect(rest).toEqual(all.slice(1));
    expect(all.at(-1)?.data).toEqual(values);
    expect(await client.runs.get(thread_id, run_id)).toMatchObject({ run_id, status: 'success' });
    expect((await client.runs.list(thread_id)).map((run) => run.run_id)).toEqual([run_id]);
    expect(await client.runs.join(thread_id, run_id)).toEqual(values);
    expect((await collect(client.runs.joinStream(thread_id, run_id))).map(({ data }) => data)).toEqual([values]);
    await expect(client.runs.get(thread_id, 'another')).rejects.toThrow('404');
  });

  it('that is cancelled leaves no trace', async () => {
    const step = stepGate();
    const { client, world } = await start({ onAnswer: step.wait });
    const { run_id } = await client.runs.create('t', assistant, { input: said('how long is Mushishi?') });
    await step.reached;

    await client.runs.cancel('t', run_id);
    const ended = client.runs.cancel('t', run_id, true);
    step.open();
    await ended.catch(() => undefined); // it may have ended before

    await expect(client.runs.join('t', run_id)).rejects.toThrow('404');
    expect(await world.messages('t')).toEqual([]);
  });

  it.each(['/runs', '/threads/t/runs'])('that is sent again with its key is the same run, shown once (%s)', async (at) => {
    const { json, world } = await start();
    const body = { assistant_id: assistant, input: said('add Mushishi'), stream_mode: ['values', 'messages'] };
    const headers = { 'Idempotency-Key': 'k1' };

    const [first, again] = [await json('POST', `${at}/wait`, body, headers), await json('POST', `${at}/wait`, body, headers)];
    const other = await json('POST', `${at}/wait`, { ...body, input: said('add Monster') }, headers);

    expect([first.status, again.status, other.status]).toEqual([200, 200, 409]);
    expect(texts(first.body as Values)).toHaveLength(2);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('content-location')).toBe(first.headers.get('content-location'));
    expect(await world.list('local')).toHaveLength(1);
  });

  it('that wants no other beside it is refused when two come at once', async () => {
    const step = stepGate();
    const { json } = await start({ onAnswer: step.wait });
    const body = { assistant_id: assistant, input: said('hello'), multitask_strategy: 'reject' };

    const both = [json('POST', '/threads/t/runs/wait', body), json('POST', '/threads/t/runs/wait', body)];
    const refused = await Promise.race(both);
    step.open();

    expect(refused.status).toBe(409);
    expect((await Promise.all(both)).map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('can be watched node by node', async () => {
    const { client } = await start();

    const parts: { event: string; data: unknown }[] = await collect(client.runs.stream('t', assistant, { input: said('three cozy shows'), streamMode: ['debug', 'tasks', 'checkpoints'] }));

    const of = (event: string) => parts.filter((part) => part.event === event).map(({ data }) => data as { type: string; step: number; payload: { name?: string }; name?: string });
    const nodes = ['classify_intent', 'call_tools', 'call_tools', 'answer'];
    expect(of('debug').map(({ type, payload }) => payload.name ?? type)).toEqual([...nodes, 'checkpoint']);
    expect(of('debug').map(({ step }) => step)).toEqual([1, 2, 3, 4, 5]);
    expect(of('tasks').map(({ name }) => name)).toEqual(nodes);
    expect(of('checkpoints')).toEqual([expect.objectContaining({ values: (await client.threads.getState('t')).values, next: [] })]);
  });

  it('can push another one of its thread aside', async () => {
    const started = gate();
    const ran: unknown[] = [];
    const runTurn: RunTurn = ({ message }, options) =>
      new Promise((resolve, reject) => {
        ran.push(message);
        if (message !== 'first') return resolve(replyWith());
        options?.signal?.addEventListener('abort', () => reject(new AppError('cancelled', 'The turn was cancelled.')));
        started.open();
      });
    const { url, storage } = await startApp({ runTurn });
    await addThread(storage, { thread_id: 't' });
    const client = clientOf(url);
    const { run_id } = await client.runs.create('t', assistant, { input: said('first') });
    await started.opened;

    await client.runs.wait('t', assistant, { input: said('second'), multitaskStrategy: 'interrupt' });

    expect(ran).toEqual(['first', 'second']);
    await expect(client.runs.get('t', run_id)).rejects.toThrow('404');
  });

  it('without input only tells how the thread stands: nothing is said twice', async () => {
    const { client, say } = await start();
    const values = await say('t', 'hello');

    expect(await client.runs.wait('t', assistant, { input: null })).toEqual(values);
    expect((await collect(client.runs.stream('t', assistant, { input: null, streamMode: 'values' }))).at(-1)?.data).toEqual(values);
    await expect(client.runs.wait('nowhere', assistant, { input: null })).rejects.toThrow('404');
  });
});

describe('a question', () => {
  it('of a change is an action to approve or to reject', async () => {
    const { client, say, world } = await start();
    await say('t', 'add Mushishi');

    const asked = await say('t', 'remove Mushishi');
    const state = await client.threads.getState<Values>('t');
    const [question] = asked.__interrupt__ ?? [];
    expect(question?.value).toEqual({
      action_requests: [{ name: 'update_watchlist', args: { changes: [expect.objectContaining({ title: 'Mushi-Shi', after: null })] }, description: expect.stringContaining('removes') }],
      review_configs: [{ action_name: 'update_watchlist', allowed_decisions: ['approve', 'reject'] }],
    });
    expect([state.next, state.tasks[0]?.interrupts]).toEqual([['ask_back'], [question]]);
    expect(await client.threads.get('t')).toMatchObject({ status: 'interrupted', interrupts: { [state.tasks[0]?.id ?? '']: [question] } });
    expect((await client.threads.search({ status: 'interrupted' })).map(({ thread_id }) => thread_id)).toEqual(['t']);

    await client.runs.wait('t', assistant, { command: { resume: { decisions: [{ type: 'reject', message: 'yes' }] } } });
    expect(await world.list('local')).toHaveLength(1);
    await say('t', 'remove Mushishi');
    await client.runs.wait('t', assistant, { command: { goto: '__end__' } });
    expect(await world.list('local')).toHaveLength(1);
    const again = await say('t', 'remove Mushishi');
    await client.runs.wait('t', assistant, { command: { resume: { [again.__interrupt__?.[0]?.id ?? '']: { decisions: [{ type: 'approve' }] } } } });
    expect(await world.list('local')).toEqual([]);

    expect((await client.threads.get('t')).status).toBe('idle');
    await expect(client.runs.wait('t', assistant, { command: { resume: { decisions: [{ type: 'approve' }] } } })).rejects.toThrow('409');
  });

  it('of a title is an option to approve or to edit; words answer it too', async () => {
    const { client, say, world } = await start();
    const ask = async (thread_id: string): Promise<Question | undefined> => (await say(thread_id, 'add Tokyo')).__interrupt__?.[0];
    const answers = [{ decisions: [{ type: 'edit', edited_action: { name: 'choose_title', args: { option: '2' } } }] }, { decisions: [{ type: 'approve' }] }, { option_id: '2' }, 'the second one', { decisions: [{ type: 'reject' }] }];

    const chosen = [];
    for (const [at, resume] of answers.entries()) {
      const thread_id = `t${at}`;
      expect((await ask(thread_id))?.value).toMatchObject({ action_requests: [{ name: 'choose_title', args: { option: '1' }, description: expect.stringContaining('\n2. ') }], review_configs: [{ allowed_decisions: ['approve', 'edit', 'reject'] }] });
      await client.runs.wait(thread_id, assistant, { command: { resume } });
      chosen.push((await world.list('local')).map(({ anime_id }) => anime_id));
      if ((await world.list('local')).length > 0) await say(thread_id, 'undo');
    }

    const [second, first] = chosen;
    expect([first?.length, second?.length, first?.[0] === second?.[0]]).toEqual([1, 1, false]);
    expect(chosen.slice(2)).toEqual([second, second, []]);
    await ask('t');
    await expect(client.runs.wait('t', assistant, { command: { resume: { decisions: [{ type: 'perhaps' }] } } })).rejects.toThrow('400');
  });
});

describe('what goes wrong', () => {
  it('is refused before the stream begins, or ends it', async () => {
    const runTurn: RunTurn = async (_request, options) => {
      options?.emit?.({ event: 'thread', data: { thread_id: 't1', turn_id: 'turn1' } });
      throw new TypeError('secret detail');
    };
    const { url, logged } = await startApp({ runTurn });
    const client = clientOf(url);

    const parts = await collect(client.runs.stream('t', assistant, { input: said('hi'), streamMode: 'values' }));

    expect(parts.at(-1)).toMatchObject({ event: 'error', data: { error: 'internal', message: expect.stringContaining('Something went wrong') } });
    expect(JSON.stringify(parts)).not.toContain('secret');
    const { run_id } = await client.runs.create('t', assistant, { input: said('hi') });
    await expect.poll(() => logged.find((line) => line['run_id'] === run_id)).toMatchObject({ level: 50, msg: 'a run failed', code: 'internal', err: { message: 'secret detail' } });
    await expect(client.runs.wait('t', 'agent', { input: said('hi') })).rejects.toThrow('404');
    await expect(client.runs.wait('t', assistant, { input: { messages: [{ type: 'ai', content: 'hi' }] } })).rejects.toThrow('400');
    await expect(client.runs.wait('t', assistant, { input: said('hi') })).rejects.toThrow('500');
  });

  it.each([
    ['cancel', true],
    ['continue', false],
  ] as const)('a client that leaves with on_disconnect %s: is the turn stopped? %s', async (onDisconnect, stopped) => {
    const [started, left, finish] = [gate(), gate(), gate()];
    let aborted: boolean | undefined;
    const runTurn: RunTurn = async (_request, options) => {
      options?.emit?.({ event: 'thread', data: { thread_id: 't1', turn_id: 'turn1' } });
      started.open();
      options?.signal?.addEventListener('abort', finish.open);
      await finish.opened;
      aborted = options?.signal?.aborted;
      left.open();
      if (aborted === true) throw new AppError('cancelled', 'The turn was cancelled.');
      return replyWith();
    };
    const { url, logged } = await startApp({ runTurn });
    const leaving = new AbortController();

    const reading = collect(clientOf(url).runs.stream('t', assistant, { input: said('hi'), signal: leaving.signal, onDisconnect })).catch(() => undefined);
    await started.opened;
    leaving.abort();
    await reading;
    await expect.poll(() => stopped || logged.some(({ msg }) => msg === 'request')).toBe(true);
    if (!stopped) finish.open();
    await left.opened;

    expect(aborted).toBe(stopped);
  });
});

/** Recorded: the requests of Agent Chat UI in order (its `Stream.tsx`, `Thread.tsx` and `useStream` of the SDK), with the headers that its browser sends. */
describe('Agent Chat UI', () => {
  it('connects, lists, talks, asks for approval and comes back to the conversation', async () => {
    const world = await createChatWorld();
    const { url } = await startApp({ ...world, allowedOrigins: ['http://localhost:3001'] });
    const browser = { Origin: 'http://localhost:3001', 'Sec-Fetch-Site': 'same-site', 'Sec-Fetch-Mode': 'cors', 'X-Api-Key': 'lsv2_none', 'Content-Type': 'application/json' };
    const post = (path: string, body: unknown): Promise<Response> => fetch(url + path, { method: 'POST', headers: browser, body: JSON.stringify(body) });
    const submit = async (path: string, more: object): Promise<{ values: Values; location: string | null }> => {
      const response = await post(path, { assistant_id: assistant, stream_mode: ['values'], stream_subgraphs: true, stream_resumable: true, on_disconnect: 'continue', ...more });
      expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([200, browser.Origin]);
      return { values: parseEvents(await response.text()).findLast(({ event }) => event === 'values')?.data as Values, location: response.headers.get('content-location') };
    };
    const human = (text: string) => ({ input: { messages: [{ id: '5f0c', type: 'human', content: [{ type: 'text', text }] }] } });

    const preflight = await fetch(`${url}/threads/search`, { method: 'OPTIONS', headers: { Origin: browser.Origin, 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'content-type,x-api-key' } });
    expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([204, 'content-type,x-api-key']);
    expect((await fetch(`${url}/info`, { headers: browser })).ok).toBe(true);
    expect(await (await post('/threads/search', { metadata: { graph_id: assistant }, limit: 100, offset: 0 })).json()).toEqual([]);

    const { thread_id } = (await (await post('/threads', { metadata: {} })).json()) as { thread_id: string };
    const path = `/threads/${thread_id}/runs/stream`;
    const first = await submit(path, human('add Mushishi'));
    expect(first.location).toMatch(new RegExp(`^/threads/${thread_id}/runs/[\\w-]+$`));
    expect(await (await post(`/threads/${thread_id}/history`, { limit: 1000 })).json()).toMatchObject([{ values: first.values, next: [], tasks: [] }]);

    const asked = await submit(path, human('remove Mushishi'));
    expect(asked.values.__interrupt__?.[0]?.value.review_configs).toEqual([{ action_name: 'update_watchlist', allowed_decisions: ['approve', 'reject'] }]);
    const [head] = (await (await post(`/threads/${thread_id}/history`, { limit: 1000 })).json()) as ThreadState<Values>[];
    expect(head?.tasks.at(-1)?.interrupts).toEqual(asked.values.__interrupt__);
    const approved = await submit(path, { input: {}, command: { resume: { decisions: [{ type: 'approve' }] } } });
    expect(approved.values.messages).toHaveLength(6);
    expect('__interrupt__' in approved.values).toBe(false);
    expect(await world.list('local')).toEqual([]);

    // "Regenerate" sends no input and an older checkpoint.
    expect((await submit(path, { checkpoint: { checkpoint_id: head?.checkpoint.checkpoint_id, checkpoint_ns: '' } })).values).toEqual(approved.values);
    const [listed] = (await (await post('/threads/search', { metadata: { graph_id: assistant }, limit: 100, offset: 0 })).json()) as { values: Values }[];
    expect(listed?.values.messages[0]?.content).toBe('add Mushishi');
  });
});
