/** The graph's tools: loaded from the MCP server with mcp-adapters, called in the name of the turn. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { StructuredTool } from '@langchain/core/tools';
import { loadMcpTools } from '@langchain/mcp-adapters';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { RequestOptions } from '@modelcontextprotocol/sdk/shared/protocol.js';
import type { CallToolRequest, CallToolResult, Tool as ListedTool } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import type { Caller } from '../domain/caller.ts';
import type { Log } from '../log.ts';
import type { Mcp } from './server.ts';
import { failureFrom, failureOf, ToolCallError, type ToolFailure } from './tool-failure.ts';
import { createInProcessSource, type ToolSource } from './tool-source.ts';
import { createRemoteSource } from './remote-source.ts';

/** Not for the conversation: it is one itself, and files are the user's to move. */
const leftOut = new Set(['natural_language_query', 'import_watchlist', 'export_watchlist']);
/** Set from the turn; neither a model nor a node may say who it is. */
const identityArguments = ['user_id', 'idempotency_key'];
const callTimeoutMs = 30_000;

export type ToolCallOutcome = { readonly ok: true; readonly structured: Record<string, unknown> } | { readonly ok: false; readonly error: ToolFailure };

export type Toolbelt = {
  /** For a model's tool loop. A refused call throws an Error whose message is `{"error":{code,message,hint,data}}`. */
  tools(): StructuredTool[];
  /** For nodes; never throws. Seen by LangChain's callbacks like any tool call. */
  call(name: string, args: Record<string, unknown>): Promise<ToolCallOutcome>;
  /** Runs `work` in the name of a caller: all tool calls inside carry it, whatever their arguments say. */
  as<T>(caller: Caller, work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

type Scope = {
  readonly caller: Caller;
  /** Writes so far, for idempotency keys that come out the same when a turn is run again. */
  readonly count: { writes: number };
  /** A node reads the structure only, so the text is not made. */
  readonly wantsText: boolean;
};

/**
 * @param connect our own server, or the URL of a remote one
 * @throws AppError-like ToolCallError `unavailable` when a remote server does not answer at the start
 */
export const createToolbelt = async ({ connect, log, version = '0' }: { connect: { mcp: Pick<Mcp, 'serverFor' | 'version'> } | { url: string; pausesMs?: readonly number[] }; log: Log; version?: string }): Promise<Toolbelt> => {
  const scopes = new AsyncLocalStorage<Scope>();
  let loaded = new Map<string, { tool: StructuredTool; listed: ListedTool }>();

  const scope = (): Scope => {
    const found = scopes.getStore();
    if (found === undefined) throw new Error('A tool was called outside of toolbelt.as(caller, ...)');
    return found;
  };
  const isWrite = (name: string): boolean => loaded.get(name)?.listed.annotations?.readOnlyHint !== true;
  const isRepeatable = (name: string): boolean => !isWrite(name) || loaded.get(name)?.listed.annotations?.idempotentHint === true;

  const source: ToolSource =
    'mcp' in connect
      ? await createInProcessSource(connect.mcp, { callerOf: () => scope().caller, wantsText: () => scope().wantsText })
      : await createRemoteSource({ ...connect, version, log, isRepeatable, onToolsChanged: () => void load().catch((error: unknown) => log.warn({ err: error }, 'tools not listed')) });

  const identity = (name: string): Record<string, unknown> => {
    if (source.kind === 'in-process') return {}; // the server takes the caller of the scope
    const { caller, count } = scope();
    if (!isWrite(name)) return { user_id: caller.user_id };
    return { user_id: caller.user_id, idempotency_key: `${caller.unit?.turn_id ?? randomUUID()}:${count.writes++}` };
  };

  const callTool = async ({ name, arguments: args }: CallToolRequest['params'], options?: RequestOptions): Promise<CallToolResult> => {
    const signal = options?.signal ?? scope().caller.signal;
    const stripped = Object.fromEntries(Object.entries(args ?? {}).filter(([key]) => !identityArguments.includes(key)));
    const result = await source
      .callTool({ name, arguments: { ...stripped, ...identity(name) } }, { timeout: callTimeoutMs, ...(signal === undefined ? {} : { signal }) })
      .catch((error: unknown) => {
        throw new ToolCallError(failureFrom(error, signal), error);
      });
    if (result.isError) throw new ToolCallError(failureOf(result));
    return result;
  };

  const load = async (): Promise<void> => {
    const listed = new Map<string, ListedTool>();
    const listTools = async (params?: { cursor?: string }) => {
      const page = await source.listTools(params);
      const tools = page.tools.filter(({ name }) => !leftOut.has(name)).map(withoutIdentity);
      for (const tool of tools) listed.set(tool.name, tool);
      return { ...page, tools };
    };
    // loadMcpTools uses these two methods of a client and no others; a Client that reconnects is what the SDK lacks.
    const client = { listTools, callTool: (params: CallToolRequest['params'], _schema?: unknown, options?: RequestOptions) => callTool(params, options) } as unknown as Client;
    const tools = await loadMcpTools('animetrackr', client, { useStandardContentBlocks: true, afterToolCall: unwrapStructured });
    const next = new Map<string, { tool: StructuredTool; listed: ListedTool }>();
    for (const tool of tools) {
      const of = listed.get(tool.name);
      if (of === undefined) continue;
      tool.schema = shownToModel(of.inputSchema);
      next.set(tool.name, { tool, listed: of });
    }
    loaded = next;
  };

  await load();
  return {
    tools: () => [...loaded.values()].map(({ tool }) => tool),
    call: async (name, args) => {
      const tool = loaded.get(name)?.tool;
      if (tool === undefined) return { ok: false, error: { code: 'not_found', message: 'There is no tool of this name.', hint: `Tools: ${[...loaded.keys()].join(', ')}.` } };
      const at = scope();
      return scopes.run({ ...at, wantsText: false }, () => tool.invoke({ type: 'tool_call', id: randomUUID(), name, args: { ...args } })).then(
        (message: unknown): ToolCallOutcome => ({ ok: true, structured: structuredOf(message) }),
        (thrown: unknown): ToolCallOutcome => ({ ok: false, error: failureFrom(thrown, at.caller.signal) }),
      );
    },
    as: (caller, work) => scopes.run({ caller, count: { writes: 0 }, wantsText: true }, work),
    close: () => source.close(),
  };
};

const withoutIdentity = (tool: ListedTool): ListedTool => ({
  ...tool,
  inputSchema: { ...tool.inputSchema, properties: Object.fromEntries(Object.entries(tool.inputSchema.properties ?? {}).filter(([name]) => !identityArguments.includes(name))) },
});

/**
 * Shows a model the server's own JSON Schema but lets every argument through: with a plain JSON Schema, LangChain would refuse
 * `"5"` for 5 without saying why, before the server, which understands it, is asked; and it would compile the schema per call.
 */
const shownToModel = (inputSchema: ListedTool['inputSchema']): z.ZodType => z.any().meta(inputSchema);

type AfterToolCall = NonNullable<NonNullable<Parameters<typeof loadMcpTools>[2]>['afterToolCall']>;

/** Without this, mcp-adapters puts the structured result into the message text a second time, escaped. */
const unwrapStructured = (({ result: [content] }: { result: readonly [unknown, unknown] }) => {
  const block: unknown = Array.isArray(content) && content.length === 1 ? content[0] : undefined;
  const parsed = block as { type?: string; text?: string; structuredContent?: Record<string, unknown> } | undefined; // what mcp-adapters makes of one text block
  if (parsed?.type !== 'text' || parsed.structuredContent === undefined) return undefined;
  return { result: [parsed.text ?? '', [{ type: 'mcp_structured_content', data: parsed.structuredContent }]] };
}) as AfterToolCall; // its declared artifacts are embedded resources only; it passes on any

const structuredOf = (message: unknown): Record<string, unknown> => {
  const { artifact } = message as { artifact?: { type: string; data: Record<string, unknown> }[] }; // a ToolMessage with the artifact made above
  const found = artifact?.find(({ type }) => type === 'mcp_structured_content');
  if (found === undefined) throw new ToolCallError({ code: 'upstream_failed', message: 'The tool answered without structured content.' });
  return found.data;
};
