import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { faissAvailable } from '../vectors/faiss-available.ts';

vi.setConfig({ testTimeout: 60_000 });

const repository = path.resolve(import.meta.dirname, '../..');
const realAddon = path.join(repository, 'node_modules/faiss-node/build/Release/faiss-node.node');
const aptLine = 'apt-get install libfaiss-dev libopenblas-dev g++';

let root: string;
let tools: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'bootstrap-'));
  tools = path.join(root, 'tools');
  await Promise.all([mkdir(path.join(root, 'src/bin'), { recursive: true }), mkdir(tools)]);
  for (const file of ['bootstrap.mjs', 'bootstrap-faiss.mjs']) await cp(path.join(repository, 'src/bin', file), path.join(root, 'src/bin', file));
  await describeProject({});
});
afterEach(() => rm(root, { recursive: true, force: true }));

const writeJson = (name: string, value: unknown): Promise<void> => writeFile(path.join(root, name), JSON.stringify(value));
const describeProject = async (extra: Record<string, unknown>): Promise<void> => {
  const project = { name: 'sample', version: '1.0.0', type: 'module', engines: { node: '>=20.19' }, scripts: { prepared: 'node src/bin/bootstrap.mjs' }, ...extra };
  await writeJson('package.json', project);
  await writeJson('package-lock.json', { name: 'sample', version: '1.0.0', lockfileVersion: 3, requires: true, packages: { '': { name: 'sample', version: '1.0.0', engines: project.engines } } });
};
/** As npm leaves it: a record of what it installed. */
const installedByNpm = async (): Promise<void> => {
  await mkdir(path.join(root, 'node_modules'));
  await writeJson('node_modules/.package-lock.json', { name: 'sample', lockfileVersion: 3, packages: {} });
};
const link = (name: string): Promise<void> => symlink(path.join(repository, 'node_modules', name), path.join(root, 'node_modules', name));
/** A command that comes before the machine's own of that name. */
const fakeTool = async (name: string, script: string): Promise<void> => {
  await writeFile(path.join(tools, name), `#!/bin/sh\n${script}\n`);
  await chmod(path.join(tools, name), 0o755);
};
const addProgram = (name: string, source: string): Promise<void> => writeFile(path.join(root, 'src/bin', `${name}.ts`), source);

type Outcome = { readonly code: number; readonly stdout: string; readonly stderr: string; readonly pid: number | undefined };
const environment = (): NodeJS.ProcessEnv => {
  const { npm_execpath: _, CXX: __, ...env } = process.env;
  const nowhere = 'http://127.0.0.1:9';
  return { ...env, PATH: `${tools}${path.delimiter}${env['PATH']}`, XDG_CACHE_HOME: path.join(root, 'cache'), npm_config_registry: nowhere, npm_config_faiss_node_binary_host: nowhere };
};
const run = (command: string, args: string[], cwd: string): Promise<Outcome> =>
  new Promise((resolve) => {
    const child = execFile(command, args, { cwd, env: environment() }, (error, stdout, stderr) => resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr, pid: child.pid }));
  });
const bootstrap = (...args: string[]): Promise<Outcome> => run(process.execPath, [path.join(root, 'src/bin/bootstrap.mjs'), ...args], os.tmpdir());

describe('bootstrap', () => {
  it('says in one sentence that Node is too old', async () => {
    await describeProject({ engines: { node: '>=99.1' } });
    const { code, stderr } = await bootstrap();

    expect(code).toBe(1);
    expect(stderr).toBe(`[setup] AnimeTrackr needs Node.js 99.1 or newer, and this is ${process.versions.node}: install a newer one from https://nodejs.org and run the same command again.\n`);
  });

  it('names the programs there are when asked for another, before it installs anything', async () => {
    await addProgram('http', '');
    await addProgram('faiss-host', '');
    await addProgram('chat', '');

    expect(await bootstrap('htpp')).toMatchObject({ code: 1, stderr: '[setup] There is no program "htpp"; there is chat, http.\n' });
    expect(existsSync(path.join(root, 'node_modules'))).toBe(false);
  });

  it('installs by npm from inside npm, once', async () => {
    const first = await run('npm', ['run', '--silent', 'prepared'], root);
    expect(first).toMatchObject({ code: 0, stdout: '' });
    expect(first.stderr).toContain('[setup] installing the packages (npm ci');

    expect(await bootstrap()).toMatchObject({ code: 0, stdout: '', stderr: '' });
  });

  it('installs again when the lock file has changed', async () => {
    await fakeTool('npm', `echo "$@" >> ${root}/npm.log; mkdir -p ${root}/node_modules`);
    await bootstrap();
    await bootstrap();
    await writeJson('package-lock.json', { lockfileVersion: 3, packages: { '': {}, 'node_modules/more': { version: '1.0.0' } } });
    await bootstrap();

    expect((await readFile(path.join(root, 'npm.log'), 'utf8')).trim().split('\n')).toEqual(Array(2).fill('ci --ignore-scripts --include=dev --no-audit --no-fund'));
  });

  it('does without a lock file', async () => {
    await rm(path.join(root, 'package-lock.json'));
    await fakeTool('npm', `echo "$@" >> ${root}/npm.log`);
    await bootstrap();

    expect(await readFile(path.join(root, 'npm.log'), 'utf8')).toMatch(/^install /);
    expect(await bootstrap()).toMatchObject({ code: 0, stderr: '' });
  });

  it('leaves node_modules alone that npm made from the same lock file', async () => {
    await installedByNpm();
    await fakeTool('npm', 'exit 1');

    expect(await bootstrap()).toMatchObject({ code: 0, stderr: '' });
  });

  it('installs by package.json when npm finds the lock file incomplete', async () => {
    await fakeTool('npm', `echo "$@" >> ${root}/npm.log; [ "$1" = install ] && mkdir -p ${root}/node_modules`);
    const { code, stderr } = await bootstrap();

    expect(code).toBe(0);
    expect(stderr).toContain('package-lock.json does not fit this npm or its registry');
    expect((await readFile(path.join(root, 'npm.log'), 'utf8')).trim().split('\n').at(-1)).toMatch(/^install --no-save --ignore-scripts /);
    expect(await bootstrap()).toMatchObject({ code: 0, stderr: '' });
  });

  it('explains what to do when npm fails, and starts nothing', async () => {
    await fakeTool('npm', 'echo "npm error network" >&2; exit 1');
    await addProgram('hello', 'process.stdout.write("started");');
    const { code, stdout, stderr } = await bootstrap('hello');

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('npm error network');
    expect(stderr).toContain('[setup] npm could not install the packages; its own words are above.');
  });

  it('prepares once when two start at the same time', async () => {
    await fakeTool('npm', `echo "$@" >> ${root}/npm.log; sleep 1; mkdir -p ${root}/node_modules`);
    const both = await Promise.all([bootstrap(), bootstrap()]);

    expect(both.map(({ code }) => code)).toEqual([0, 0]);
    expect(both.map(({ stderr }) => stderr).join('')).toContain('waiting for another start');
    expect((await readFile(path.join(root, 'npm.log'), 'utf8')).trim().split('\n')).toHaveLength(1);
  });

  it('runs a program in its own process, with its arguments and exit code', async () => {
    await installedByNpm();
    await link('tsx');
    await addProgram('hello', 'const said: string[] = process.argv.slice(2); process.stdout.write(JSON.stringify({ said, pid: process.pid })); process.exitCode = 7;');
    const { code, stdout, stderr, pid } = await bootstrap('hello', '--port', '0', '--retry');

    expect(JSON.parse(stdout)).toEqual({ said: ['--port', '0', '--retry'], pid });
    expect({ code, stderr }).toEqual({ code: 7, stderr: '' });
  });

  it('lets a program handle its own signals', async () => {
    await installedByNpm();
    await link('tsx');
    await addProgram('serve', 'process.on("SIGTERM", () => process.exit(5)); setInterval(() => {}, 1000); process.stdout.write("up");');
    const child = spawn(process.execPath, [path.join(root, 'src/bin/bootstrap.mjs'), 'serve'], { env: environment(), stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    child.kill('SIGTERM');

    expect(await once(child, 'exit')).toEqual([5, null]);
  });

  it('shows the stack of a program that fails', async () => {
    await installedByNpm();
    await link('tsx');
    await addProgram('broken', 'throw new Error("broken inside");');
    const { code, stderr } = await bootstrap('broken');

    expect(code).toBe(1);
    expect(stderr).toMatch(/Error: broken inside\n\s+at .*broken\.ts:1/);
  });
});

describe('bootstrap and FAISS', () => {
  beforeEach(async () => {
    await describeProject({ optionalDependencies: { 'faiss-node': '0.5.1' } });
    await installedByNpm();
    await cp(path.join(repository, 'node_modules/faiss-node'), path.join(root, 'node_modules/faiss-node'), { recursive: true, filter: (source) => !source.endsWith(`${path.sep}build`) });
    for (const name of ['bindings', 'node-addon-api', 'prebuild-install']) await link(name);
    await fakeTool('apt-get', 'exit 100');
    await fakeTool('g++', 'echo "no compiler today" >&2; exit 1');
  });

  it('goes on without, says so loudly, and does not try again at every start', async () => {
    const first = await bootstrap();
    expect(first.code).toBe(0);
    expect(first.stderr).toContain("looking for faiss-node's prebuilt binary");
    expect(first.stderr).toContain('FAISS IS NOT AVAILABLE');
    expect(first.stderr).toContain(aptLine);

    const second = await bootstrap();
    expect(second.code).toBe(0);
    expect(second.stderr.trim().split('\n')).toEqual([expect.stringContaining('FAISS IS NOT AVAILABLE')]);
    expect(second.stderr).toContain(aptLine);

    expect((await bootstrap('--retry')).stderr).toContain("looking for faiss-node's prebuilt binary");
  });

  it('tries again after a day', async () => {
    await bootstrap();
    const stampFile = 'node_modules/.animetrackr-faiss.json';
    const stamp = JSON.parse(await readFile(path.join(root, stampFile), 'utf8'));
    await writeJson(stampFile, { ...stamp, at: stamp.at - 25 * 60 * 60 * 1000 });

    expect((await bootstrap()).stderr).toContain("looking for faiss-node's prebuilt binary");
  });

  it('fetches the sources when npm has deleted the package, and goes on when that fails', async () => {
    await rm(path.join(root, 'node_modules/faiss-node'), { recursive: true });
    await fakeTool('npm', `echo "$@" >> ${root}/npm.log; exit 1`);
    const { code, stderr } = await bootstrap();

    expect(code).toBe(0);
    expect(await readFile(path.join(root, 'npm.log'), 'utf8')).toContain('--ignore-scripts --include=dev --no-audit --no-fund faiss-node@0.5.1');
    expect(stderr).toContain('FAISS IS NOT AVAILABLE (its npm package cannot be fetched)');
  });

  if (faissAvailable && existsSync('/usr/include/faiss/IndexFlat.h')) {
    it('compiles once, then starts silently, and finds the build in the cache after a fresh install', async () => {
      // hands out the addon that this machine built before: the arguments end with `-o FILE -lfaiss ...`
      await fakeTool('g++', `while [ "$1" != "-o" ]; do shift; done; cp ${realAddon} "$2"`);
      expect((await bootstrap()).stderr).toContain('compiling faiss-node');
      expect(await bootstrap()).toMatchObject({ code: 0, stderr: '' });

      await fakeTool('g++', 'exit 1');
      for (const made of ['faiss-node/build', '.animetrackr-faiss.json']) await rm(path.join(root, 'node_modules', made), { recursive: true });
      expect((await bootstrap()).stderr).toBe('[setup] using the FAISS build in the cache\n');
      expect(await readdir(path.join(root, 'cache/faiss-node'))).toHaveLength(1);
    });
  }
});
