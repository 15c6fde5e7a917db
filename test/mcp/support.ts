/** A small server of our own for the tests of the mcp room: tools that answer, refuse, break, wait and write. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import { pino } from 'pino';
import { z } from 'zod';
import type { Caller } from '../../src/domain/caller.ts';
import { AppError } from '../../src/errors.ts';
import type { Log } from '../../src/log.ts';
import { createMcp, type Mcp, type ToolMetrics } from '../../src/mcp/server.ts';
import type { McpPrompt } from '../../src/tools/prompt.ts';
import type { Resources } from '../../src/tools/resource.ts';
import { defineTool, readOnly, type Tool, type ToolCaller } from '../../src/tools/tool.ts';

export const silentLog = (): Log => pino({ level: 'silent' });

/** A log whose lines can be read back. */
export const recordedLog = (): { log: Log; lines: () => Record<string, unknown>[] } => {
  const lines: Record<string, unknown>[] = [];
  const log = pino({ level: 'debug', base: null }, { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) });
  return { log, lines: () => lines };
};

export const resources: Resources = {
  fixed: [{ uri: 'anime://database', name: 'database', title: 'Database', description: 'The data set', mimeType: 'application/json' }],
  templates: [{ uri: 'anime://anime/{id}', name: 'anime', title: 'Anime', description: 'One entry', mimeType: 'application/json' }],
  read: (uri) => (uri === 'anime://database' ? { snapshot_id: 's1' } : uri === 'anime://anime/mal:1' ? { anime_id: 'mal:1' } : undefined),
};

export type Seen = { input: unknown; caller: ToolCaller }[];

/** `seen` collects what reached the tools. */
export const sampleTools = (seen: Seen = []): Tool[] => [
  defineTool({
    name: 'list_things',
    title: 'List things',
    description: 'Use this to list things.',
    input: z.strictObject({
      query: z.string().max(50).default(''),
      limit: z.int().min(1).max(100).default(20),
      filters: z.strictObject({ genres: z.array(z.string().min(1)).optional(), year: z.int().optional() }).optional(),
      exact: z.boolean().default(false),
    }),
    output: z.object({ results: z.array(z.object({ name: z.string() })), total: z.int() }),
    annotations: readOnly,
    text: 'results',
    run: async (input, caller) => {
      seen.push({ input, caller });
      return { results: [{ name: `${input.query}/${input.limit}` }], total: 1 };
    },
  }),
  defineTool({
    name: 'write_thing',
    title: 'Write a thing',
    description: 'Use this to write a thing.',
    input: z.strictObject({ name: z.string().min(1) }),
    output: z.object({ success: z.boolean(), writer: z.string() }),
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    text: 'object',
    run: async (input, caller) => {
      seen.push({ input, caller });
      return { success: true, writer: caller.user_id };
    },
  }),
  defineTool({
    name: 'fail_thing',
    title: 'Fail',
    description: 'Use this to see a failure.',
    input: z.strictObject({ how: z.enum(['ambiguous', 'bug', 'upstream']) }),
    output: z.object({ never: z.string() }),
    annotations: readOnly,
    text: 'object',
    run: async ({ how }) => {
      if (how === 'bug') throw new TypeError("Cannot read properties of undefined (reading 'secret')");
      if (how === 'upstream') throw new AppError('upstream_failed', 'The source did not answer.', { retryAfter: 7, cause: new Error('<html>bad gateway</html>') });
      throw new AppError('ambiguous', 'It could mean several.', { hint: 'Give the id.', data: { candidates: [{ anime_id: 'mal:1', title: 'One' }] } });
    },
  }),
  defineTool({
    name: 'wait_thing',
    title: 'Wait',
    description: 'Use this to wait until cancelled.',
    input: z.strictObject({}),
    output: z.object({ never: z.string() }),
    annotations: readOnly,
    text: 'object',
    run: (input, caller) =>
      new Promise((_resolve, reject) => {
        seen.push({ input, caller });
        caller.signal?.addEventListener('abort', () => reject(caller.signal?.reason));
      }),
  }),
];

export const sampleMcp = ({ seen = [], log = silentLog(), metrics, tools = [], prompts = [] }: { seen?: Seen; prompts?: readonly McpPrompt[]; log?: Log; metrics?: ToolMetrics; tools?: Tool[] } = {}): Mcp =>
  createMcp({ tools: [...sampleTools(seen), ...tools], resources, prompts, log, version: '1.2.3', ...(metrics && { metrics }) });

/** A real client of the SDK, linked in memory. */
export const connectedClient = async (mcp: Mcp, caller: Caller = { user_id: 'local', door: 'mcp' }): Promise<Client> => {
  const [near, far] = InMemoryTransport.createLinkedPair();
  await mcp.serverFor({ callerOf: () => caller }).connect(far);
  const client = new Client({ name: 'test', version: '0' });
  await client.connect(near);
  return client;
};
