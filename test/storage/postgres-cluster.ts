/** A PostgreSQL server of the test's own, to be killed: a new cluster in a folder of its own, on a free port. */
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const installed = '/usr/lib/postgresql';

/** Folder of `initdb` and `pg_ctl`; null where there is no server. */
export const postgresPrograms = (): string | null => {
  const versions = existsSync(installed) ? readdirSync(installed).sort().reverse() : [];
  return versions.map((version) => path.join(installed, version, 'bin')).find((folder) => existsSync(path.join(folder, 'initdb'))) ?? null;
};

export type Cluster = {
  readonly url: string;
  start(): Promise<void>;
  /** As a power cut for the server: no process of it gets to finish anything. */
  crash(): Promise<void>;
  remove(): void;
};

export const createCluster = async (programs: string): Promise<Cluster> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'animetrackr-postgres-'));
  chmodSync(folder, 0o755);
  const port = await freePort();
  const data = path.join(folder, 'data');
  // The server refuses to run as root.
  const isRoot = process.getuid?.() === 0;
  if (isRoot) chownSync(folder, nobody(), nobody('-g'));
  const run = (program: string, ...args: string[]): void => {
    const [command, ...rest] = [...(isRoot ? ['runuser', '-u', 'nobody', '--'] : []), path.join(programs, program), ...args];
    execFileSync(command ?? program, rest, { stdio: 'ignore', cwd: folder });
  };
  run('initdb', '-D', data, '-U', 'postgres', '--auth=trust', '--no-sync');
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    start: async () => {
      for (let left = 50; ; left -= 1) {
        try {
          return run('pg_ctl', '-D', data, '-o', `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder}`, '-l', path.join(folder, 'log'), '-w', 'start');
        } catch (thrown) {
          // A process that began while the others were killed may still hold the shared memory.
          if (left === 0) throw thrown;
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      }
    },
    crash: async () => {
      const postmaster = Number(readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
      const family = [postmaster, ...childrenOf(postmaster)];
      for (const pid of family) kill(pid, 'SIGKILL');
      while (family.some((pid) => kill(pid, 0))) await new Promise((resolve) => setTimeout(resolve, 10));
    },
    remove: () => {
      try {
        run('pg_ctl', '-D', data, '-m', 'immediate', 'stop');
      } catch {
        // It was not running.
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const nobody = (of = '-u'): number => Number(execFileSync('id', [of, 'nobody']).toString());

const childrenOf = (pid: number): number[] => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number);

/** False when the process is gone. */
const kill = (pid: number, signal: 'SIGKILL' | 0): boolean => {
  try {
    return process.kill(pid, signal) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo; // of a server that listens on TCP
      server.close(() => resolve(port));
    });
  });
