/** Three doors to the tools: one plain call in HTTP, a description for programs, and MCP itself. */
import { z } from 'zod';
import { capabilities } from '../../mcp/capabilities.ts';
import { createMcpHttp } from '../../mcp/http.ts';
import type { Mcp } from '../../mcp/server.ts';
import { AppError } from '../../errors.ts';
import type { OpenRequests } from '../open-requests.ts';
import { header, json, parameters } from '../openapi/describe.ts';
import { component, embeddable, type Schema } from '../openapi/schema.ts';
import { parseInput } from '../parse-input.ts';
import { userIdSchema } from '../../domain/chat-turn.ts';
import { fileBodyLimit, readJson } from '../read-json.ts';
import type { Route } from '../route.ts';
import { sendJson, sendText } from '../send.ts';
import { argumentsName, callTool, resultName } from '../tool-route.ts';

const callBody = z.strictObject({ name: z.string().min(1).max(120), arguments: z.record(z.string(), z.unknown()).default({}) });
const callQuery = z.strictObject({ user_id: userIdSchema.optional().describe('As in the arguments, which come first.') });

export const toolRoutes = (parts: { readonly mcp: Mcp; readonly openRequests: OpenRequests }): Route[] => {
  const { mcp } = parts;
  const described = JSON.stringify(capabilities(mcp));
  const mcpHandler = createMcpHttp({ mcp, bodyLimit: fileBodyLimit });
  return [
    {
      method: 'post',
      path: '/api/v1/mcp/call_tool',
      docs: { tag: 'tools', summary: 'Call a tool without speaking MCP', parameters: [...parameters(callQuery), header.idempotencyKey], body: component('CallTool'), reply: { description: 'What the tool answered.', content: json(component('CallToolReply')) }, errors: ['invalid_input', 'not_found', 'ambiguous', 'conflict', 'interrupt_gone', 'payload_too_large', 'unavailable'] },
      handle: async (request, response) => {
        const query = parseInput(callQuery, request.query, 'query');
        const { name, arguments: args } = parseInput(callBody, await readJson(request, fileBodyLimit), 'body');
        const tool = mcp.list().find((one) => one.name === name);
        if (tool === undefined) throw new AppError('not_found', 'There is no tool of this name.', { hint: `Tools: ${mcp.list().map((one) => one.name).join(', ')}.` });
        const result = await callTool(parts, { request, response, tool, args: query.user_id === undefined ? args : { user_id: query.user_id, ...args } });
        sendJson(response, 200, { success: true, result });
      },
    },
    {
      method: 'get',
      path: '/mcp/capabilities',
      docs: { tag: 'tools', summary: 'What the MCP server offers', reply: { description: 'Name, version, protocol versions, tools and resources.', content: json({ type: 'object' }) } },
      handle: (_request, response) => sendText(response, 200, described),
    },
    {
      method: 'post',
      path: '/mcp',
      ownsMethods: true,
      docs: { tag: 'tools', summary: 'MCP over Streamable HTTP', description: 'JSON-RPC without sessions; the answer is JSON, or an event stream for a client that wants one. GET and DELETE answer 405.', body: { type: 'object' }, reply: { description: 'A JSON-RPC message.', content: { 'application/json': { type: 'object' }, 'text/event-stream': { type: 'string' } } } },
      handle: async (request, response) => {
        await mcpHandler(request, response, () => undefined);
      },
    },
  ];
};

/** Arguments and result of every tool, and the frame that `call_tool` puts around them. */
export const toolComponents = (mcp: Pick<Mcp, 'list'>): Record<string, Schema> => {
  const tools = mcp.list();
  return {
    ...Object.fromEntries(
      tools.flatMap(({ name, inputSchema, outputSchema }) => [
        [argumentsName(name), embeddable(inputSchema, argumentsName(name))],
        [resultName(name), embeddable(outputSchema, resultName(name))],
      ]),
    ),
    CallTool: {
      type: 'object',
      required: ['name'],
      additionalProperties: false,
      properties: { name: { type: 'string', enum: tools.map(({ name }) => name) }, arguments: { anyOf: tools.map(({ name }) => component(argumentsName(name))) } },
    },
    CallToolReply: { type: 'object', required: ['success', 'result'], properties: { success: { const: true }, result: { anyOf: tools.map(({ name }) => component(resultName(name))) } } },
  };
};
