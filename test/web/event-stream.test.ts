import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { createEventStream } from '../../src/web/event-stream.ts';

describe('the event stream', () => {
  it('gives each event to the system at once, however long the turn computes after it', async () => {
    const held: number[] = [];
    const server = createServer((_request, response) => {
      const stream = createEventStream(response);
      stream.send({ event: 'thread', data: { thread_id: 't', turn_id: 'turn' } });
      held.push(response.socket?.writableLength ?? -1);
      stream.send({ event: 'token', data: { text: 'hi' } });
      held.push(response.socket?.writableLength ?? -1);
      stream.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo; // listening on TCP

    const body = await new Promise<string>((resolve, reject) => get({ port, host: '127.0.0.1' }, (response) => { text(response).then(resolve, reject); }).on('error', reject));
    server.close();

    expect(held).toEqual([0, 0]);
    expect(body).toBe('id: 1\nevent: thread\ndata: {"thread_id":"t","turn_id":"turn"}\n\nid: 2\nevent: token\ndata: {"text":"hi"}\n\n');
  });
});
