/** MCP over a pair of streams: one client for the life of the process. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Readable, Writable } from 'node:stream';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { localUser } from '../domain/caller.ts';
import { malformedParams } from './malformed-params.ts';
import type { Mcp } from './server.ts';

export type StdioService = {
  /** Resolves with the reason when the client has gone; the SDK's transport does not notice. */
  readonly ended: Promise<string>;
  /** Lets calls that are under way finish for up to `graceMs`, so that `printf ... | npm run mcp` gets its answers. */
  close(graceMs?: number): Promise<void>;
};

type Streams = { readonly stdin: Readable; readonly stdout: Writable };

export const serveStdio = async (mcp: Pick<Mcp, 'serverFor'>, { stdin, stdout }: Streams): Promise<StdioService> => {
  const server = mcp.serverFor({ callerOf: () => ({ user_id: localUser, door: 'mcp' }), lasting: true });
  const transport = new StdioServerTransport(stdin, stdout);
  const pending = new Set<string | number>();

  const ended = new Promise<string>((resolve) => {
    stdin.once('end', () => resolve('stdin ended'));
    stdin.once('close', () => resolve('stdin closed'));
    stdout.once('error', () => resolve('stdout broke'));
  });

  await server.connect(transport);
  const { onmessage, send } = transport;
  transport.onmessage = (message) => {
    const malformed = malformedParams(message);
    if (malformed !== null) return void send.call(transport, malformed);
    if ('method' in message && 'id' in message) pending.add(message.id);
    else if ('method' in message && message.method === 'notifications/cancelled') pending.delete(message.params?.['requestId'] as string | number); // an id of another shape deletes nothing
    onmessage?.(message);
  };
  transport.send = async (message) => {
    await send.call(transport, message);
    if (!('method' in message) && message.id !== undefined) pending.delete(message.id);
  };

  return {
    ended,
    close: async (graceMs = 5000) => {
      const deadline = Date.now() + graceMs;
      while (pending.size > 0 && Date.now() < deadline) await wait(10);
      await server.close();
    },
  };
};
