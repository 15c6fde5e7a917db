/** The peer: `langgraphjs dev` (in memory) on the yardstick graph. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { descendantsOf } from '../measure/cpu.ts';
import type { Bench } from '../parts/part.ts';
import { projectRoot } from './start-service.ts';
import type { Served } from './npm-start.ts';

const startTimeoutMs = 120_000;
/** Inside the project, so that packages are found; ignored by git. The server writes files of its own beside its configuration. */
const folder = path.join(projectRoot, '.data/bench/dev-server');

export const langgraphDev = async (bench: Bench): Promise<Served> => {
  await mkdir(folder, { recursive: true });
  await copyFile(path.join(import.meta.dirname, '../workers/graph-of-five.ts'), path.join(folder, 'graph.ts'));
  await writeFile(path.join(folder, 'langgraph.json'), JSON.stringify({ node_version: '20', dependencies: ['.'], graphs: { agent: './graph.ts:graph' }, env: {} }));
  await writeFile(path.join(folder, '.gitignore'), '.langgraph_api\n');
  const port = await freePort();
  const cli = createRequire(import.meta.url).resolve('@langchain/langgraph-cli/dist/cli/cli.mjs');
  const child = spawn(process.execPath, [cli, 'dev', '--host', '127.0.0.1', '--port', String(port), '--no-browser', '--no-reload', '--config', path.join(folder, 'langgraph.json')], { cwd: folder, stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  bench.atEnd(async () => {
    const servers = descendantsOf(child.pid ?? 0);
    child.kill('SIGTERM');
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 500))]);
    // the command leaves its server behind when it is ended by a signal
    for (const pid of [...servers, child.pid ?? 0]) if (existsSync(`/proc/${pid}`)) process.kill(pid, 'SIGKILL');
  });
  const url = `http://127.0.0.1:${port}`;
  for (let waited = 0; waited < startTimeoutMs; waited += 250) {
    const answered = await fetch(`${url}/ok`).then((response) => response.ok, () => false);
    if (answered) return { url, pid: child.pid ?? 0 };
    if (child.exitCode !== null) throw new Error(`The LangGraph dev server ended with ${child.exitCode}.`);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error('The LangGraph dev server did not come up.');
};

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo; // a TCP server that listens has one
      server.close(() => resolve(port));
    });
  });
