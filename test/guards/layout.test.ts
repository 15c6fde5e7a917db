/** What newcomers rely on: names, READMEs, and documents that speak of files that exist. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fillBlock } from '../support/documents.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const filesUnder = (...folders: string[]): string[] =>
  folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { withFileTypes: true })
      .filter(({ name }) => name !== 'node_modules')
      .flatMap((entry) => (entry.isDirectory() ? filesUnder(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`])),
  );
const rooms = readdirSync(path.join(root, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => `src/${name}`);

describe('the layout', () => {
  it('names files and folders in kebab case', () => {
    const names = filesUnder('src', 'graphs', 'test').filter((file) => !/\/(README\.md|\.npmrc|\d{4}-[a-z-]+\.ts)$/.test(file));

    expect(names.filter((file) => !/^([a-z0-9-]+\/)+[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(file))).toEqual([]);
  });

  it.each(['src', ...rooms, 'graphs', 'graphs/chat', 'test', 'data', 'prompts'])('explains %s in a README', (room) => {
    expect(existsSync(path.join(root, room, 'README.md'))).toBe(true);
  });

  it('keeps AGENTS.md within 120 lines', () => {
    expect(read('AGENTS.md').trimEnd().split('\n').length).toBeLessThanOrEqual(120);
  });

  it.each(['AGENTS.md', 'README.md'])('speaks only of files that exist in %s', (document) => {
    const named = [...read(document).matchAll(/(?:`|\]\()((?:src|graphs|test|data|prompts)\/[\w./-]+|\.?[\w-]+\.(?:md|js|cjs|ts|json|example))(?:`|\))/g)].map(([, file]) => file ?? '');
    const made = ['.env', 'manifest.json', 'all.ts', 'claude_desktop_config.json']; // made by programs, or named together with their folder

    expect(named.length).toBeGreaterThan(2);
    expect(named.filter((file) => !made.includes(file) && !existsSync(path.join(root, file)))).toEqual([]);
  });

  it('starts Studio on a file that exists, with settings from .env', () => {
    const { graphs, env } = JSON.parse(read('langgraph.json')) as { graphs: Record<string, string>; env: string };

    expect(Object.values(graphs).map((spec) => existsSync(path.join(root, spec.split(':')[0] ?? '')))).toEqual([true]);
    expect(env).toBe('.env');
  });
});

describe('the generated blocks', () => {
  it('replace what stands between their markers, and nothing else', () => {
    const text = 'before\n<!-- generated:x -->\nold\n<!-- /generated:x -->\nafter';

    expect(fillBlock(text, 'x', 'new')).toBe('before\n<!-- generated:x -->\nnew\n<!-- /generated:x -->\nafter');
    expect(fillBlock(fillBlock(text, 'x', 'new'), 'x', 'new')).toBe(fillBlock(text, 'x', 'new'));
  });

  it('are missed when a marker is gone', () => {
    expect(() => fillBlock('before\n<!-- generated:x -->\nold', 'x', 'new')).toThrow('There is no block <!-- generated:x -->');
  });
});
