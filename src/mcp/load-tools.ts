/** MCP tools as LangChain tools, by mcp-adapters, with its sharp edges taken off. */
import { loadMcpTools } from '@langchain/mcp-adapters';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { RequestOptions } from '@modelcontextprotocol/sdk/shared/protocol.js';
import type { CallToolRequest, CallToolResult, Tool as ListedTool } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import type { ToolSource } from './tool-source.ts';

/** LangChain's structured tool. */
export type ChatTool = Awaited<ReturnType<typeof loadMcpTools>>[number];

/** `listed` as the server described it, `tool` as it is shown and called here. */
export type LoadedTools = ReadonlyMap<string, { readonly tool: ChatTool; readonly listed: ListedTool }>;

type Callable = Pick<ToolSource, 'listTools'> & { callTool(params: CallToolRequest['params'], options?: RequestOptions): Promise<CallToolResult> };

/** @param isHiddenArgument arguments that models are not shown */
export const loadTools = async (from: Callable, isWanted: (name: string) => boolean, isHiddenArgument: (name: string) => boolean): Promise<LoadedTools> => {
  const listed: ListedTool[] = [];
  const listTools = async (params?: { cursor?: string }) => {
    const page = await from.listTools(params);
    const tools = page.tools.filter(({ name }) => isWanted(name));
    listed.push(...tools);
    return { ...page, tools };
  };
  const callTool = (params: CallToolRequest['params'], _schema?: unknown, options?: RequestOptions) => from.callTool(params, options);
  // loadMcpTools uses these two methods of a client and no others; a Client that reconnects is what the SDK lacks.
  const client = { listTools, callTool } as unknown as Client;
  const tools = await loadMcpTools('animetrackr', client, { useStandardContentBlocks: true, afterToolCall: unwrapStructured });
  return new Map(
    listed.flatMap((described) => {
      const tool = tools.find(({ name }) => name === described.name);
      if (tool === undefined) return [];
      tool.schema = shownToModel(described.inputSchema, isHiddenArgument);
      return [[described.name, { tool, listed: described }]];
    }),
  );
};

/**
 * Shows a model the server's own JSON Schema but lets every argument through: with a plain JSON Schema, LangChain would refuse `"5"` for 5
 * without saying why, before the server, which understands it, is asked; and it would compile the schema per call.
 */
const shownToModel = ({ properties = {}, ...schema }: ListedTool['inputSchema'], isHidden: (name: string) => boolean): z.ZodType =>
  z.any().meta({ ...schema, properties: Object.fromEntries(Object.entries(properties).filter(([name]) => !isHidden(name))) });

type AfterToolCall = NonNullable<NonNullable<Parameters<typeof loadMcpTools>[2]>['afterToolCall']>;

/** Without this, mcp-adapters puts the structured result into the message text a second time, escaped. */
const unwrapStructured = (({ result: [content] }: { result: readonly [unknown, unknown] }) => {
  const block: unknown = Array.isArray(content) && content.length === 1 ? content[0] : undefined;
  const parsed = block as { type?: string; text?: string; structuredContent?: Record<string, unknown> } | undefined; // what mcp-adapters makes of one text block
  if (parsed?.type !== 'text' || parsed.structuredContent === undefined) return undefined;
  return { result: [parsed.text ?? '', [{ type: 'mcp_structured_content', data: parsed.structuredContent }]] };
}) as AfterToolCall; // its declared artifacts are embedded resources only; it passes on any
