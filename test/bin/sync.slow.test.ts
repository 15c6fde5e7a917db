/** `npm run sync` as a process: arguments, exit codes, and that nothing is left behind. */
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { jsonLines, metadataLine, sourceLine } from '../catalogue/made-up.ts';

const root = path.resolve(import.meta.dirname, '../..');

const run = async (args: readonly string[], { stopWhen }: { stopWhen?: RegExp } = {}) => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'sync-'));
  onTestFinished(() => rm(dataDir, { recursive: true, force: true }));
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(root, 'src/bin/sync.ts'), ...args], { cwd: root, env: { ...process.env, DATA_DIR: dataDir, EMBEDDINGS: 'local' } });
  const out = { stdout: '', stderr: '' };
  let stopped = false; // a second signal would end the process at once
  child.stdout.on('data', (text: Buffer) => (out.stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => {
    out.stderr += text.toString();
    if (!stopped && stopWhen?.test(out.stderr) === true) stopped = child.kill('SIGINT');
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const snapshots = await readdir(path.join(dataDir, 'snapshots')).catch(() => []);
  return { ...out, code, snapshots, dataDir };
};
const file = async (content: string): Promise<string> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'sync-file-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await writeFile(path.join(folder, 'data.jsonl'), content);
  return path.join(folder, 'data.jsonl');
};

describe('npm run sync', () => {
  it('builds a snapshot from a file and reports it on stdout, progress on stderr', async () => {
    const { code, stdout, stderr, snapshots } = await run(['--file', await file(jsonLines(metadataLine, sourceLine(900_000_001), '{oops', sourceLine(900_000_002)))]);

    expect(stderr).toContain('Embedding: ');
    expect(stdout).toContain('refused   1\n    1 x not valid JSON (line 3)');
    expect(stdout).toContain('release 2031-07');
    expect(snapshots).toHaveLength(1);
    expect(code).toBe(0);
  }, 60_000);

  it('stops at Ctrl-C with 130 and leaves nothing to serve', async () => {
    const entries = Array.from({ length: 3000 }, (_, at) => sourceLine(900_000_001 + at));

    const { code, stderr, snapshots } = await run(['--file', await file(jsonLines(metadataLine, ...entries))], { stopWhen: /Embedding/ });

    expect(code).toBe(130);
    expect(stderr).toContain('what was served before is untouched');
    expect(snapshots).toEqual([]);
  }, 60_000);

  it.each([
    ['a file that is not there', ['--file', '/nowhere/data.jsonl'], 'There is no data set file "data.jsonl".'],
    ['an argument it does not know', ['--fiel', 'x'], 'Usage: npm run sync'],
  ])('fails with 1 and a sentence for %s', async (_what, args, words) => {
    const { code, stderr, stdout, snapshots } = await run(args);

    expect({ code, stdout, snapshots }).toEqual({ code: 1, stdout: '', snapshots: [] });
    expect(stderr).toContain(words);
    expect(stderr).not.toMatch(/\n\s+at /);
  }, 60_000);
});
