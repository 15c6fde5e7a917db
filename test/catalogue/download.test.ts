import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { dataSource } from '../../src/catalogue/data-homes.ts';
import { download, forgetDownload } from '../../src/catalogue/download.ts';
import { temporaryFolder } from './made-up.ts';

const body = Buffer.from(Array.from({ length: 200_000 }, (_, at) => at % 251));
const quick = { idleMs: 2000, tries: 3, pauseMs: 1 };

type Handler = (request: IncomingMessage, response: ServerResponse) => void;
/** A server on the loopback that remembers the Range headers it was sent. */
const serve = async (handler: Handler) => {
  const ranges: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    ranges.push(request.headers.range);
    handler(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, ranges };
};

/**
 * Honours Range and If-Range as GitHub's storage does. Its n-th answer stops after `stops[n]` bytes and stays open until `cut`,
 * which the tests call when those bytes have arrived.
 */
const fileServer = ({ content = body, etag = '"v1"', stops = [] as number[] } = {}) => {
  let answers = 0;
  let open: ServerResponse | undefined;
  const handler: Handler = (request, response) => {
    const stop = stops[answers++];
    const from = request.headers['if-range'] === etag ? Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0) : 0;
    if (from >= content.length) return void response.writeHead(416, { 'content-range': `bytes */${content.length}` }).end();
    const rest = content.subarray(from);
    response.writeHead(from > 0 ? 206 : 200, { etag, 'content-length': rest.length, ...(from > 0 && { 'content-range': `bytes ${from}-${content.length - 1}/${content.length}` }) });
    if (stop === undefined) return void response.end(rest);
    open = response;
    response.write(rest.subarray(0, stop));
  };
  return { handler, cut: () => open?.destroy() };
};
const at = (url: string) => [{ name: new URL(url).host, url, tag: null }];
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('download', () => {
  it('gets the file and tells how far it is', async () => {
    const { origin } = await serve(fileServer().handler);
    const seen: [number, number | null][] = [];

    const { file } = await download(at(`${origin}/data`), { folder: await temporaryFolder(), onProgress: (done, total) => seen.push([done, total]), ...quick });

    expect(sha(await readFile(file))).toBe(sha(body));
    expect(seen.at(-1)).toEqual([body.length, body.length]);
  });

  it('goes on where a cut connection ended', async () => {
    const files = fileServer({ stops: [70_000, 50_000] });
    const { origin, ranges } = await serve(files.handler);
    const onProgress = (done: number) => void ([70_000, 120_000].includes(done) && files.cut());

    const { file } = await download(at(`${origin}/data`), { folder: await temporaryFolder(), onProgress, ...quick });

    expect(sha(await readFile(file))).toBe(sha(body));
    expect(ranges).toEqual([undefined, 'bytes=70000-', 'bytes=120000-']);
  });

  it('goes on where an earlier run ended, and does not fetch a complete file again', async () => {
    const folder = await temporaryFolder();
    const files = fileServer({ stops: [70_000] });
    const { origin, ranges } = await serve(files.handler);
    await expect(download(at(`${origin}/data`), { folder, ...quick, tries: 1, onProgress: (done) => void (done === 70_000 && files.cut()) })).rejects.toMatchObject({ code: 'upstream_failed' });

    await download(at(`${origin}/data`), { folder, ...quick });
    const { file } = await download(at(`${origin}/data`), { folder, ...quick });

    expect(sha(await readFile(file))).toBe(sha(body));
    expect(ranges).toEqual([undefined, 'bytes=70000-', 'bytes=200000-']);
    await forgetDownload(file);
    expect(await readdir(folder)).toEqual([]);
  });

  it('begins anew when the file has changed meanwhile', async () => {
    const folder = await temporaryFolder();
    const newer = Buffer.alloc(90_000, 7);
    let files = fileServer({ stops: [70_000] });
    const { origin } = await serve((request, response) => files.handler(request, response));
    await expect(download(at(`${origin}/data`), { folder, ...quick, tries: 1, onProgress: (done) => void (done === 70_000 && files.cut()) })).rejects.toThrow();
    files = fileServer({ content: newer, etag: '"v2"' });

    const { file } = await download(at(`${origin}/data`), { folder, ...quick });

    expect(sha(await readFile(file))).toBe(sha(newer));
  });

  it('begins anew when the server sends another part than asked for', async () => {
    const honest = fileServer({ stops: [70_000] });
    let lies = 1;
    const { origin } = await serve((request, response) => {
      if (request.headers.range !== undefined && lies-- > 0) return void response.writeHead(206, { etag: '"v1"', 'content-range': `bytes 5-9/${body.length}` }).end('wrong');
      honest.handler(request, response);
    });

    const { file } = await download(at(`${origin}/data`), { folder: await temporaryFolder(), ...quick, onProgress: (done) => void (done === 70_000 && honest.cut()) });

    expect(sha(await readFile(file))).toBe(sha(body));
  });

  it('goes to the second home when the first has no such release, and says which one delivered', async () => {
    const empty = await serve((_request, response) => void response.writeHead(404).end('no'));
    const full = await serve(fileServer().handler);
    const homes = [{ name: 'first', releases: `${empty.origin}/r`, newest: 'latest' }, { name: 'second', releases: `${full.origin}/r`, newest: '2026-27' }];
    const source = dataSource('', '/', homes);

    const result = await download(source.kind === 'download' ? source.candidates : [], { folder: await temporaryFolder(), ...quick });

    expect(result).toMatchObject({ name: 'second', tag: '2026-27', url: `${full.origin}/r/download/2026-27/anime-offline-database.jsonl.zst` });
    expect(empty.ranges).toHaveLength(1);
  });

  it('follows redirects', async () => {
    const files = await serve(fileServer().handler);
    const door = await serve((_request, response) => void response.writeHead(302, { location: `${files.origin}/signed?x=1` }).end());

    const { file } = await download(at(`${door.origin}/data`), { folder: await temporaryFolder(), ...quick });

    expect(sha(await readFile(file))).toBe(sha(body));
  });

  it('gives up on a server that never delivers the whole file', async () => {
    const { origin, ranges } = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': body.length });
      response.write(body.subarray(0, 10), () => response.destroy());
    });

    await expect(download(at(`${origin}/data`), { folder: await temporaryFolder(), ...quick })).rejects.toMatchObject({ code: 'upstream_failed', hint: expect.stringContaining('--file') });
    expect(ranges).toHaveLength(3);
  });

  it('gives up on a server that falls silent', async () => {
    const { origin } = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': body.length });
      response.write(body.subarray(0, 10));
    });

    await expect(download(at(`${origin}/data`), { folder: await temporaryFolder(), ...quick, idleMs: 50, tries: 2 })).rejects.toMatchObject({ code: 'upstream_timeout', hint: expect.stringContaining('--file') });
  });

  it('says that a server that is not there cannot be reached', async () => {
    const { origin } = await serve(() => {});
    const closed = origin.replace(/\d+$/, '1');

    await expect(download(at(`${closed}/data`), { folder: await temporaryFolder(), ...quick })).rejects.toMatchObject({ code: 'upstream_failed', message: expect.stringContaining('cannot be reached') });
  });

  it('tries again after a passing failure, and not after a refusal', async () => {
    const good = fileServer();
    let failures = 1;
    const flaky = await serve((request, response) => (failures-- > 0 ? void response.writeHead(503).end() : good.handler(request, response)));
    const closed = await serve((_request, response) => void response.writeHead(403).end());

    await download(at(`${flaky.origin}/data`), { folder: await temporaryFolder(), ...quick });
    await expect(download(at(`${closed.origin}/data`), { folder: await temporaryFolder(), ...quick })).rejects.toMatchObject({ message: expect.stringContaining('403') });

    expect([flaky.ranges.length, closed.ranges.length]).toEqual([2, 1]);
  });

  it.each([['says so', { 'content-length': String(body.length) }], ['does not say so', {}]])('refuses more than is sane when the server %s', async (_what, headers) => {
    const { origin } = await serve((_request, response) => void response.writeHead(200, headers).end(body));

    await expect(download(at(`${origin}/data`), { folder: await temporaryFolder(), ...quick, maxBytes: 1000 })).rejects.toMatchObject({ code: 'payload_too_large' });
  });

  it('stops when it is told to', async () => {
    const stop = new AbortController();
    const { origin } = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': body.length });
      response.write(body.subarray(0, 10), () => stop.abort());
    });

    await expect(download(at(`${origin}/data`), { folder: await temporaryFolder(), ...quick, signal: stop.signal })).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('dataSource', () => {
  const urls = (dataUrl: string) => {
    const source = dataSource(dataUrl, '/project');
    return source.kind === 'download' ? source.candidates.map(({ url }) => url) : source.file;
  };

  it('is the living fork, then the last release of the original', () => {
    expect(urls('')).toEqual([
      'https://github.com/cedya77/anime-offline-database/releases/download/latest/anime-offline-database.jsonl.zst',
      'https://github.com/manami-project/anime-offline-database/releases/download/2026-27/anime-offline-database.jsonl.zst',
    ]);
  });

  it('asks both homes for a pinned release', () => {
    expect(urls('2026-05')).toEqual([expect.stringContaining('cedya77/anime-offline-database/releases/download/2026-05/'), expect.stringContaining('manami-project/anime-offline-database/releases/download/2026-05/')]);
    expect(dataSource('2026-05', '/')).toMatchObject({ candidates: [{ tag: '2026-05' }, { tag: '2026-05' }] });
  });

  it('takes an address as it is and a file from the project', () => {
    expect(urls('https://mirror.example/data.jsonl')).toEqual(['https://mirror.example/data.jsonl']);
    expect(urls('data/set.jsonl')).toBe('/project/data/set.jsonl');
    expect(urls('/elsewhere/set.json')).toBe('/elsewhere/set.json');
  });
});
