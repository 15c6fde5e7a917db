import { convertToOpenAITool } from '@langchain/core/utils/function_calling';
import { z } from 'zod';
import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { createToolbelt, type Toolbelt } from '../../src/mcp/toolbelt.ts';
import { createMcp, type Mcp } from '../../src/mcp/server.ts';
import { defineTool, readOnly, type Tool } from '../../src/tools/tool.ts';
import { resources, sampleMcp, sampleTools, silentLog, type Seen } from './support.ts';
import { serveHttp, type HttpService } from './serve-http.ts';
import { serveSessions } from './serve-sessions.ts';

const mika = { user_id: 'mika', door: 'chat', unit: { turn_id: 't1', thread_id: 'th1' } } as const;

const closing: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const thing of closing.splice(0)) await thing.close();
});
const inProcess = async (mcp: Mcp = sampleMcp()): Promise<Toolbelt> => {
  const toolbelt = await createToolbelt({ connect: { mcp }, log: silentLog() });
  closing.unshift(toolbelt);
  return toolbelt;
};
const serve = async (mcp: Pick<Mcp, 'serverFor'>, port?: number): Promise<HttpService> => {
  const service = await serveHttp(mcp, port === undefined ? {} : { port });
  closing.push(service);
  return service;
};
const remote = async (url: string, pausesMs: readonly number[] = [0, 20]): Promise<Toolbelt> => {
  const toolbelt = await createToolbelt({ connect: { url, pausesMs }, log: silentLog() });
  closing.unshift(toolbelt);
  return toolbelt;
};

const agentTool: Tool = defineTool({
  name: 'natural_language_query',
  title: 'Ask',
  description: 'Use this to ask.',
  input: z.strictObject({ query: z.string() }),
  output: z.object({ response: z.string() }),
  annotations: readOnly,
  text: 'object',
  run: async () => ({ response: '' }),
});

describe('in this process', () => {
  it('gives nodes the structure of a result', async () => {
    const toolbelt = await inProcess();

    const outcome = await toolbelt.as(mika, () => toolbelt.call('list_things', { query: 'a', limit: '2' }));

    expect(outcome).toEqual({ ok: true, structured: { results: [{ name: 'a/2' }], total: 1 } });
  });

  it('gives a model the bare text once, with the structure as artifact', async () => {
    const toolbelt = await inProcess();
    const tool = toolbelt.tools().find(({ name }) => name === 'list_things');

    const message: unknown = await toolbelt.as(mika, async () => tool?.invoke({ type: 'tool_call', id: 'c1', name: 'list_things', args: { query: 'a' } }));

    expect(message).toMatchObject({ content: '[{"name":"a/20"}]', artifact: [{ type: 'mcp_structured_content', data: { results: [{ name: 'a/20' }], total: 1 } }] });
  });

  it('shows a model the schema of the server without who is asking', async () => {
    const toolbelt = await inProcess();

    const shown = toolbelt.tools().map((tool) => convertToOpenAITool(tool).function);

    expect(shown.find(({ name }) => name === 'write_thing')).toMatchObject({ description: 'Use this to write a thing.', parameters: { type: 'object', required: ['name'], additionalProperties: false, properties: { name: { type: 'string' } } } });
    expect(JSON.stringify(shown)).not.toMatch(/user_id|idempotency_key/);
    expect(shown.find(({ name }) => name === 'list_things')?.parameters).toMatchObject({ properties: { limit: { type: 'integer', maximum: 100 }, filters: { properties: { genres: { type: 'array' } } } } });
  });

  it('leaves out the agent itself', async () => {
    const toolbelt = await inProcess(sampleMcp({ tools: [agentTool] }));

    expect(toolbelt.tools().map(({ name }) => name)).not.toContain('natural_language_query');
    expect(await toolbelt.as(mika, () => toolbelt.call('natural_language_query', { query: 'x' }))).toMatchObject({ ok: false, error: { code: 'not_found' } });
  });

  it('calls in the name of the turn whatever the arguments say', async () => {
    const seen: Seen = [];
    const toolbelt = await inProcess(sampleMcp({ seen }));

    await toolbelt.as(mika, () => toolbelt.call('write_thing', { name: 'x', user_id: 'mallory', idempotency_key: 'k' }));

    expect(seen[0]?.caller).toMatchObject(mika);
    expect(seen[0]?.caller.idempotency).toBeUndefined();
  });

  it('keeps simultaneous turns apart', async () => {
    const toolbelt = await inProcess();

    const writers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        index % 2 === 0
          ? toolbelt.call('write_thing', { name: 'x' }, { caller: { user_id: `user-${index}`, door: 'chat' }, count: { writes: 0 } })
          : toolbelt.as({ user_id: `user-${index}`, door: 'chat' }, async () => {
            await new Promise((resolve) => setImmediate(resolve));
            return toolbelt.call('write_thing', { name: 'x' });
          }),
      ),
    );

    expect(writers).toEqual(Array.from({ length: 20 }, (_, index) => ({ ok: true, structured: { success: true, writer: `user-${index}` } })));
  });

  it('recovers code, hint and candidates of a refusal', async () => {
    const toolbelt = await inProcess();

    const outcome = await toolbelt.as(mika, () => toolbelt.call('fail_thing', { how: 'ambiguous' }));

    expect(outcome).toEqual({ ok: false, error: { code: 'ambiguous', message: 'It could mean several.', hint: 'Give the id.', data: { candidates: [{ anime_id: 'mal:1', title: 'One' }] } } });
  });

  it('tells a model what was wrong in one JSON text', async () => {
    const toolbelt = await inProcess();
    const tool = toolbelt.tools().find(({ name }) => name === 'list_things');

    const call = toolbelt.as(mika, async () => tool?.invoke({ colour: 'red' }));

    await expect(call).rejects.toThrow('{"error":{"code":"invalid_input","message":"Unknown argument \\"colour\\".","hint":"list_things takes: query, limit, filters{genres, year}, exact."}}');
  });

  it('says an internal problem is one, without its text', async () => {
    const toolbelt = await inProcess();

    const outcome = await toolbelt.as(mika, () => toolbelt.call('fail_thing', { how: 'bug' }));

    expect(outcome).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(JSON.stringify(outcome)).not.toContain('secret');
  });

  it('ends a call when the turn is aborted', async () => {
    const seen: Seen = [];
    const toolbelt = await inProcess(sampleMcp({ seen }));
    const controller = new AbortController();

    const call = toolbelt.as({ ...mika, signal: controller.signal }, () => toolbelt.call('wait_thing', {}));
    await expect.poll(() => seen.length).toBe(1);
    controller.abort();

    expect(await call).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(seen[0]?.caller.signal?.aborted).toBe(true);
  });

  it('gives up on a call that takes too long, and stops it', async () => {
    const seen: Seen = [];
    const toolbelt = await createToolbelt({ connect: { mcp: sampleMcp({ seen }) }, log: silentLog(), timeoutMs: 20 });
    closing.push(toolbelt);

    expect(await toolbelt.as(mika, () => toolbelt.call('wait_thing', {}))).toMatchObject({ ok: false, error: { code: 'upstream_timeout' } });
    expect(seen[0]?.caller.signal?.aborted).toBe(true);
  });

  it('refuses to call for nobody', async () => {
    const toolbelt = await inProcess();

    await expect(toolbelt.call('list_things', {})).rejects.toThrow('outside of toolbelt.as');
  });

  it('is seen by the callbacks of LangChain', async () => {
    const toolbelt = await inProcess();
    const tool = toolbelt.tools().find(({ name }) => name === 'list_things');
    const started: string[] = [];

    await toolbelt.as(mika, async () => tool?.invoke({ query: 'a' }, { callbacks: [{ handleToolStart: (_tool, input) => void started.push(input) }] }));

    expect(started).toEqual(['{"query":"a"}']);
  });
});

describe('at a URL', () => {
  it('names the profile and makes writes repeatable with a key of the turn', async () => {
    const seen: Seen = [];
    const { url } = await serve(sampleMcp({ seen }));
    const toolbelt = await remote(url);

    await toolbelt.as(mika, async () => {
      await toolbelt.call('list_things', { user_id: 'mallory' });
      await toolbelt.call('write_thing', { name: 'a', idempotency_key: 'mine' });
      await toolbelt.call('write_thing', { name: 'b' });
    });

    expect(seen.map(({ caller: { user_id, idempotency } }) => [user_id, idempotency?.key])).toEqual([
      ['mika', undefined],
      ['mika', 't1:0'],
      ['mika', 't1:1'],
    ]);
  });

  it('says when a remote write begins, and only then', async () => {
    const { url } = await serve(sampleMcp());
    const toolbelt = await remote(url);
    const writes: string[] = [];

    const scope = { caller: mika, count: { writes: 0 }, onWrite: () => void writes.push('write') };
    await toolbelt.call('list_things', {}, scope);
    writes.push('listed');
    await toolbelt.call('write_thing', { name: 'a' }, scope);

    expect(writes).toEqual(['listed', 'write']);
  });

  it('does not write what whoever is told refuses', async () => {
    const seen: Seen = [];
    const { url } = await serve(sampleMcp({ seen }));
    const toolbelt = await remote(url);

    const outcome = await toolbelt.call('write_thing', { name: 'a' }, { caller: mika, count: { writes: 0 }, onWrite: () => { throw new AppError('forbidden', 'Not again.'); } });

    expect(outcome).toMatchObject({ ok: false });
    expect(seen).toEqual([]);
  });

  it('recovers refusals as in this process', async () => {
    const { url } = await serve(sampleMcp());
    const toolbelt = await remote(url);

    const outcome = await toolbelt.as(mika, () => toolbelt.call('fail_thing', { how: 'ambiguous' }));

    expect(outcome).toMatchObject({ ok: false, error: { code: 'ambiguous', data: { candidates: [{ anime_id: 'mal:1' }] } } });
  });

  it('goes on after the server was restarted', async () => {
    const first = await serve(sampleMcp());
    const toolbelt = await remote(first.url);
    await first.close();
    await serve(sampleMcp(), first.port);

    expect(await toolbelt.as(mika, () => toolbelt.call('list_things', { query: 'again' }))).toMatchObject({ ok: true, structured: { results: [{ name: 'again/20' }] } });
  });

  it('opens a new session when the server has forgotten its own, even for a write', async () => {
    const seen: Seen = [];
    const first = await serveSessions(sampleMcp());
    const toolbelt = await remote(first.url);
    await first.close();
    closing.push(await serveSessions(sampleMcp({ seen }), first.port));

    const outcome = await toolbelt.as(mika, () => toolbelt.call('write_thing', { name: 'a' }));

    expect(outcome).toMatchObject({ ok: true, structured: { writer: 'mika' } });
    expect(seen).toHaveLength(1);
  });

  it('lists the tools again when the server says they changed', async () => {
    const tools = sampleTools();
    const server = await serveSessions(createMcp({ tools, resources, log: silentLog(), version: '1' }));
    closing.push(server);
    const toolbelt = await remote(server.url);

    server.replace(createMcp({ tools: tools.slice(0, 1), resources, log: silentLog(), version: '2' }));

    // The client opens its stream in the background, so the news is told until it is heard.
    await expect
      .poll(async () => {
        await server.announce();
        return toolbelt.tools().map(({ name }) => name);
      })
      .toEqual(['list_things']);
  });

  it('says so while the server is down, at once after the first try, and finds it again', async () => {
    const first = await serve(sampleMcp());
    const toolbelt = await remote(first.url);
    await first.close();

    const down = await toolbelt.as(mika, () => toolbelt.call('write_thing', { name: 'a' }));
    const stillDown = await toolbelt.as(mika, () => toolbelt.call('write_thing', { name: 'a' }));
    await serve(sampleMcp(), first.port);

    expect(down).toMatchObject({ ok: false, error: { code: 'unavailable', hint: expect.stringMatching(/^Try again in \d+ s\.$/) } });
    expect(stillDown).toMatchObject({ ok: false, error: { code: 'unavailable' } });
    await expect.poll(() => toolbelt.as(mika, () => toolbelt.call('write_thing', { name: 'a' })), { timeout: 4000, interval: 100 }).toMatchObject({ ok: true });
  });

  it('refuses to start without an answer', async () => {
    const service = await serve(sampleMcp());
    await service.close();

    await expect(remote(service.url, [0])).rejects.toThrow('The tool server cannot be reached.');
  });
});
