/** The import rules bite: a small tree of right and wrong imports is checked with the project's own configuration. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

const files = {
  'src/errors.ts': 'export const oops = 1;',
  'src/log.ts': 'export type Log = string; export const log = 1;',
  'src/domain/anime.ts': "import { oops } from '../errors.ts'; export const anime = oops;",
  'src/storage/storage.ts': "import type { Saver } from '@langchain/langgraph-checkpoint'; export type Storage = Saver; export const engine = 1;",
  'src/storage/sqlite.ts': "import { Kysely } from 'kysely'; export const sqlite = Kysely;",
  'src/vectors/vector-index.ts': 'export type VectorIndex = string; export const flat = 1;',
  'src/retrieval/search.ts': "import type { VectorIndex } from '../vectors/vector-index.ts'; export type Search = VectorIndex; export const search = 1;",
  'src/recommend/recommend.ts': "import { search } from '../retrieval/search.ts'; export const recommend = search;",
  'src/tools/tool.ts': "import type { Search } from '../retrieval/search.ts'; export type Tool = Search; export const tool = 1;",
  'src/chat/run-turn.ts': "import { Command } from '@langchain/langgraph'; import type { Log } from '../log.ts'; export const runTurn = (log: Log) => [Command, log];",

  'src/domain/bad-room.ts': "import { search } from '../retrieval/search.ts'; export const bad = search;",
  'src/domain/bad-core.ts': "import fs from 'node:fs'; export const bad = fs;",
  'src/retrieval/bad-direction.ts': "import { recommend } from '../recommend/recommend.ts'; export const bad = recommend;",
  'src/recommend/bad-value-of-a-port.ts': "import { flat } from '../vectors/vector-index.ts'; export const bad = flat;",
  'src/tools/bad-value-of-a-use-case.ts': "import { search } from '../retrieval/search.ts'; export const bad = search;",
  'src/tools/bad-vendor.ts': "import { Kysely } from 'kysely'; export const bad = Kysely;",
  'src/vectors/bad-neighbour.ts': "import type { Storage } from '../storage/storage.ts'; export type Bad = Storage;",
  'src/mcp/bad-dynamic.ts': "export const bad = async () => import('@langchain/langgraph');",
  'src/chat/bad-value-of-a-vendor.ts': "import { Saver } from '@langchain/langgraph-checkpoint'; export const bad = Saver;",
  'src/web/bad-package.ts': "import pad from 'left-pad'; export const bad = pad;",
  'src/web/utils/pad.ts': 'export const pad = 1;',
  'src/web/bad-drawer.ts': "import { pad } from './utils/pad.ts'; export const bad = pad;",
  'src/cellar/bad-place.ts': "import { oops } from '../errors.ts'; export const bad = oops;",
  'src/catalogue/one.ts': "import { two } from './two.ts'; export const one = (): unknown => two;",
  'src/catalogue/two.ts': "import { one } from './one.ts'; export const two = (): unknown => one;",
  'src/catalogue/type-one.ts': "import type { Two } from './type-two.ts'; export type One = Two[];",
  'src/catalogue/type-two.ts': "import type { One } from './type-one.ts'; export type Two = One[];",
};
const packages = ['kysely', 'left-pad', '@langchain/langgraph', '@langchain/langgraph-checkpoint'];

const violations = new Map<string, string[]>();
const folder = mkdtempSync(path.join(tmpdir(), 'rules-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

beforeAll(() => {
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  };
  for (const [file, text] of Object.entries(files)) write(file, text);
  for (const name of packages) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', type: 'module', exports: './index.js' }));
    write(`node_modules/${name}/index.js`, 'export default 1;');
  }
  write('package.json', JSON.stringify({ name: 'rules', type: 'module', dependencies: Object.fromEntries(packages.map((name) => [name, '1.0.0'])) }));
  for (const file of ['.dependency-cruiser.cjs', 'tsconfig.json']) cpSync(path.join(root, file), path.join(folder, file));

  const cli = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const run = spawnSync(process.execPath, [cli, 'src', '--config', '.dependency-cruiser.cjs', '--output-type', 'json'], { cwd: folder, encoding: 'utf8' });
  const report = JSON.parse(run.stdout) as { summary: { violations: { from: string; rule: { name: string } }[] } };
  for (const { from, rule } of report.summary.violations) violations.set(from, [...(violations.get(from) ?? []), rule.name]);
});

describe('import rules', () => {
  it.each([
    ['a room that is not listed', 'src/domain/bad-room.ts', ['room-src-domain']],
    ['effects in the domain', 'src/domain/bad-core.ts', ['domain-is-pure']],
    ['a use case further up the chain', 'src/retrieval/bad-direction.ts', ['room-src-retrieval']],
    ['a value of a port', 'src/recommend/bad-value-of-a-port.ts', ['room-src-recommend-types']],
    ['a value of a use case in a tool', 'src/tools/bad-value-of-a-use-case.ts', ['room-src-tools-types']],
    ['SQL outside of storage', 'src/tools/bad-vendor.ts', ['vendor-kysely']],
    ['one adapter in another, by type too', 'src/vectors/bad-neighbour.ts', ['room-src-vectors']],
    ['LangGraph outside of the graph, loaded late too', 'src/mcp/bad-dynamic.ts', ['vendor-@langchain/langgraph']],
    ['a value of a package that is there for its types', 'src/chat/bad-value-of-a-vendor.ts', ['vendor-@langchain/langgraph-checkpoint-types']],
    ['a package nobody gave a place', 'src/web/bad-package.ts', ['vendor-unlisted']],
    ['a drawer called utils', 'src/web/bad-drawer.ts', ['no-catch-all-names']],
    ['a room nobody listed', 'src/cellar/bad-place.ts', ['room-unlisted']],
  ])('refuse %s', (_what, file, rules) => {
    expect(violations.get(file)).toEqual(rules);
  });

  it('refuse a cycle of values and allow two files that know each other by type', () => {
    const cyclic = [...violations].filter(([, rules]) => rules.includes('no-cycles')).map(([file]) => file);

    expect(cyclic.length).toBeGreaterThan(0);
    expect(cyclic.every((file) => ['src/catalogue/one.ts', 'src/catalogue/two.ts'].includes(file))).toBe(true);
  });

  it('allow everything else', () => {
    const refused = [...violations.keys()].filter((file) => !file.includes('/bad-') && !violations.get(file)?.includes('no-cycles'));

    expect(refused).toEqual([]);
  });
});
