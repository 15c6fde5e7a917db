/** Ways to install it as others do: the package for npx and the bundle, and what the README tells users of MCP clients to write. Each is started as it stands there. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { describe, expect, it } from 'vitest';
import { makeDataDir, programEnv, projectRoot } from '../support/service.ts';

/** A first start installs packages. */
const patient = 10 * 60_000;
type Command = { readonly command: string; readonly args: readonly string[] };
type Package = { readonly name: string; readonly version: string; readonly description: string };

const readText = (file: string): string => readFileSync(path.join(projectRoot, file), 'utf8');
const { name, version } = JSON.parse(readText('package.json')) as Package;

/** Starts it as a client does, lists the tools and calls one. */
const titlesBy = async ({ command, args }: Command): Promise<unknown[]> => {
  const client = new Client({ name: 'test', version: '0' });
  const env = programEnv({ DATA_DIR: makeDataDir() });
  try {
    await client.connect(new StdioClientTransport({ command, args: [...args], env, cwd: makeDataDir(), stderr: 'ignore' }), { timeout: patient });
    expect((await client.listTools()).tools.map((tool) => tool.name)).toContain('search_anime');
    const { structuredContent } = await client.callTool({ name: 'search_anime', arguments: { query: 'Mushishi', limit: 1 } });
    return (structuredContent as { results: { title: string }[] }).results.map(({ title }) => title); // as the tool's schema says
  } finally {
    await client.close();
  }
};

const run = (command: string, args: readonly string[], cwd: string): string => {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', env: programEnv({}) });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
  return stdout;
};

/** Names and contents of a bundle, read by its central directory. */
const unzipped = (bytes: Buffer): Map<string, string> => {
  const files = new Map<string, string>();
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [packed, long, extra, comment, offset] = [bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32), bytes.readUInt32LE(at + 42)];
    const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
    files.set(bytes.toString('utf8', at + 46, at + 46 + long), inflateRawSync(bytes.subarray(start, start + packed)).toString());
    at += 46 + long + extra + comment;
  }
  return files;
};

describe('npm run mcpb', () => {
  it('makes a package that installs in an empty folder, starts and answers, and a bundle of the same files', { timeout: patient }, async () => {
    const [dist, home] = [makeDataDir(), makeDataDir()];
    run(process.execPath, ['src/bin/bootstrap.mjs', 'mcpb', dist], projectRoot);

    run('npm', ['install', '--no-audit', '--no-fund', path.join(dist, `${name}-${version}.tgz`)], home);
    const titles = await titlesBy({ command: path.join(home, 'node_modules/.bin', name), args: [] });
    const bundle = unzipped(readFileSync(path.join(dist, `${name}-${version}.mcpb`)));

    expect(titles).toEqual(['Mushishi']);
    const manifest = JSON.parse(bundle.get('manifest.json') ?? '{}') as { version: string; server: { entry_point: string } };
    expect(manifest.version).toBe(version);
    const installed = path.join(home, 'node_modules', name);
    expect(bundle.get(manifest.server.entry_point)).toBe(readFileSync(path.join(installed, 'start.mjs'), 'utf8'));
    expect([...bundle.keys()].filter((file) => file !== 'manifest.json' && !existsSync(path.join(installed, file)))).toEqual([]);
    rmSync(installed, { recursive: true, force: true }); // hundreds of megabytes: more than the hook that clears up has time for
    expect([...bundle.keys()].some((file) => /golden|node_modules|\.env|test\//.test(file))).toBe(false);
  });

  it('is described for the registry of MCP servers as it is', () => {
    const card = JSON.parse(readText('server.json')) as Package & { packages: { identifier: string; version: string }[] };

    expect([card.version, ...card.packages.flatMap((one) => [one.identifier, one.version])]).toEqual([version, name, version]);
    expect(card.description.length).toBeLessThanOrEqual(100);
  });
});

describe('the README', () => {
  const readme = readText('README.md');
  /** What a JSON block tells a client to start. */
  const inJson = (key: 'mcpServers' | 'servers'): Command => {
    const block = [...readme.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) => JSON.parse(text ?? '') as Record<string, Record<string, Command>>).find((parsed) => key in parsed);
    return block?.[key]?.['animetrackr'] ?? { command: '', args: [] };
  };
  const inClaudeCode = (): Command => {
    const [command = '', ...args] = /claude mcp add animetrackr -- ([^`\n]+)/.exec(readme)?.[1]?.split(' ') ?? [];
    return { command, args };
  };
  it.each([
    ['Claude Desktop', () => inJson('mcpServers')],
    ['VS Code', () => inJson('servers')],
    ['Claude Code', inClaudeCode],
  ])('tells %s what starts', { timeout: patient }, async (_client, told) => {
    const { command, args } = told();

    expect(await titlesBy({ command, args: args.map((argument) => argument.replace('/path/to/animetrackr', projectRoot)) })).toEqual(['Mushishi']);
  });
});
