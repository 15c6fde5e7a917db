/** What the conformance suite asks for by fixed names, served by our own MCP server and transport. */
import type { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { CallToolRequestSchema, GetPromptRequestSchema, ListToolsRequestSchema, type CallToolResult, type ContentBlock } from '@modelcontextprotocol/sdk/types.js';
import express, { type ErrorRequestHandler } from 'express';
import { pino } from 'pino';
import { z } from 'zod';
import { AppError, errorStatus, toAppError } from '../../src/errors.ts';
import { createMcpHttp } from '../../src/mcp/http.ts';
import { createMcp, type Mcp } from '../../src/mcp/server.ts';
import { toCallToolResult } from '../../src/mcp/tool-outcome.ts';
import { defineTool, readOnly, type Tool } from '../../src/tools/tool.ts';
import type { McpPrompt } from '../../src/tools/prompt.ts';
import { localOnly } from '../../src/web/middleware/local-only.ts';
import { startServer } from '../../src/web/server.ts';

const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==';
const silence = 'UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAAAAA==';

const fixture = (name: string, run: () => Promise<{ text: string }>): Tool =>
  defineTool({ name, title: name, description: 'A fixture of the conformance suite.', input: z.strictObject({}), output: z.object({ text: z.string() }), annotations: readOnly, text: 'object', run });

const tools = [
  fixture('test_simple_text', async () => ({ text: 'This is a simple text response for testing.' })),
  fixture('test_error_handling', async () => {
    throw new AppError('unavailable', 'This tool intentionally returns an error for testing.');
  }),
];

const resources = {
  fixed: [{ uri: 'test://static-text', name: 'static-text', title: 'Static text', description: 'A fixture', mimeType: 'application/json' }],
  templates: [{ uri: 'test://template/{id}/data', name: 'template', title: 'Template', description: 'A fixture', mimeType: 'application/json' }],
  read: (uri: string): unknown => {
    const id = /^test:\/\/template\/(\w+)\/data$/.exec(uri)?.[1];
    if (id === undefined) return uri === 'test://static-text' ? 'This is the content of the static text resource.' : undefined;
    return { id, templateTest: true, data: `Data for ID: ${id}` };
  },
};

const promptOf = (name: string, args: readonly string[], render: McpPrompt['render']): McpPrompt => ({
  name, title: name, description: 'A fixture of the conformance suite.', render,
  arguments: args.map((argument) => ({ name: argument, description: argument, required: true, complete: (typed) => ['paris', 'park', 'party', 'test'].filter((word) => word.startsWith(typed)) })),
});
const prompts = [
  promptOf('test_simple_prompt', [], () => 'This is a simple prompt for testing.'),
  promptOf('test_prompt_with_arguments', ['arg1', 'arg2'], ({ arg1 = '', arg2 = '' }) => `Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`),
];

type Block = CallToolResult['content'][number];
const image: Block = { type: 'image', data: pixel, mimeType: 'image/png' };
const embedded = (uri: string, text: string): Block => ({ type: 'resource', resource: { uri, mimeType: 'application/json', text } });

/** Content that no tool of ours makes: it proves that the transport carries what the protocol allows. */
const contents: Readonly<Record<string, readonly Block[]>> = {
  test_image_content: [image],
  test_audio_content: [{ type: 'audio', data: silence, mimeType: 'audio/wav' }],
  test_embedded_resource: [embedded('test://embedded-resource', 'This is an embedded resource content.')],
  test_multiple_content_types: [{ type: 'text', text: 'Multiple content types test:' }, image, embedded('test://mixed-content-resource', '{"test":"data","value":123}')],
  test_tool_with_progress: [{ type: 'text', text: 'done' }],
};

const messages: Readonly<Record<string, (args: Readonly<Record<string, string>>) => readonly ContentBlock[]>> = {
  test_prompt_with_embedded_resource: ({ resourceUri = 'test://none' }) => [embedded(resourceUri, 'Embedded resource content for testing.'), { type: 'text', text: 'Please process the embedded resource above.' }],
  test_prompt_with_image: () => [image, { type: 'text', text: 'Please analyze the image above.' }],
};

/** The server of every request as the product makes it, with the raw contents beside its own tools. */
const withContents = (mcp: Mcp): Pick<Mcp, 'serverFor'> => ({
  serverFor: (options): Server => {
    const server = mcp.serverFor(options);
    const ours = server.fallbackRequestHandler;
    const raw = Object.keys(contents).map((name) => ({ name, description: 'A fixture of the conformance suite.', inputSchema: { type: 'object' as const } }));
    server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: [...mcp.list().map((descriptor) => ({ ...descriptor })), ...raw] }));
    server.setRequestHandler(CallToolRequestSchema, async ({ params }, extra): Promise<CallToolResult> => {
      const content = contents[params.name];
      if (content === undefined) return toCallToolResult(await mcp.callTool(params.name, params.arguments, options.callerOf(extra)));
      const progressToken = params._meta?.progressToken;
      if (progressToken !== undefined) for (const progress of [0, 50, 100]) await extra.sendNotification({ method: 'notifications/progress', params: { progressToken, progress, total: 100 } });
      return { content: [...content] };
    });
    server.setRequestHandler(GetPromptRequestSchema, async (request, extra) => {
      const made = messages[request.params.name];
      if (made === undefined) return (await ours?.({ jsonrpc: '2.0', id: extra.requestId, ...request }, extra)) ?? {};
      return { messages: made(request.params.arguments ?? {}).map((content) => ({ role: 'user' as const, content })) };
    });
    return server;
  },
});

export type ConformanceServer = { readonly url: string; close(): Promise<void> };

export const startConformanceServer = async (): Promise<ConformanceServer> => {
  const mcp = createMcp({ tools, resources, prompts, log: pino({ level: 'silent' }), version: '0' });
  const server = await startServer({ host: '127.0.0.1', port: 0 });
  const app = express();
  app.use(localOnly({ allowedOrigins: [], port: () => server.port }));
  app.all('/mcp', createMcpHttp({ mcp: withContents(mcp) }));
  app.use(errorReplyWithoutContext);
  server.serve(app);
  return { url: `http://127.0.0.1:${server.port}/mcp`, close: () => server.close({ graceMs: 0, lingerMs: 0 }) };
};

/** The product's own error reply wants its request tracking, which has no place here. */
const errorReplyWithoutContext: ErrorRequestHandler = (thrown: unknown, _request, response, _next) => {
  response.status(errorStatus(toAppError(thrown).code)).json({ error: { code: toAppError(thrown).code } });
};
