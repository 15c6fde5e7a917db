/** Where the graph's tools come from: our server in this process, or one behind a URL. Both speak MCP. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import type { RequestOptions } from '@modelcontextprotocol/sdk/shared/protocol.js';
import type { CallToolRequest, CallToolResult, ListToolsResult } from '@modelcontextprotocol/sdk/types.js';
import type { jsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/types.js';
import { z } from 'zod';
import type { Mcp, ServerOptions } from './server.ts';

export type ToolSource = {
  readonly kind: 'in-process' | 'remote';
  listTools(params?: { cursor?: string }): Promise<ListToolsResult>;
  callTool(params: CallToolRequest['params'], options: RequestOptions): Promise<CallToolResult>;
  close(): Promise<void>;
};

// What our own server says in this process is not checked again: neither the reply's frame nor, by ajv, each result.
const trusted = z.custom<CallToolResult>();
const noValidator = { getValidator: () => (data: unknown) => ({ valid: true, data, errorMessage: undefined }) } as jsonSchemaValidator; // it promises a type it does not check: that is the point

/** One server, one client, a linked pair of transports. */
export const createInProcessSource = async (mcp: Pick<Mcp, 'serverFor' | 'version'>, options: ServerOptions): Promise<ToolSource> => {
  const [near, far] = InMemoryTransport.createLinkedPair();
  await mcp.serverFor(options).connect(far);
  const client = new Client({ name: 'animetrackr-chat', version: mcp.version }, { jsonSchemaValidator: noValidator });
  await client.connect(near);
  return {
    kind: 'in-process',
    listTools: (params) => client.listTools(params),
    callTool: (params, requestOptions) => client.request({ method: 'tools/call', params }, trusted, requestOptions),
    close: () => client.close(),
  };
};
