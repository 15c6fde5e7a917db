/** Where the graph's tools come from: our server in this process, or one behind a URL. Both speak MCP. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import type { RequestOptions } from '@modelcontextprotocol/sdk/shared/protocol.js';
import type { CallToolRequest, CallToolResult, ListToolsResult } from '@modelcontextprotocol/sdk/types.js';
import type { jsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/types.js';
import { z } from 'zod';
import type { Caller } from '../domain/caller.ts';
import type { Mcp } from './server.ts';
import { tookTooLong, wasCancelled, type ToolFailure } from './tool-failure.ts';

export type ToolCallOutcome = { readonly ok: true; readonly structured: Record<string, unknown> } | { readonly ok: false; readonly error: ToolFailure };

export type ToolSource = {
  readonly kind: 'in-process' | 'remote';
  listTools(params?: { cursor?: string }): Promise<ListToolsResult>;
  callTool(params: CallToolRequest['params'], options: RequestOptions): Promise<CallToolResult>;
  /** Past the protocol, straight to the server's tools, for a caller that wants the structure alone: a tenth of the price. Not for a remote one. */
  callDirectly?(name: string, args: Record<string, unknown>, caller: Caller, timeoutMs: number): Promise<ToolCallOutcome>;
  close(): Promise<void>;
};

// What our own server says in this process is not checked again: neither the reply's frame nor, by ajv, each result.
const trusted = z.custom<CallToolResult>();
const noValidator = { getValidator: () => (data: unknown) => ({ valid: true, data, errorMessage: undefined }) } as jsonSchemaValidator; // it promises a type it does not check: that is the point

/** One server, one client, a linked pair of transports. */
export const createInProcessSource = async (mcp: Pick<Mcp, 'callTool' | 'serverFor' | 'version'>, callerOf: () => Caller): Promise<ToolSource> => {
  const [near, far] = InMemoryTransport.createLinkedPair();
  await mcp.serverFor({ callerOf }).connect(far);
  const client = new Client({ name: 'animetrackr-chat', version: mcp.version }, { jsonSchemaValidator: noValidator });
  await client.connect(near);
  return {
    kind: 'in-process',
    listTools: (params) => client.listTools(params),
    callTool: (params, requestOptions) => client.request({ method: 'tools/call', params }, trusted, requestOptions),
    callDirectly: (name, args, caller, timeoutMs) => within(timeoutMs, caller.signal, async (signal) => {
      const outcome = await mcp.callTool(name, args, { ...caller, signal });
      if (outcome.ok) return { ok: true, structured: outcome.structured };
      const { request_id: _, ...error } = outcome.error;
      return { ok: false, error };
    }),
    close: () => client.close(),
  };
};

/** Answers at the end of the time or when the caller leaves, whether the tool listens to the signal or not. */
const within = (timeoutMs: number, left: AbortSignal | undefined, call: (signal: AbortSignal) => Promise<ToolCallOutcome>): Promise<ToolCallOutcome> =>
  new Promise((resolve, reject) => {
    const stop = new AbortController();
    const end = (error: ToolFailure): void => {
      clearTimeout(timer);
      resolve({ ok: false, error });
      stop.abort();
    };
    const timer = setTimeout(end, timeoutMs, tookTooLong);
    if (left?.aborted) end(wasCancelled);
    left?.addEventListener('abort', () => end(wasCancelled), { once: true }); // goes with the turn's signal
    call(stop.signal).then((outcome) => {
      clearTimeout(timer);
      resolve(outcome);
    }, reject);
  });
