/** A turn as server-sent events. The stream opens with its first event, so that what is refused before that is a plain HTTP error. */
import type { ServerResponse } from 'node:http';

const keepAliveMs = 15_000;

export type EventStream = {
  /** Writes an event with the next id: 1, 2, 3 ... */
  send(event: { readonly event: string; readonly data: unknown }): void;
  /** Writes data alone, for clients that know neither names nor ids. */
  sendData(text: string): void;
  isOpen(): boolean;
  end(): void;
};

/**
 * @param everyMs how often a comment keeps the line alive
 * @param after id of the last event that the client has
 */
export const createEventStream = (response: ServerResponse, everyMs: number = keepAliveMs, after = 0): EventStream => {
  let id = after;
  const write = (text: string): void => {
    if (response.destroyed || response.writableEnded) return;
    if (!response.headersSent) {
      // no-transform and X-Accel-Buffering keep proxies from holding events back
      response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-cache, no-transform', 'X-Accel-Buffering': 'no', 'X-Content-Type-Options': 'nosniff' });
    }
    response.write(text);
    // Node holds what is written until the event loop turns, and a turn of the conversation is mostly computing.
    while ((response.socket?.writableCorked ?? 0) > 0) response.socket?.uncork();
  };
  const keepAlive = setInterval(() => write(': keep-alive\n\n'), everyMs);
  response.on('close', () => clearInterval(keepAlive));

  return {
    send: ({ event, data }) => write(`id: ${++id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
    sendData: (text) => write(`data: ${text}\n\n`),
    isOpen: () => response.headersSent,
    end: () => void response.end(),
  };
};
