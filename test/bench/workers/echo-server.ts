/** An MCP server with one echo tool and five others, on the official SDK. */
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';

export const echoText = 'x'.repeat(512);

export const echoServer = (): McpServer => {
  const server = new McpServer({ name: 'yardstick', version: '0.0.0' });
  const echoInput = { text: z.string().max(4000), limit: z.number().int().min(1).max(500).optional() };
  server.registerTool('echo', { description: 'echo', inputSchema: echoInput }, ({ text }) => ({ content: [{ type: 'text', text }] }));
  for (let at = 1; at < 6; at += 1) {
    server.registerTool(`filler${at}`, { description: 'filler', inputSchema: { a: z.string(), b: z.number().optional(), c: z.array(z.string()).optional() } }, () => ({ content: [] }));
  }
  return server;
};
