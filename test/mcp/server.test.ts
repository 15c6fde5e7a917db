import { ErrorCode as RpcCode } from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { connectedClient, recordedLog, sampleMcp, type Seen } from './support.ts';

const textOf = (result: unknown): unknown => JSON.parse((result as { content: { text: string }[] }).content[0]?.text ?? 'null');

describe('tools/list', () => {
  it('describes every tool with strict input, output and the two arguments the server adds', async () => {
    const client = await connectedClient(sampleMcp());

    const { tools } = await client.listTools();

    expect(tools.map(({ name }) => name)).toEqual(['list_things', 'write_thing', 'fail_thing', 'wait_thing']);
    expect(Object.keys(tools[0]?.inputSchema.properties ?? {})).toEqual(['query', 'limit', 'filters', 'exact', 'user_id']);
    expect(Object.keys(tools[1]?.inputSchema.properties ?? {})).toEqual(['name', 'user_id', 'idempotency_key']);
    expect(tools[0]).toMatchObject({ inputSchema: { type: 'object', additionalProperties: false, properties: { limit: { type: 'integer', minimum: 1, maximum: 100, default: 20 } } }, annotations: { readOnlyHint: true } });
    expect(tools[0]?.inputSchema.required).toBeUndefined();
    expect(JSON.stringify(tools)).not.toContain('$schema');
  });
});

describe('tools/call', () => {
  it('answers with the structure and the bare results as text', async () => {
    const client = await connectedClient(sampleMcp());

    const result = await client.callTool({ name: 'list_things', arguments: { query: 'a', limit: '3' } });

    expect(result.structuredContent).toEqual({ results: [{ name: 'a/3' }], total: 1 });
    expect(textOf(result)).toEqual([{ name: 'a/3' }]);
  });

  it('answers with the whole object as text when the tool is no list', async () => {
    const client = await connectedClient(sampleMcp());

    const result = await client.callTool({ name: 'write_thing', arguments: { name: 'x' } });

    expect(textOf(result)).toEqual(result.structuredContent);
  });

  it('takes a call without arguments', async () => {
    const client = await connectedClient(sampleMcp());

    expect((await client.callTool({ name: 'list_things' })).structuredContent).toEqual({ results: [{ name: '/20' }], total: 1 });
  });

  it('names the expected arguments when one is unknown', async () => {
    const client = await connectedClient(sampleMcp());

    const result = await client.callTool({ name: 'list_things', arguments: { genre: 'x' } });

    expect(result.isError).toBe(true);
    expect(result.structuredContent).toBeUndefined();
    expect(textOf(result)).toEqual({
      error: { code: 'invalid_input', message: 'Unknown argument "genre".', hint: 'list_things takes: query, limit, filters{genres, year}, exact.', request_id: expect.any(String) },
    });
  });

  it('names the expected names when one inside filters is unknown', async () => {
    const client = await connectedClient(sampleMcp());

    const result = await client.callTool({ name: 'list_things', arguments: { filters: { genre: 'x' } } });

    expect(textOf(result)).toMatchObject({ error: { code: 'invalid_input', message: 'Unknown name "genre" in filters.', hint: 'filters takes: genres, year.' } });
  });

  it('says what is wrong with a value', async () => {
    const client = await connectedClient(sampleMcp());

    const result = await client.callTool({ name: 'list_things', arguments: { limit: 101 } });

    expect(textOf(result)).toMatchObject({ error: { code: 'invalid_input', message: expect.stringMatching(/^limit: .*<=100\.$/), hint: expect.stringContaining('list_things') } });
  });

  it('passes on code, message, hint and facts of a refusal', async () => {
    const client = await connectedClient(sampleMcp());

    const result = await client.callTool({ name: 'fail_thing', arguments: { how: 'ambiguous' } });

    expect(textOf(result)).toEqual({
      error: { code: 'ambiguous', message: 'It could mean several.', hint: 'Give the id.', data: { candidates: [{ anime_id: 'mal:1', title: 'One' }] }, request_id: expect.any(String) },
    });
  });

  it('hides what broke inside and logs it under the request id', async () => {
    const { log, lines } = recordedLog();
    const client = await connectedClient(sampleMcp({ log }));

    const result = await client.callTool({ name: 'fail_thing', arguments: { how: 'bug' } });

    const { error } = textOf(result) as { error: { code: string; request_id: string } };
    expect(error.code).toBe('internal');
    expect(JSON.stringify(result)).not.toMatch(/secret|TypeError|\.ts/);
    expect(lines().find(({ msg }) => msg === 'tool failed')).toMatchObject({ request_id: error.request_id, tool: 'fail_thing', err: { message: expect.stringContaining('secret') } });
  });

  it('logs one line per call, without what was asked', async () => {
    const { log, lines } = recordedLog();
    const client = await connectedClient(sampleMcp({ log }));

    await client.callTool({ name: 'list_things', arguments: { query: 'my private words' } });

    expect(lines()).toHaveLength(1);
    expect(lines()[0]).toMatchObject({ msg: 'tool call', tool: 'list_things', door: 'mcp', code: 'ok', duration_ms: expect.any(Number) });
    expect(JSON.stringify(lines())).not.toContain('private');
  });

  it('refuses an unknown tool as a protocol error', async () => {
    const client = await connectedClient(sampleMcp());

    await expect(client.callTool({ name: 'nothing' })).rejects.toMatchObject({ code: RpcCode.InvalidParams });
  });

  it.each([
    ['an unknown method', { method: 'tools/sing' }, RpcCode.MethodNotFound],
    ['a call without a name', { method: 'tools/call', params: { arguments: {} } }, RpcCode.InvalidParams],
    ['arguments that are a list', { method: 'tools/call', params: { name: 'list_things', arguments: [] } }, RpcCode.InvalidParams],
    ['a call without anything', { method: 'tools/call' }, RpcCode.InvalidParams],
  ])('refuses %s as a protocol error', async (_what, request, code) => {
    const client = await connectedClient(sampleMcp());

    await expect(client.request(request as Parameters<typeof client.request>[0], z.unknown())).rejects.toMatchObject({ code });
  });

  it('aborts the tool when the client cancels', async () => {
    const seen: Seen = [];
    const client = await connectedClient(sampleMcp({ seen }));
    const controller = new AbortController();

    const call = client.callTool({ name: 'wait_thing' }, undefined, { signal: controller.signal });
    await expect.poll(() => seen.length).toBe(1);
    controller.abort(new Error('enough'));

    await expect(call).rejects.toThrow('enough');
    expect(seen[0]?.caller.signal?.aborted).toBe(true);
  });
});

describe('who is asking', () => {
  it('lets user_id name a profile, and hides it from the tool', async () => {
    const seen: Seen = [];
    const client = await connectedClient(sampleMcp({ seen }));

    await client.callTool({ name: 'list_things', arguments: { user_id: 'mika' } });

    expect(seen[0]).toMatchObject({ caller: { user_id: 'mika', door: 'mcp' }, input: { query: '', limit: 20, exact: false } });
    expect(seen[0]?.input).not.toHaveProperty('user_id');
  });

  it('refuses a user_id of another form', async () => {
    const outcome = await sampleMcp().callTool('list_things', { user_id: '../etc' }, { user_id: 'local', door: 'http' });

    expect(outcome).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
  });

  it('ignores user_id inside a conversation', async () => {
    const seen: Seen = [];

    await sampleMcp({ seen }).callTool('list_things', { user_id: 'mallory' }, { user_id: 'mika', door: 'chat' });

    expect(seen[0]?.caller.user_id).toBe('mika');
  });

  it('hands a writing tool the idempotency key with a hash that depends on the request alone', async () => {
    const seen: Seen = [];
    const mcp = sampleMcp({ seen });
    const caller = { user_id: 'mika', door: 'http' } as const;

    await mcp.callTool('write_thing', { name: 'a', idempotency_key: 'k1' }, caller);
    await mcp.callTool('write_thing', { idempotency_key: 'k1', user_id: null, name: 'a' }, caller);
    await mcp.callTool('write_thing', { name: 'b', idempotency_key: 'k1' }, caller);

    const hashes = seen.map(({ caller: { idempotency } }) => idempotency?.request_hash);
    expect(seen.map(({ caller: { idempotency } }) => idempotency?.key)).toEqual(['k1', 'k1', 'k1']);
    expect(hashes[1]).toBe(hashes[0]);
    expect(hashes[2]).not.toBe(hashes[0]);
  });
});

describe('callTool', () => {
  it('answers an unknown tool with the names there are', async () => {
    const outcome = await sampleMcp().callTool('nothing', {}, { user_id: 'local', door: 'http' });

    expect(outcome).toMatchObject({ ok: false, error: { code: 'not_found', hint: 'Tools: list_things, write_thing, fail_thing, wait_thing.' } });
  });

  it('keeps the request id it is given, and says when to come back', async () => {
    const outcome = await sampleMcp().callTool('fail_thing', { how: 'upstream' }, { user_id: 'local', door: 'http' }, { request_id: 'r-1' });

    expect(outcome).toEqual({ ok: false, error: { code: 'upstream_failed', message: 'The source did not answer.', request_id: 'r-1' }, retryAfter: 7 });
  });

  it('calls a call cancelled when its signal was aborted for whatever reason', async () => {
    const outcome = await sampleMcp().callTool('list_things', {}, { user_id: 'local', door: 'http', signal: AbortSignal.abort('gone') });

    expect(outcome).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  });

  it('counts calls by tool, door and code', async () => {
    const calls: unknown[] = [];
    const mcp = sampleMcp({ metrics: { toolCalled: (call) => void calls.push(call) } });

    await mcp.callTool('list_things', {}, { user_id: 'local', door: 'http' });
    await mcp.callTool('fail_thing', { how: 'bug' }, { user_id: 'local', door: 'cli' });
    await mcp.callTool('x'.repeat(5000), {}, { user_id: 'local', door: 'http' });

    expect(calls).toMatchObject([
      { tool: 'list_things', door: 'http', code: 'ok' },
      { tool: 'fail_thing', door: 'cli', code: 'internal' },
      { tool: 'unknown', door: 'http', code: 'not_found' },
    ]);
  });
});

describe('resources', () => {
  it('lists the data set and the template for the rest', async () => {
    const client = await connectedClient(sampleMcp());

    expect((await client.listResources()).resources.map(({ uri }) => uri)).toEqual(['anime://database']);
    expect((await client.listResourceTemplates()).resourceTemplates).toMatchObject([{ uriTemplate: 'anime://anime/{id}', mimeType: 'application/json' }]);
  });

  it('reads a resource as JSON', async () => {
    const client = await connectedClient(sampleMcp());

    const { contents } = await client.readResource({ uri: 'anime://anime/mal:1' });

    expect(contents).toEqual([{ uri: 'anime://anime/mal:1', mimeType: 'application/json', text: '{"anime_id":"mal:1"}' }]);
  });

  it('answers -32002 for one that is not there', async () => {
    const client = await connectedClient(sampleMcp());

    await expect(client.readResource({ uri: 'anime://anime/mal:404' })).rejects.toMatchObject({ code: -32002, data: { uri: 'anime://anime/mal:404' } });
  });
});

it('answers ping', async () => {
  const client = await connectedClient(sampleMcp());

  await expect(client.ping()).resolves.toEqual({});
});
