/** One tool and one conversation, many doors: every door offers the same tools, and a call or a message is answered alike by each. */
import { Client as LangGraphClient } from '@langchain/langgraph-sdk';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import OpenAI from 'openai';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Capabilities } from '../../src/mcp/capabilities.ts';
import { createToolbelt, type Toolbelt } from '../../src/mcp/toolbelt.ts';
import { makeDataDir, programCommand, programEnv, projectRoot, startService, type Service } from '../support/service.ts';
import { callTool, chat, listOf, messagesOf, request, type ErrorBody } from './talk.ts';

// Starting a program takes seconds, many times as long when the machine is busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let service: Service;
let overStdio: Client;
let overHttp: Client;
let toolbelt: Toolbelt;

beforeAll(async () => {
  [service, overStdio] = await Promise.all([startService(), connectStdio()]);
  overHttp = new Client({ name: 'parity', version: '0' });
  await overHttp.connect(new StreamableHTTPClientTransport(new URL(`${service.url}/mcp`)));
  toolbelt = await createToolbelt({ connect: { url: `${service.url}/mcp` }, log: pino({ level: 'silent' }) });
});
afterAll(async () => {
  await Promise.all([overStdio?.close(), overHttp?.close(), toolbelt?.close()]);
  await service?.kill();
});

const connectStdio = async (): Promise<Client> => {
  const client = new Client({ name: 'parity', version: '0' });
  await client.connect(new StdioClientTransport({ ...programCommand('mcp-stdio'), cwd: projectRoot, env: programEnv({ DATA_DIR: makeDataDir() }), stderr: 'inherit' }), { timeout: 100_000 });
  return client;
};

const named = (tools: readonly { name: string }[]): string[] => tools.map(({ name }) => name);
const leftOutOfConversations = ['natural_language_query', 'import_watchlist', 'export_watchlist'];

describe('the tools', () => {
  it('are the same, in the same words, through every door', async () => {
    const { tools } = await overStdio.listTools();
    const capabilities = (await request<Capabilities>(`${service.url}/mcp/capabilities`)).body;
    const openApi = (await request<{ components: { schemas: { CallTool: { properties: { name: { enum: string[] } } } } } }>(`${service.url}/openapi.json`)).body;

    expect(tools.length).toBeGreaterThanOrEqual(9);
    expect((await overHttp.listTools()).tools).toEqual(tools);
    expect(capabilities.tools).toEqual(tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema })));
    expect(openApi.components.schemas.CallTool.properties.name.enum).toEqual(named(tools));
    expect(named(toolbelt.tools())).toEqual(named(tools).filter((name) => !leftOutOfConversations.includes(name)));
  });

  it('are all known by name to the plain HTTP door, which knows no others', async () => {
    const { tools } = await overHttp.listTools();
    const ask = (name: string) => request<ErrorBody>(`${service.url}/api/v1/mcp/call_tool`, { method: 'POST', body: { name, arguments: { there_is_no_such_argument: 1 } } });

    for (const { name } of tools) {
      expect(await ask(name), name).toMatchObject({ status: 400, body: { error: { code: 'invalid_input', message: expect.stringContaining('there_is_no_such_argument') } } });
    }
    expect(await ask('no_such_tool')).toMatchObject({ status: 404, body: { error: { code: 'not_found' } } });
  });

  it('and resources are listed and read alike', async () => {
    const [fixed, templates] = [await overStdio.listResources(), await overStdio.listResourceTemplates()];
    const entry = { uri: 'anime://anime/mal:5114' };

    expect(await overHttp.listResources()).toEqual(fixed);
    expect(await overHttp.listResourceTemplates()).toEqual(templates);
    expect((await overHttp.readResource(entry)).contents).toEqual((await overStdio.readResource(entry)).contents);
  });
});

describe('a call', () => {
  it.each([
    ['search_anime', { query: 'time travel', limit: 3 }],
    ['search_anime', { query: '', filters: { genres: ['romance'], types: ['movie'] }, limit: 5 }],
    ['get_anime_details', { title: 'FMAB' }],
    ['get_similar_anime', { anime_id: 'mal:1535', limit: 3 }],
    ['get_recommendations', { context: 'something calm', limit: 3 }],
    ['compare_anime', { titles: ['Mushishi', 'Monster'] }],
    ['get_seasonal_anime', { year: 2014, season: 'spring', limit: 3 }],
    ['get_watchlist', {}],
  ])('of %s %j has the same structured result through every door', async (name, args) => {
    const plain = await callTool(service.url, name, args);
    const stdio = await overStdio.callTool({ name, arguments: args });
    const http = await overHttp.callTool({ name, arguments: args });
    const inConversation = await toolbelt.as({ user_id: 'local', door: 'chat' }, () => toolbelt.call(name, args));

    expect(stdio.isError).toBeUndefined();
    expect(stdio.structuredContent).toEqual(plain);
    expect(http).toEqual(stdio);
    expect(inConversation).toEqual({ ok: true, structured: plain });
    const [block] = stdio.content as { text: string }[]; // ours is one text block
    expect(JSON.parse(block?.text ?? '')).toEqual('results' in plain && name !== 'compare_anime' ? plain['results'] : plain);
  });

  it('is answered alike by the route made for it', async () => {
    const details = await callTool(service.url, 'get_anime_details', { anime_id: 'mal:5114' });
    const search = await callTool(service.url, 'search_anime', { query: 'ghosts', limit: 2 });

    expect((await request(`${service.url}/api/v1/anime/mal:5114`)).body).toEqual(details);
    expect((await request(`${service.url}/api/v1/anime/search?q=ghosts&limit=2`)).body).toEqual(search);
  });

  it.each([
    ['get_anime_details', { anime_id: 'mal:999999999' }],
    ['update_watchlist', { anime_title: 'Mushishi' }],
    ['search_anime', { limit: 1000 }],
  ])('of %s %j is refused in the same words through every door', async (name, args) => {
    const plain = (await request<ErrorBody>(`${service.url}/api/v1/mcp/call_tool`, { method: 'POST', body: { name, arguments: args } })).body.error;
    const results = [await overStdio.callTool({ name, arguments: args }), await overHttp.callTool({ name, arguments: args })];
    const inConversation = await toolbelt.as({ user_id: 'local', door: 'chat' }, () => toolbelt.call(name, args));

    const { request_id: _id, ...words } = plain;
    for (const { isError, content } of results) {
      const [block] = content as { text: string }[]; // ours is one text block
      expect({ isError, ...(JSON.parse(block?.text ?? '{}') as ErrorBody) }).toMatchObject({ isError: true, error: words });
    }
    expect(inConversation).toMatchObject({ ok: false, error: words });
  });

  it('that writes is seen through the other doors at once', async () => {
    await callTool(service.url, 'update_watchlist', { anime_title: 'Mushishi', status: 'completed', score: 9, user_id: 'writer' });
    const read = await overHttp.callTool({ name: 'get_watchlist', arguments: { user_id: 'writer' } });
    const inConversation = await toolbelt.as({ user_id: 'writer', door: 'chat' }, () => toolbelt.call('get_watchlist', {}));

    expect(read.structuredContent).toMatchObject({ results: [{ title: 'Mushishi', status: 'completed', score: 9 }] });
    expect(inConversation).toMatchObject({ ok: true, structured: read.structuredContent });
  });
});

describe('a conversation', () => {
  type At = { readonly user_id: string; readonly thread_id: string };
  type Door = (message: string, at: At) => Promise<string>;
  const doors: Record<string, Door> = {
    chat: async (message, at) => (await chat(service.url, { message, ...at })).body.response,
    openai: async (message, at) => {
      const client = new OpenAI({ baseURL: `${service.url}/v1`, apiKey: '-' });
      const { choices } = await client.chat.completions.create({ model: 'animetrackr', messages: [{ role: 'user', content: message }], metadata: at });
      return choices[0]?.message.content ?? '';
    },
    langgraph: async (message, { user_id, thread_id }) => {
      const client = new LangGraphClient({ apiUrl: service.url, apiKey: null });
      const values = await client.runs.wait(thread_id, 'animetrackr', { input: { messages: [{ type: 'human', content: message }] }, config: { configurable: { user_id } } });
      return (values as { messages: { content: string }[] }).messages.at(-1)?.content ?? '';
    },
    mcp: async (query, { user_id, thread_id }) => {
      const { structuredContent } = await overHttp.callTool({ name: 'natural_language_query', arguments: { query, thread_id, user_context: { user_id } } });
      return (structuredContent as { response: string }).response;
    },
  };
  const script = ['recommend something cozy', 'more', 'add the second one', 'give it a 9', 'remove it', 'no', 'make that an 8', 'yes', 'what is on my list?', 'undo'];
  const speak = async (at: At, doorOf: (turn: number) => Door | undefined) => {
    const answers: (string | undefined)[] = [];
    for (const [turn, message] of script.entries()) answers.push(await doorOf(turn)?.(message, at));
    const list = (await listOf(service.url, at.user_id)).map(({ title, status, score }) => ({ title, status, score }));
    return { answers, list, messages: (await messagesOf(service.url, at.thread_id, at.user_id)).map(({ role, content }) => ({ role, content })) };
  };

  it('is the same through every door, and through one after the other', async () => {
    const byChat = await speak({ user_id: 'by-chat', thread_id: 'by-chat' }, () => doors['chat']);
    const inTurn = Object.values(doors).reverse();
    const others = [
      ...Object.entries(doors).filter(([name]) => name !== 'chat').map(([name, door]) => speak({ user_id: `by-${name}`, thread_id: `by-${name}` }, () => door)),
      speak({ user_id: 'in-turn', thread_id: 'in-turn' }, (turn) => inTurn[turn % inTurn.length]),
    ];

    expect(byChat.list).toEqual([expect.objectContaining({ score: 9 })]);
    expect(new Set(byChat.answers).size).toBe(script.length);
    expect(byChat.messages.filter(({ role }) => role === 'assistant').map(({ content }) => content)).toEqual(byChat.answers);
    for (const other of await Promise.all(others)) expect(other).toEqual(byChat);
  });
});
