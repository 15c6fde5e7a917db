/** The real programs as processes of their own, in data folders of their own. Whatever is still alive when the tests end is killed. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { settings } from '../../src/config.ts';

export type ProgramName = 'http' | 'mcp-stdio' | 'chat' | 'sync' | 'list';
type Env = Readonly<Record<string, string>>;

export const projectRoot = path.resolve(import.meta.dirname, '../..');

const startsWithinMs = 100_000;
const endsWithinMs = 20_000;

const running = new Set<ChildProcessByStdio<Writable, Readable, Readable>>();
const folders = new Set<string>();
const cleanUp = (): void => {
  for (const child of running) child.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
};
process.once('exit', cleanUp);
// Vitest ends its workers with a signal, which skips the line above; under any other runner there is no such hook.
if (process.env['VITEST'] !== undefined) (await import('vitest')).afterAll(cleanUp);

/** An empty data folder; it is gone when the tests end. */
export const makeDataDir = (): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'animetrackr-e2e-'));
  folders.add(folder);
  return folder;
};

/** As `npm start`, `npm run mcp` ... call it. */
export const programCommand = (name: ProgramName, args: readonly string[] = []): { command: string; args: string[] } => ({
  command: process.execPath,
  args: [path.join(projectRoot, 'src/bin/bootstrap.mjs'), name, ...args],
});

/** No setting of this machine reaches a program under test, only those that are given. */
export const programEnv = (env: Env): Record<string, string> => ({
  ...Object.fromEntries(Object.entries(process.env).filter((pair): pair is [string, string] => pair[1] !== undefined && !(pair[0] in settings))),
  LOG_LEVEL: 'error',
  ...env,
});

const launch = (name: ProgramName, { args = [], env }: { args?: readonly string[]; env: Env }) => {
  const call = programCommand(name, args);
  const child = spawn(call.command, call.args, { cwd: projectRoot, env: programEnv(env), stdio: ['pipe', 'pipe', 'pipe'] });
  const out = { stdout: '', stderr: '' };
  running.add(child);
  child.stdout.on('data', (text: Buffer) => (out.stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (out.stderr += text.toString()));
  child.stdin.on('error', () => undefined); // a program may end without reading what it was told
  const ended = once(child, 'close').then(() => {
    running.delete(child);
    return child.exitCode;
  });
  return { child, out, ended };
};

export type Ended = { readonly code: number | null; readonly stdout: string; readonly stderr: string };

/** Runs a program to its end, with `input` as its stdin. @throws Error when it does not end in time; it is killed then */
export const runProgram = async (name: ProgramName, { input = '', withinMs = startsWithinMs, ...how }: { env: Env; args?: readonly string[]; input?: string; withinMs?: number }): Promise<Ended> => {
  const { child, out, ended } = launch(name, how);
  child.stdin.end(input);
  const timer = new AbortController();
  const late = wait(withinMs, 'late' as const, { signal: timer.signal }).catch(() => 'late' as const);
  const code = await Promise.race([ended, late]);
  timer.abort();
  if (code === 'late') {
    child.kill('SIGKILL');
    throw new Error(`${name} did not end within ${withinMs} ms. It said: ${out.stderr}`);
  }
  return { code, ...out };
};

export type Service = {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly port: number;
  /** Of the program itself. */
  readonly pid: number;
  readonly dataDir: string;
  /** Everything it has written to stderr. */
  said(): string;
  /** Asks it to stop (SIGTERM). The exit code. @throws Error when it does not */
  stop(): Promise<number | null>;
  /** `kill -9`; returns when the process is gone. */
  kill(): Promise<void>;
};

/** `npm start` on a free port, ready to be asked. @throws Error with what it said when it does not become ready */
export const startService = async ({ dataDir = makeDataDir(), env = {} }: { dataDir?: string; env?: Env } = {}): Promise<Service> => {
  const { child, out, ended } = launch('http', { env: { DATA_DIR: dataDir, HOST: '127.0.0.1', PORT: '0', ...env } });
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  const port = await portOf(child, out).catch(async (problem: unknown) => {
    await kill();
    throw problem;
  });
  const url = `http://127.0.0.1:${port}`;
  const { status } = await fetch(`${url}/ready`);
  if (status !== 200) throw new Error(`/ready answered ${status} after the program had said that it is ready`);

  return {
    url,
    port,
    pid: child.pid ?? 0, // a process that has spoken has one
    dataDir,
    said: () => out.stderr,
    kill,
    stop: async () => {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), endsWithinMs);
      const code = await ended;
      clearTimeout(timer);
      if (child.signalCode === 'SIGKILL') throw new Error(`The service did not stop within ${endsWithinMs} ms. It said: ${out.stderr}`);
      return code;
    },
  };
};

/** The program says it in one line when it is ready. */
const portOf = (child: ChildProcessByStdio<Writable, Readable, Readable>, out: { stderr: string }): Promise<number> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`The service was not ready within ${startsWithinMs} ms. It said: ${out.stderr}`)), startsWithinMs);
    const look = (): void => {
      const port = /ready: http:\/\/localhost:(\d+)/.exec(out.stderr)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(Number(port));
    };
    child.stderr.on('data', look);
    child.once('close', (code) => {
      clearTimeout(timer);
      reject(new Error(`The service ended with ${code} before it was ready. It said: ${out.stderr}`));
    });
  });
