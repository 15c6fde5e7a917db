/** Body of `GET /mcp/capabilities`: what the server offers, for programs that do not speak MCP. */
import { SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/sdk/types.js';
import { serverName, type Mcp } from './server.ts';
import type { ObjectSchema } from './json-schema.ts';

export type Capabilities = {
  readonly name: string;
  readonly version: string;
  /** Newest first. */
  readonly protocol_versions: readonly string[];
  readonly tools: readonly { readonly name: string; readonly description: string; readonly inputSchema: ObjectSchema }[];
  readonly resources: readonly { readonly uri: string; readonly name: string; readonly description: string }[];
  readonly prompts: readonly { readonly name: string; readonly description: string; readonly arguments: readonly { readonly name: string; readonly description: string; readonly required: boolean }[] }[];
};

export const capabilities = (mcp: Pick<Mcp, 'version' | 'list' | 'resources' | 'prompts'>): Capabilities => ({
  name: serverName,
  version: mcp.version,
  protocol_versions: SUPPORTED_PROTOCOL_VERSIONS,
  tools: mcp.list().map(({ name, description, inputSchema }) => ({ name, description, inputSchema })),
  resources: [...mcp.resources.fixed, ...mcp.resources.templates].map(({ uri, name, description }) => ({ uri, name, description })),
  prompts: mcp.prompts.map(({ name, description, arguments: args }) => ({ name, description, arguments: args.map((argument) => ({ name: argument.name, description: argument.description, required: argument.required })) })),
});
