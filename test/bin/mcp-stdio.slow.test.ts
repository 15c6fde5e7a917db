import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { describe, expect, it, onTestFinished } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const program = ['--import', 'tsx', 'src/bin/mcp-stdio.ts'];
const patient = 120_000;

const dataDir = async (): Promise<string> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'stdio-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

/** Runs the program on some input lines until it ends by itself. */
const run = async (env: Record<string, string>, lines: readonly object[]): Promise<{ code: number | null; stdout: string; stderr: string }> => {
  const child = spawn(process.execPath, program, { cwd: root, env: { PATH: process.env['PATH'], DATA_DIR: await dataDir(), ...env } });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data) => (stdout += String(data)));
  child.stderr.on('data', (data) => (stderr += String(data)));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  child.stdin.on('error', () => undefined); // a program that refuses to start does not read
  child.stdin.end(lines.map((line) => `${JSON.stringify({ jsonrpc: '2.0', ...line })}\n`).join(''));
  return { code: await ended, stdout, stderr };
};

const initialize = { id: 0, method: 'initialize', params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 't', version: '0' } } };

describe('npm run mcp', () => {
  it('serves a client over stdio, from the shipped catalogue to the stored list', { timeout: patient }, async () => {
    const transport = new StdioClientTransport({ command: process.execPath, args: program, cwd: root, env: { DATA_DIR: await dataDir() }, stderr: 'ignore' });
    const client = new Client({ name: 'test', version: '0' });
    onTestFinished(() => client.close());
    await client.connect(transport, { timeout: patient });

    const { tools } = await client.listTools();
    await client.callTool({ name: 'update_watchlist', arguments: { anime_title: 'Cowboy Bebop', status: 'watching', progress: 3 } });
    const list = await client.callTool({ name: 'get_watchlist' });
    const turn = await client.callTool({ name: 'natural_language_query', arguments: { query: 'what am I watching?' } });

    expect(tools.map(({ name }) => name)).toEqual(expect.arrayContaining(['search_anime', 'update_watchlist', 'natural_language_query']));
    expect(list.structuredContent).toMatchObject({ results: [{ title: 'Cowboy Bebop', progress: 3 }], total: 1 });
    expect(turn.structuredContent).toMatchObject({ success: true, response: expect.stringContaining('Cowboy Bebop') });
  });

  it('writes nothing but frames to stdout, answers what was asked and ends with its input', { timeout: patient }, async () => {
    const { code, stdout, stderr } = await run({}, [initialize, { id: 1, method: 'tools/call', params: { name: 'search_anime', arguments: { query: 'Mushishi', limit: 1 } } }]);

    const frames = stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as { id: number; result: unknown });
    expect(code).toBe(0);
    expect(frames.map(({ id }) => id)).toEqual([0, 1]);
    expect(frames[1]?.result).toMatchObject({ structuredContent: { results: [{ title: 'Mushishi' }] } });
    expect(stderr).toContain('mcp over stdio is ready');
  });

  it('names a bad setting in one sentence and does not start', { timeout: patient }, async () => {
    const { code, stdout, stderr } = await run({ LOG_LEVEL: 'loud' }, [initialize]);

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^Bad setting: LOG_LEVEL/);
    expect(stderr).not.toContain('    at ');
  });
});
