/** The SDK's own client and `npm run mcp` as it is started by desktop programs: what needs a connection that stays. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { CallToolResultSchema, ElicitRequestSchema, ResourceUpdatedNotificationSchema, type ElicitRequestFormParams, type ElicitResult } from '@modelcontextprotocol/sdk/types.js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeDataDir, programCommand, programEnv } from '../support/service.ts';

type Answer = (form: ElicitRequestFormParams) => ElicitResult;

const connect = async (answer: Answer | null = null, DATA_DIR = makeDataDir()) => {
  const client = new Client({ name: 'test', version: '0' }, { capabilities: answer === null ? {} : { elicitation: {} } });
  const asked: ElicitRequestFormParams[] = [];
  if (answer !== null) {
    client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
      const form = params as ElicitRequestFormParams; // only forms are announced
      asked.push(form);
      return answer(form);
    });
  }
  const updated: string[] = [];
  client.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) => void updated.push(params.uri));
  await client.connect(new StdioClientTransport({ ...programCommand('mcp-stdio'), env: programEnv({ DATA_DIR }), stderr: 'ignore' }));
  onTestFinished(() => client.close());
  const call = async (name: string, args: Record<string, unknown>) => {
    const { structuredContent, content, isError } = CallToolResultSchema.parse(await client.callTool({ name, arguments: args }));
    const [text] = content;
    return { result: structuredContent ?? {}, isError: isError === true, text: text?.type === 'text' ? text.text : '' };
  };
  const titles = async (): Promise<unknown[]> => ((await call('get_watchlist', {})).result['results'] as { title: string }[]).map(({ title }) => title);
  return { client, call, asked, updated, titles };
};

const choices = ({ requestedSchema }: ElicitRequestFormParams): { ids: readonly string[]; labels: readonly string[] } => {
  const { choice } = requestedSchema.properties as unknown as Record<string, { enum: string[]; enumNames: string[] }>;
  return { ids: choice?.enum ?? [], labels: choice?.enumNames ?? [] };
};
const choose = (at: number): Answer => (form) => ({ action: 'accept', content: { choice: choices(form).ids.at(at) ?? '' } });

describe('a question', () => {
  it('of an unclear title is asked, and the choice is written', async () => {
    const { call, asked, titles } = await connect(choose(1));

    const { result, isError } = await call('update_watchlist', { anime_title: 'Tokyo', status: 'watching' });

    expect(isError).toBe(false);
    expect(asked).toHaveLength(1);
    expect(result['anime_id']).toBe(asked.map(choices)[0]?.ids[1]);
    expect(asked.map(choices)[0]?.labels[1]).toContain(String((await titles())[0]));
  });

  it.each([
    ['declined', (): ElicitResult => ({ action: 'decline' })],
    ['answered with something else', (): ElicitResult => ({ action: 'accept', content: { choice: 'mal:1' } })],
    ['not to be asked', null],
  ])('that is %s comes back as it is everywhere', async (_how, answer) => {
    const { call, titles } = await connect(answer);

    const { isError, text } = await call('update_watchlist', { anime_title: 'Tokyo', status: 'watching' });

    expect(isError).toBe(true);
    expect(JSON.parse(text)).toMatchObject({ error: { code: 'ambiguous', data: { candidates: expect.any(Array) } } });
    expect(await titles()).toEqual([]);
  });

  it('of the conversation is asked before anything is removed', async () => {
    const { call, asked, titles } = await connect((form) => choose(choices(form).ids.indexOf('yes'))(form));
    await call('update_watchlist', { anime_title: 'Mushishi', status: 'completed' });

    const { result } = await call('natural_language_query', { query: 'remove Mushishi', idempotency_key: 'k' });

    expect(asked.map(({ message }) => message)).toEqual([expect.stringContaining('removes')]);
    expect(result).toMatchObject({ success: true, interrupt: null });
    expect(await titles()).toEqual([]);
  });
});

describe('a subscription', () => {
  it('hears of changes of the list, whoever makes them', async () => {
    const DATA_DIR = makeDataDir();
    const [one, other] = await Promise.all([connect(null, DATA_DIR), connect(null, DATA_DIR)]);
    const uri = 'user://watchlist/local';
    await one.client.subscribeResource({ uri });
    await expect(one.client.subscribeResource({ uri: 'user://nothing' })).rejects.toThrow('Resource not found');

    await one.call('update_watchlist', { anime_title: 'Mushishi', status: 'completed' });
    await expect.poll(() => one.updated).toEqual([uri]);
    await other.call('update_watchlist', { anime_title: 'Monster', status: 'watching' });
    await expect.poll(() => one.updated, { timeout: 5000 }).toEqual([uri, uri]);
    await other.call('update_watchlist', { anime_title: 'Monster', status: 'dropped', dry_run: true });
    await one.client.unsubscribeResource({ uri });
    await other.call('update_watchlist', { anime_title: 'Monster', status: 'completed' });
    await one.call('natural_language_query', { query: 'show my list' });

    expect([one.updated, other.updated]).toEqual([[uri, uri], []]);
  }, 60_000);
});

describe('a long call', () => {
  it('tells how far it has come, and ends when it is cancelled', async () => {
    const { client, titles } = await connect();
    const row = (at: number): string => `<anime><series_animedb_id>${900000 + at}</series_animedb_id><series_title>Title ${at}</series_title><my_status>Completed</my_status></anime>`;
    const content = `<myanimelist>${Array.from({ length: 15_000 }, (_, at) => row(at)).join('')}</myanimelist>`;
    const seen: number[] = [];
    const leave = new AbortController();

    const importing = client.callTool({ name: 'import_watchlist', arguments: { content } }, undefined, {
      signal: leave.signal,
      onprogress: ({ progress }) => {
        seen.push(progress);
        leave.abort('enough');
      },
    });

    await expect(importing).rejects.toThrow('enough');
    expect(seen.length).toBeGreaterThan(0);
    expect(await titles()).toEqual([]);
  });
});

it('pages are begun without a cursor', async () => {
  const { client } = await connect();

  expect((await client.listTools()).nextCursor).toBeUndefined();
  for (const listed of [client.listTools({ cursor: 'x' }), client.listPrompts({ cursor: 'from-100' }), client.listResources({ cursor: 'x' })]) await expect(listed).rejects.toMatchObject({ code: -32602 });
});
