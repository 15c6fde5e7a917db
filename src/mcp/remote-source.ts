/** A tool server behind a URL, over Streamable HTTP. A lost session or connection is repaired, which no library does for us. */
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport, StreamableHTTPError } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { CallToolResultSchema, ErrorCode as RpcCode, McpError, ToolListChangedNotificationSchema, type CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { Log } from '../log.ts';
import { ToolCallError } from './tool-failure.ts';
import type { ToolSource } from './tool-source.ts';

const connectTimeoutMs = 10_000;
const longestPauseMs = 30_000;

type Options = {
  readonly url: string;
  readonly version: string;
  readonly log: Log;
  /** May this tool be called a second time when nobody knows whether the first call arrived? */
  readonly isRepeatable: (tool: string) => boolean;
  /** Called when the server says its tools changed, and after a reconnect. */
  readonly onToolsChanged: () => void;
  /** Pauses before the attempts to connect within one call. */
  readonly pausesMs?: readonly number[];
};

/** @throws when the server does not answer at first */
export const createRemoteSource = async ({ url, version, log, isRepeatable, onToolsChanged, pausesMs = [0, 200, 800] }: Options): Promise<ToolSource> => {
  let current: Promise<Client> | undefined;
  let rounds = 0;
  let restUntil = 0;

  const connectOnce = async (): Promise<Client> => {
    const client = new Client({ name: 'animetrackr-chat', version });
    client.setNotificationHandler(ToolListChangedNotificationSchema, onToolsChanged);
    // The class widens `sessionId` to `string | undefined`, which exactOptionalPropertyTypes tells apart from Transport's.
    const transport = new StreamableHTTPClientTransport(new URL(url)) as Transport;
    await client.connect(transport, { timeout: connectTimeoutMs });
    return client;
  };

  /** A few attempts with growing pauses; after a failed round calls fail at once for a while, longer each time. */
  const connect = async (): Promise<Client> => {
    if (Date.now() < restUntil) throw unreachable(restUntil);
    let problem: unknown;
    for (const pause of pausesMs) {
      await wait(pause);
      try {
        const client = await connectOnce();
        rounds = 0;
        return client;
      } catch (error) {
        problem = error;
      }
    }
    restUntil = Date.now() + Math.min(longestPauseMs, 1000 * 2 ** rounds++) * (0.75 + Math.random() / 2);
    log.warn({ err: problem, url }, 'tool server unreachable');
    throw unreachable(restUntil, problem);
  };

  const connected = (): Promise<Client> => {
    current ??= connect().catch((error: unknown) => {
      current = undefined;
      throw error;
    });
    return current;
  };

  const reconnected = async (lost: Promise<Client>): Promise<Client> => {
    // Of several calls that met the same loss, the first one drops the client.
    if (current === lost) {
      current = undefined;
      void lost.then((client) => client.close()).catch(() => undefined);
      const fresh = await connected();
      log.info({ url }, 'tool server connected again');
      onToolsChanged();
      return fresh;
    }
    return connected();
  };

  const callOn = (client: Client, params: Parameters<ToolSource['callTool']>[0], options: Parameters<ToolSource['callTool']>[1]): Promise<CallToolResult> =>
    client.callTool(params, CallToolResultSchema, options) as Promise<CallToolResult>; // with this schema the union of the declared type has one member

  await connected();
  return {
    kind: 'remote',
    listTools: async (params) => (await connected()).listTools(params),
    callTool: async (params, options) => {
      const before = connected();
      const client = await before;
      try {
        return await callOn(client, params, options);
      } catch (error) {
        if (options.signal?.aborted || !isConnectionLoss(error)) throw error;
        const fresh = await reconnected(before);
        if (!isRepeatable(params.name) && !neverArrived(error)) throw error;
        return await callOn(fresh, params, options);
      }
    },
    close: async () => {
      const client = await current?.catch(() => undefined);
      await client?.close();
    },
  };
};

const unreachable = (until: number, cause?: unknown): ToolCallError => {
  const seconds = Math.max(1, Math.ceil((until - Date.now()) / 1000));
  return new ToolCallError({ code: 'unavailable', message: 'The tool server cannot be reached.', hint: `Try again in ${seconds} s.` }, cause);
};

const isConnectionLoss = (error: unknown): boolean => {
  if (error instanceof StreamableHTTPError) return [404, 502, 503, 504].includes(error.code ?? 0);
  if (error instanceof McpError) return error.code === RpcCode.ConnectionClosed;
  return error instanceof Error && (error.message === 'Not connected' || error.message === 'fetch failed' || error.message === 'terminated');
};

/** The request cannot have been carried out: the session was unknown, or nobody listened. */
const neverArrived = (error: unknown): boolean => {
  if (error instanceof StreamableHTTPError) return error.code === 404;
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'ECONNREFUSED';
};
