/** The graph as LangGraph's own server runs it: what Studio and LangGraph's SDK see. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startServer } from '@langchain/langgraph-api/server';
import { Client } from '@langchain/langgraph-sdk';
import { register } from 'tsx/esm/api';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const { graphs } = JSON.parse(readFileSync(path.join(root, 'langgraph.json'), 'utf8')) as { graphs: Record<string, string> };

/** What a run leaves behind, as far as the tests look at it. */
type State = {
  messages: { type: string; content: string }[];
  outcome?: { results: { title: string; episodes: number | null }[] };
  __interrupt__?: { value: { kind: string; question: string; options: { id: string; label: string }[] } }[];
};

describe('the Studio graph', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'studio-'));
  let client: Client;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    vi.stubEnv('DATA_DIR', path.join(folder, 'data')); // read once, when the server imports the graph
    const unregister = register(); // the server imports graphs/studio.ts by itself, past vitest
    const specs = Object.fromEntries(Object.entries(graphs).map(([name, file]) => [name, path.join(root, file)]));
    const { host, cleanup } = await startServer({ port: 0, nWorkers: 2, host: '127.0.0.1', cwd: folder, graphs: specs });
    client = new Client({ apiUrl: `http://${host}` });
    stop = async () => {
      await cleanup();
      await unregister();
    };
  }, 60_000);
  afterAll(async () => {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const startThread = async () => {
    const { thread_id } = await client.threads.create();
    const run = async (payload: { input?: Record<string, unknown>; command?: { resume: unknown } }) => (await client.runs.wait(thread_id, 'animetrackr', payload)) as unknown as State;
    return {
      say: (content: string) => run({ input: { messages: [{ role: 'user', content }] } }),
      resume: (resume: unknown) => run({ command: { resume } }),
      waitsFor: async () => (await client.threads.getState(thread_id)).next,
    };
  };
  const last = ({ messages }: State) => messages.at(-1);

  it('is found by its name, with the nodes of the drawing', async () => {
    const [assistant] = await client.assistants.search({ graphId: 'animetrackr' });
    const { nodes } = await client.assistants.getGraph(assistant?.assistant_id ?? '');

    expect(nodes.map(({ id }) => id).sort()).toEqual(['__end__', '__start__', 'agent', 'answer', 'ask_back', 'call_tools', 'classify_intent', 'extract_entities']);
  });

  it('asks for messages and nothing else', async () => {
    const [assistant] = await client.assistants.search({ graphId: 'animetrackr' });
    const { input_schema } = await client.assistants.getSchemas(assistant?.assistant_id ?? '');

    expect(Object.keys(input_schema?.properties ?? {})).toEqual(['messages']);
  });

  it('answers a message with a message that names titles of the catalogue', async () => {
    const { say } = await startThread();

    const state = await say('something like Mushishi');

    expect(state.messages.map(({ type }) => type)).toEqual(['human', 'ai']);
    expect(state.outcome?.results.length).toBeGreaterThan(0);
    expect(last(state)?.content).toContain(state.outcome?.results[0]?.title ?? 'no title');
  });

  it('remembers the thread: "shorter ones" is about what came before', async () => {
    const { say } = await startThread();
    await say('something like Attack on Titan');

    const state = await say('shorter ones');

    expect(state.messages.map(({ type }) => type)).toEqual(['human', 'ai', 'human', 'ai']);
    expect(state.outcome?.results.length).toBeGreaterThan(0);
    for (const { episodes } of state.outcome?.results ?? []) expect(episodes).toBeLessThan(25); // what the first season has
  });

  it('asks before it removes, and goes on with the option that was chosen', async () => {
    const { say, resume, waitsFor } = await startThread();
    await say('I finished Death Note, 9/10');

    const asked = await say('remove Death Note from my list');
    expect(asked.__interrupt__?.[0]?.value).toMatchObject({ kind: 'confirm_change', options: [{ id: 'yes' }, { id: 'no' }] });
    expect(await waitsFor()).toEqual(['ask_back']);

    const done = await resume({ option_id: 'yes' });
    expect(done.messages.slice(-3)).toMatchObject([{ type: 'ai', content: asked.__interrupt__?.[0]?.value.question }, { type: 'human', content: 'Yes' }, { type: 'ai' }]);
    expect(await waitsFor()).toEqual([]);
    expect(last(await say('show my list'))?.content).not.toContain('Death Note');
  });

  it.each([['bare words', 'no, keep it'], ['words as our service sends them', { message: 'no' }]])('takes %s as the answer to a question', async (_what, answer) => {
    const { say, resume } = await startThread();
    await say('add Mushishi to my list');
    await say('remove Mushishi from my list');

    await resume(answer);

    expect(last(await say('show my list'))?.content).toContain('Mushi');
  });

  it('does not trap someone who says something else instead of answering', async () => {
    const { say, waitsFor } = await startThread();
    await say('add Cowboy Bebop to my list');
    await say('remove Cowboy Bebop from my list');

    const state = await say('recommend me a comedy');

    expect(state.outcome?.results.length).toBeGreaterThan(0);
    expect(await waitsFor()).toEqual([]);
    expect(last(await say('show my list'))?.content).toContain('Cowboy Bebop');
  });

  it('says what is missing when there is no message', async () => {
    const { thread_id } = await client.threads.create();

    await expect(client.runs.wait(thread_id, 'animetrackr', { input: { messages: [] } })).rejects.toThrow('There is no message to answer.');
  });
});

describe('npm run studio', () => {
  it('serves the graph on the asked port without an .env file and is gone after SIGTERM', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'studio-'));
    const port = await freePort();
    const program = spawn(process.execPath, ['--import', 'tsx', path.join(root, 'src/bin/studio.ts'), '--port', String(port)], {
      cwd: root,
      env: { ...process.env, DATA_DIR: folder },
      stdio: 'ignore',
    });
    const ended = once(program, 'exit');

    const answered = await until(async () => (await fetch(`http://127.0.0.1:${port}/ok`)).ok, 50_000);
    const [assistant] = await new Client({ apiUrl: `http://127.0.0.1:${port}` }).assistants.search({ graphId: 'animetrackr' });
    program.kill('SIGTERM');
    await ended;

    expect(answered).toBe(true);
    expect(assistant?.name).toBe('animetrackr');
    expect(await until(async () => fetch(`http://127.0.0.1:${port}/ok`).then(() => false, () => true), 10_000)).toBe(true);
    rmSync(folder, { recursive: true, force: true });
  }, 75_000);

  it('says what is wrong with a port', async () => {
    const program = spawn(process.execPath, ['--import', 'tsx', path.join(root, 'src/bin/studio.ts'), '--port', 'high'], { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    program.stderr.on('data', (chunk: Buffer) => (said += String(chunk)));
    const [code] = (await once(program, 'exit')) as [number];

    expect(code).toBe(1);
    expect(said).toContain('The port must be a number.');
  });
});

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
};

/** Asks until the answer is yes; what throws counts as no. */
const until = async (ask: () => Promise<boolean>, timeoutMs: number): Promise<boolean> => {
  for (const end = Date.now() + timeoutMs; Date.now() < end; await wait(200)) {
    if (await ask().catch(() => false)) return true;
  }
  return false;
};
