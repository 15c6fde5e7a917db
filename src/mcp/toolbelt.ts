/** The graph's tools: loaded from the MCP server with mcp-adapters, called in the name of the turn. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import type { RequestOptions } from '@modelcontextprotocol/sdk/shared/protocol.js';
import type { CallToolRequest, CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { Caller } from '../domain/caller.ts';
import type { Log } from '../log.ts';
import { loadTools, type ChatTool, type LoadedTools } from './load-tools.ts';
import type { Mcp } from './server.ts';
import { failureFrom, failureOf, ToolCallError } from './tool-failure.ts';
import { createInProcessSource, type ToolCallOutcome, type ToolSource } from './tool-source.ts';
import { createRemoteSource } from './remote-source.ts';

/** Not for the conversation: it is one itself, and files are the user's to move. */
const leftOut = new Set(['natural_language_query', 'import_watchlist', 'export_watchlist']);
/** Set from the turn; neither a model nor a node may say who it is. */
const identityArguments = ['user_id', 'idempotency_key'] as const;
const isIdentity = (name: string): boolean => identityArguments.some((argument) => argument === name);

export type Toolbelt = {
  /** For a model's tool loop. A refused call throws an Error whose message is `{"error":{code,message,hint,data}}`. */
  tools(): ChatTool[];
  /** For nodes: a problem is an outcome. @throws only outside of `as` */
  call(name: string, args: Record<string, unknown>): Promise<ToolCallOutcome>;
  /**
   * Runs `work` in the name of a caller: all tool calls inside carry it, whatever their arguments say.
   * `onWrite`: a remote server is about to be asked to write, which no unit of work here can take back; whoever throws prevents it.
   */
  as<T>(caller: Caller, work: () => Promise<T>, options?: { onWrite?: () => void }): Promise<T>;
  close(): Promise<void>;
};

type Scope = {
  readonly caller: Caller;
  /** Writes so far, for idempotency keys that come out the same when a turn is run again. */
  readonly count: { writes: number };
  readonly onWrite?: (() => void) | undefined;
};

type Options = {
  /** Our own server in this process, or the URL of a remote one. */
  readonly connect: { readonly mcp: Pick<Mcp, 'callTool' | 'serverFor' | 'version'> } | { readonly url: string; readonly pausesMs?: readonly number[] };
  readonly log: Log;
  readonly version?: string;
  /** Per call. */
  readonly timeoutMs?: number;
};

/** @throws ToolCallError `unavailable` when a remote server does not answer at the start */
export const createToolbelt = async ({ connect, log, version = '0', timeoutMs = 30_000 }: Options): Promise<Toolbelt> => {
  const scopes = new AsyncLocalStorage<Scope>();
  let loaded: LoadedTools = new Map();

  const scope = (): Scope => {
    const found = scopes.getStore();
    if (found === undefined) throw new Error('A tool was called outside of toolbelt.as(caller, ...)');
    return found;
  };
  const isRepeatable = (name: string): boolean => {
    const { readOnlyHint, idempotentHint } = loaded.get(name)?.listed.annotations ?? {};
    return readOnlyHint === true || idempotentHint === true || takes(name, 'idempotency_key');
  };
  const takes = (name: string, argument: (typeof identityArguments)[number]): boolean => Object.hasOwn(loaded.get(name)?.listed.inputSchema.properties ?? {}, argument);

  const source: ToolSource =
    'mcp' in connect
      ? await createInProcessSource(connect.mcp, () => scope().caller)
      : await createRemoteSource({ ...connect, version, log, isRepeatable, onToolsChanged: () => void load().catch((error: unknown) => log.warn({ err: error }, 'tools not listed')) });

  const identity = (name: string): Record<string, unknown> => {
    if (source.kind === 'in-process') return {}; // the server takes the caller of the scope
    const { caller, count } = scope();
    return {
      ...(takes(name, 'user_id') && { user_id: caller.user_id }),
      ...(takes(name, 'idempotency_key') && { idempotency_key: `${caller.unit?.turn_id ?? randomUUID()}:${count.writes++}` }),
    };
  };

  const callTool = async ({ name, arguments: args }: CallToolRequest['params'], options?: RequestOptions): Promise<CallToolResult> => {
    const { caller, onWrite } = scope();
    const signal = options?.signal ?? caller.signal;
    if (source.kind === 'remote' && loaded.get(name)?.listed.annotations?.readOnlyHint !== true && args?.['dry_run'] !== true) onWrite?.();
    const result = await source
      .callTool({ name, arguments: { ...withoutIdentity(args), ...identity(name) } }, { timeout: timeoutMs, ...(signal === undefined ? {} : { signal }) })
      .catch((error: unknown) => {
        throw new ToolCallError(failureFrom(error, signal), error);
      });
    if (result.isError) throw new ToolCallError(failureOf(result));
    return result;
  };

  const load = async (): Promise<void> => void (loaded = await loadTools({ listTools: source.listTools, callTool }, (name) => !leftOut.has(name), isIdentity));

  await load();
  return {
    tools: () => [...loaded.values()].map(({ tool }) => tool),
    call: async (name, args) => {
      if (!loaded.has(name)) return { ok: false, error: { code: 'not_found', message: 'There is no tool of this name.', hint: `Tools: ${[...loaded.keys()].join(', ')}.` } };
      const { caller } = scope();
      if (source.callDirectly !== undefined) return source.callDirectly(name, withoutIdentity(args), caller, timeoutMs);
      return callTool({ name, arguments: args }).then(structuredOf).then(
        (structured): ToolCallOutcome => ({ ok: true, structured }),
        (thrown: unknown): ToolCallOutcome => ({ ok: false, error: failureFrom(thrown, caller.signal) }),
      );
    },
    as: (caller, work, { onWrite } = {}) => scopes.run({ caller, count: { writes: 0 }, onWrite }, work),
    close: () => source.close(),
  };
};

const withoutIdentity = (args: Record<string, unknown> = {}): Record<string, unknown> =>
  identityArguments.some((name) => name in args) ? Object.fromEntries(Object.entries(args).filter(([name]) => !isIdentity(name))) : args;

/** @throws ToolCallError upstream_failed without a structure */
const structuredOf = ({ structuredContent }: CallToolResult): Record<string, unknown> => {
  if (structuredContent === undefined) throw new ToolCallError({ code: 'upstream_failed', message: 'The tool answered without structured content.' });
  return structuredContent;
};
