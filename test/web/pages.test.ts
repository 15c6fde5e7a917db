import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pageDir, startApp } from './support.ts';

/** The page's own modules, plain JavaScript without types. */
const load = async <Module>(name: string): Promise<Module> => (await import(pathToFileURL(path.join(pageDir, name)).href)) as Module;

describe('the pages', () => {
  it.each(['/', '/docs'])('%s comes with a policy that allows our own scripts only', async (at) => {
    const { url } = await startApp();

    const response = await fetch(url + at);
    const html = await response.text();

    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    const policy = response.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none';script-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(html).not.toMatch(/<script>|<script(?![^>]*\bsrc=)|\son\w+=|style=|https?:\/\//);
  });

  it('serves every file that the pages and their modules name, and revalidates them', async () => {
    const { url } = await startApp();
    const named = readdirSync(pageDir).flatMap((file) => {
      const text = readFileSync(path.join(pageDir, file), 'utf8');
      return [...text.matchAll(/(?:(?:src|href)="\/page\/|from '\.\/)([\w.-]+)/g)].map(([, name]) => `/page/${name}`);
    });

    for (const at of new Set(named)) {
      const response = await fetch(url + at);
      // Without a Cache-Control of its own, fetch asks past every cache.
      const again = await fetch(url + at, { headers: { 'If-None-Match': response.headers.get('etag') ?? '', 'Cache-Control': 'max-age=0' } });
      expect([at, response.status, again.status]).toEqual([at, 200, 304]);
    }
    expect(named).toEqual(expect.arrayContaining(['/page/app.js', '/page/preact.js', '/page/my-list.js', '/page/taste.js', '/page/docs.js', '/page/icon.svg']));
  });
});

describe('Markdown of the page', () => {
  type Blocks = { tag: string; start?: number; lines: { text: string; style?: string }[][] }[];
  const parse = async (text: string): Promise<Blocks> => (await load<{ parseMarkdown(text: string): Blocks }>('markdown.js')).parseMarkdown(text);

  it('knows paragraphs, line breaks, lists and bold', async () => {
    expect(await parse('Two for you:\nreally\n\n1. **Mushishi** (2005)\n2. *Aria*\n- x')).toEqual([
      { tag: 'p', lines: [[{ text: 'Two for you:' }], [{ text: 'really' }]] },
      { tag: 'ol', start: 1, lines: [[{ text: 'Mushishi', style: 'strong' }, { text: ' (2005)' }], [{ text: 'Aria', style: 'em' }]] },
      { tag: 'ul', lines: [[{ text: 'x' }]] },
    ]);
  });

  it('knows tables, whose cells may hold escaped bars', async () => {
    expect(await parse('Both:\n| | **A** |\n|---|:-:|\n| year | 2005 \\| 2006 |')).toEqual([
      { tag: 'p', lines: [[{ text: 'Both:' }]] },
      { tag: 'table', lines: [[[], [{ text: 'A', style: 'strong' }]], [[{ text: 'year' }], [{ text: '2005 | 2006' }]]] },
    ]);
  });

  it('leaves markup, links and escaped stars as the text they are', async () => {
    expect(await parse('<img src=x onerror=alert(1)> [a](javascript:b) \\*not bold\\* 5 * 3 * 2')).toEqual([
      { tag: 'p', lines: [[{ text: '<img src=x onerror=alert(1)> [a](javascript:b) *not bold* 5 * 3 * 2' }]] },
    ]);
  });
});

describe('the event reader of the page', () => {
  it('puts events together however they were cut, and skips comments', async () => {
    const { readEvents } = await load<{ readEvents(body: ReadableStream): AsyncIterable<{ event: string; data: unknown }> }>('event-stream.js');
    const bytes = new TextEncoder().encode(': keep-alive\n\nid: 1\nevent: token\ndata: {"text":"蟲師\\n\\n"}\n\nid: 2\nevent: done\ndata: {}\n\nid: 3\nevent: tok');
    const body = new ReadableStream({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });

    const events = [];
    for await (const event of readEvents(body)) events.push(event);

    expect(events).toEqual([{ event: 'token', data: { text: '蟲師\n\n' } }, { event: 'done', data: {} }]);
  });
});
