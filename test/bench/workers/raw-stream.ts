/** The least that a stream can be: node:http, the body parsed, the first event at once, and the rest of the same bytes after it. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WorkerMethods } from './all.ts';

/** @param frames what a turn wrote, event by event */
export const startRawStream = async ({ frames }: { frames: readonly string[] }): Promise<WorkerMethods> => {
  const [first = '', ...rest] = frames;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      JSON.parse(Buffer.concat(chunks).toString());
      response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-cache, no-transform', 'X-Accel-Buffering': 'no' });
      response.flushHeaders();
      response.write(first);
      setImmediate(() => {
        for (const frame of rest) response.write(frame);
        response.end();
      });
    });
  });
  await new Promise<void>((resolve) => server.listen({ host: '127.0.0.1', port: 0, backlog: 1024 }, resolve));
  return { port: async () => (server.address() as AddressInfo).port }; // a TCP server that listens has one
};
