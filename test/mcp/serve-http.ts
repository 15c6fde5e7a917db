import type { AddressInfo } from 'node:net';
import express from 'express';
import { createMcpHttp } from '../../src/mcp/http.ts';
import type { Mcp } from '../../src/mcp/server.ts';

export type HttpService = { readonly url: string; readonly port: number; close(): Promise<void> };

/** The handler in an Express app on a free port, or on a given one. */
export const serveHttp = async (mcp: Pick<Mcp, 'serverFor'>, { bodyLimit, parseFirst = false, port = 0 }: { bodyLimit?: number; parseFirst?: boolean; port?: number } = {}): Promise<HttpService> => {
  const app = express();
  if (parseFirst) app.use(express.json());
  app.all('/mcp', createMcpHttp({ mcp, ...(bodyLimit !== undefined && { bodyLimit }) }));
  const server = await new Promise<ReturnType<typeof app.listen>>((resolve, reject) => {
    const listening = app.listen(port, '127.0.0.1', (error) => (error ? reject(error) : resolve(listening)));
  });
  const address = server.address() as AddressInfo; // listening on TCP
  return {
    url: `http://127.0.0.1:${address.port}/mcp`,
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
