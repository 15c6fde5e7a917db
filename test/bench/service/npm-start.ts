/** The product as `npm start` runs it, in a process of its own on a free port. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import type { Bench } from '../parts/part.ts';
import { projectRoot } from './start-service.ts';

const startTimeoutMs = 120_000;

export type Served = { readonly url: string; readonly pid: number };

export const npmStart = async (bench: Bench, dataDir: string): Promise<Served> => {
  const child = spawn(process.execPath, [path.join(projectRoot, 'src/bin/bootstrap.mjs'), 'http'], {
    cwd: projectRoot,
    env: { ...process.env, PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'error' },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  bench.atEnd(async () => {
    child.kill('SIGTERM');
    await ended;
  });
  const url = await new Promise<string>((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => reject(new Error(`npm start did not come up: ${said}`)), startTimeoutMs);
    child.once('exit', (code) => reject(new Error(`npm start ended with ${String(code)}: ${said}`)));
    child.stderr.on('data', (text: Buffer) => {
      said += text.toString();
      const port = /ready: http:\/\/localhost:(\d+)/.exec(said)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      resolve(`http://127.0.0.1:${port}`);
    });
  });
  return { url, pid: child.pid ?? 0 };
};
