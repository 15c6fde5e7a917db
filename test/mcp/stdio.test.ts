import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { serveStdio } from '../../src/mcp/stdio.ts';
import { sampleMcp, type Seen } from './support.ts';

const open = async (seen: Seen = []) => {
  const stdin = new PassThrough();
  const stdout = new PassThrough();
  let written = '';
  stdout.on('data', (data) => (written += String(data)));
  const service = await serveStdio(sampleMcp({ seen }), { stdin, stdout });
  const say = (message: object): void => void stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const frames = (): { id?: number; result?: unknown; error?: { code: number } }[] => written.split('\n').filter(Boolean).map((line) => JSON.parse(line) as { id?: number });
  return { service, stdin, say, frames };
};

const initialize = { id: 0, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 't', version: '0' } } };

describe('stdio', () => {
  it('answers frames with frames and writes nothing else', async () => {
    const { service, say, frames } = await open();

    say(initialize);
    say({ method: 'notifications/initialized' });
    say({ id: 1, method: 'tools/call', params: { name: 'list_things', arguments: { query: 'a' } } });

    await expect.poll(() => frames().map(({ id }) => id)).toEqual([0, 1]);
    expect(frames()[0]).toMatchObject({ result: { protocolVersion: '2025-06-18', serverInfo: { name: 'animetrackr' } } });
    expect(frames()[1]).toMatchObject({ result: { structuredContent: { total: 1 } } });
    await service.close();
  });

  it('survives lines that are no messages', async () => {
    const { service, stdin, say, frames } = await open();

    stdin.write('hello\n{"jsonrpc":"2.0"}\n[]\n');
    say({ id: 5, method: 'ping' });

    await expect.poll(() => frames()).toEqual([{ jsonrpc: '2.0', id: 5, result: {} }]);
    await service.close();
  });

  it('says when the client has gone', async () => {
    const { service, stdin } = await open();

    stdin.end();

    expect(await service.ended).toBe('stdin ended');
    await service.close();
  });

  it('finishes what was asked before the input ended', async () => {
    const { service, stdin, say, frames } = await open();

    say({ id: 1, method: 'tools/call', params: { name: 'write_thing', arguments: { name: 'x' } } });
    stdin.end();
    await service.ended;
    await service.close();

    expect(frames()).toMatchObject([{ id: 1, result: { structuredContent: { success: true } } }]);
  });

  it('does not wait for ever', async () => {
    const seen: Seen = [];
    const { service, stdin, say } = await open(seen);

    say({ id: 1, method: 'tools/call', params: { name: 'wait_thing' } });
    await expect.poll(() => seen.length).toBe(1);
    stdin.end();
    await service.close(30);

    expect(seen[0]?.caller.signal?.aborted).toBe(true);
  });
});
