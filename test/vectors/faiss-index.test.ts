import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { createLog } from '../../src/log.ts';
import { createFaissIndex, type FaissIndex, type FaissIndexOptions } from '../../src/vectors/faiss-index.ts';
import { writeFaissFolder } from '../../src/vectors/faiss-folder.ts';
import type { VectorMatrix } from '../../src/vectors/vector-index.ts';
import { describeVectorIndex } from '../contracts/vector-index.ts';
import { faissAvailable } from './faiss-available.ts';
import { bruteForce, createRandom, randomMatrix, randomUnitVector } from './random-matrix.ts';

// each test starts a process or two, on whatever machine
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const log = createLog('silent');
const dimension = 32;
const matrix = randomMatrix({ rows: 4000, dimension });
const query = (seed: number): Float32Array => randomUnitVector(dimension, createRandom(seed));
const rowsFound = async (index: FaissIndex, seed: number, k = 5): Promise<number[]> => (await index.search(query(seed), k)).map(({ row }) => row);
const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const opened: FaissIndex[] = [];
const open = async (options: Partial<FaissIndexOptions> = {}): Promise<FaissIndex> => {
  const index = createFaissIndex({ matrix, folder: null, log, ...options });
  opened.push(index);
  await index.ready();
  return index;
};
const pidOf = (index: FaissIndex): number => {
  const pid = index.pid();
  if (pid === null) throw new Error('FAISS does not answer');
  return pid;
};
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'faiss-index-'));
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((index) => index.close()));
  await rm(folder, { recursive: true, force: true });
});

const program = async (source: string): Promise<string> => {
  const file = path.join(folder, 'host.mjs');
  await writeFile(file, source);
  return file;
};

describeVectorIndex('faiss', async (of: VectorMatrix) => {
  const index = createFaissIndex({ matrix: of, folder: null, log });
  await index.ready();
  if (faissAvailable) expect(index.status().engine).toBe('faiss');
  return index;
});

describe('createFaissIndex without faiss-node', () => {
  it('answers by the flat scan and says why', async () => {
    const hostPath = await program("process.send({ kind: 'failed', reason: 'Could not locate the bindings file', permanent: true }); setInterval(() => {}, 1000);");
    const index = await open({ hostPath });

    expect(await rowsFound(index, 1)).toEqual(bruteForce(matrix, query(1), 5));
    expect(index.status()).toMatchObject({ engine: 'flat', detail: 'FAISS is not available: Could not locate the bindings file', restarts: 0, memory_bytes: null });
  });

  it('answers while FAISS has not started yet', async () => {
    const index = createFaissIndex({ matrix, folder: null, log });
    opened.push(index);

    expect(index.status().engine).toBe('flat');
    expect(await rowsFound(index, 2)).toEqual(bruteForce(matrix, query(2), 5));
  });

  it('tries a process that ends again, with growing pauses', async () => {
    const index = await open({ hostPath: await program('process.exit(7);') });

    expect(index.status()).toMatchObject({ engine: 'flat', detail: 'FAISS is restarting: it ended with code 7' });
    await vi.waitFor(() => expect(index.status().restarts).toBeGreaterThanOrEqual(2), { timeout: 10_000 });
    expect(await rowsFound(index, 3)).toEqual(bruteForce(matrix, query(3), 5));
  });

  it('ends a process that does not answer in time, and answers itself', async () => {
    const hostPath = await program(
      `process.on('message', (message) => message.kind === 'serve' && process.send({ kind: 'ready', rows: ${matrix.rows}, dimension: ${dimension}, memory: 1 }));`,
    );
    const index = await open({ hostPath, searchTimeoutMs: 100 });
    const stuck = pidOf(index);

    expect(await rowsFound(index, 4)).toEqual(bruteForce(matrix, query(4), 5));
    await vi.waitFor(() => expect(isRunning(stuck)).toBe(false), { timeout: 10_000 });
  });

  it('refuses further searches when too many are under way', async () => {
    const hostPath = await program(
      `process.on('message', (message) => message.kind === 'serve' && process.send({ kind: 'ready', rows: ${matrix.rows}, dimension: ${dimension}, memory: 1 }));`,
    );
    const index = await open({ hostPath, maxWaiting: 3, searchTimeoutMs: 200 });
    const accepted = [1, 2, 3].map((seed) => rowsFound(index, seed));

    await expect(index.search(query(4), 5)).rejects.toMatchObject({ code: 'unavailable', retryAfter: 1 });
    expect(await Promise.all(accepted)).toEqual([1, 2, 3].map((seed) => bruteForce(matrix, query(seed), 5)));
  });

  it('drops a search that is aborted while it waits, at once', async () => {
    const hostPath = await program(
      `process.on('message', (message) => message.kind === 'serve' && process.send({ kind: 'ready', rows: ${matrix.rows}, dimension: ${dimension}, memory: 1 }));`,
    );
    const index = await open({ hostPath });
    const controller = new AbortController();
    const sent = index.search(query(1), 5, { signal: controller.signal });
    const queued = index.search(query(2), 5, { signal: controller.signal });
    controller.abort();

    await expect(sent).rejects.toMatchObject({ code: 'cancelled' });
    await expect(queued).rejects.toMatchObject({ code: 'cancelled' });
  });
});

if (faissAvailable) {
  describe('createFaissIndex with faiss-node', () => {
    it('answers by FAISS in a process of its own', async () => {
      const index = await open();

      expect(index.status()).toMatchObject({ engine: 'faiss', rows: 4000, dimension, restarts: 0 });
      expect(index.status().memory_bytes).toBeGreaterThan(10_000_000);
      expect(pidOf(index)).not.toBe(process.pid);
    });

    it('loses no search when its process is killed in the middle of many', async () => {
      const index = await open();
      const seeds = Array.from({ length: 200 }, (_, seed) => seed);

      const answers = Promise.all(seeds.map((seed) => rowsFound(index, seed)));
      process.kill(pidOf(index), 'SIGKILL');

      expect(await answers).toEqual(seeds.map((seed) => bruteForce(matrix, query(seed), 5)));
      await vi.waitFor(() => expect(index.status()).toMatchObject({ engine: 'faiss', restarts: 1 }), { timeout: 20_000, interval: 50 });
      expect(await rowsFound(index, 5)).toEqual(bruteForce(matrix, query(5), 5));
    });

    it('replaces its process when that has grown, and loses no search over it', async () => {
      const index = await open({ memoryLimitMb: -1000 }); // always grown too far
      const first = pidOf(index);
      let searches = 0;

      for (const until = Date.now() + 30_000; index.status().restarts < 2 && Date.now() < until; ) {
        const seeds = Array.from({ length: 32 }, (_, i) => searches + i);
        const answers = await Promise.all(seeds.map((seed) => rowsFound(index, seed % 100)));
        expect(answers.every((rows, i) => rows.length === 5 && rows[0] === bruteForceOf((searches + i) % 100)[0])).toBe(true);
        expect(index.status().engine).toBe('faiss');
        searches += 32;
      }

      expect(index.status().restarts).toBeGreaterThanOrEqual(2);
      await vi.waitFor(() => expect(isRunning(first)).toBe(false), { timeout: 20_000 });
      expect(searches).toBeGreaterThan(100);
    });

    it('answers ten thousand searches', async () => {
      const index = await open({ memoryLimitMb: 8 });

      for (let round = 0; round < 100; round += 1) {
        const answers = await Promise.all(Array.from({ length: 100 }, (_, i) => rowsFound(index, i, 3)));
        expect(answers.map((rows) => rows[0])).toEqual(Array.from({ length: 100 }, (_, i) => bruteForceOf(i)[0]));
      }
      expect(index.status().engine).toBe('faiss');
    });

    it('serves a folder in the layout of FaissStore', async () => {
      const documents = Array.from({ length: matrix.rows }, (_, row) => ({ pageContent: `entry ${row}`, metadata: { anime_id: `mal:${row}`, row } }));
      await writeFaissFolder({ folder, matrix, documents, log });
      const index = await open({ folder });

      expect(index.status()).toMatchObject({ engine: 'faiss', restarts: 0 });
      expect(await rowsFound(index, 6)).toEqual(bruteForce(matrix, query(6), 5));
    });

    it('builds the index from the matrix when the folder is damaged', async () => {
      await mkdir(folder, { recursive: true });
      await writeFile(path.join(folder, 'faiss.index'), 'not an index');
      await writeFile(path.join(folder, 'docstore.json'), '[[],{}]');
      const index = await open({ folder });

      expect(index.status().engine).toBe('flat');
      await vi.waitFor(() => expect(index.status().engine).toBe('faiss'), { timeout: 20_000, interval: 50 });
      expect(await rowsFound(index, 7)).toEqual(bruteForce(matrix, query(7), 5));
    });

    it('builds the index from the matrix when the folder holds other rows', async () => {
      const other = randomMatrix({ rows: 10, dimension });
      const documents = Array.from({ length: 10 }, (_, row) => ({ pageContent: '', metadata: { anime_id: `mal:${row}`, row } }));
      await writeFaissFolder({ folder, matrix: other, documents, log });
      const index = await open({ folder });

      await vi.waitFor(() => expect(index.status().engine).toBe('faiss'), { timeout: 20_000, interval: 50 });
      expect(await rowsFound(index, 8)).toEqual(bruteForce(matrix, query(8), 5));
    });

    it('leaves no process behind when its parent is killed', async () => {
      const file = path.join(folder, 'parent.mts');
      const [module, logModule] = ['faiss-index.ts', '../log.ts'].map((name) => JSON.stringify(path.resolve(import.meta.dirname, '../../src/vectors', name)));
      await writeFile(
        file,
        `import { createFaissIndex } from ${module}; import { createLog } from ${logModule};
        const index = createFaissIndex({ matrix: { rows: 1, dimension: 1, values: Float32Array.of(1) }, folder: null, log: createLog('silent') });
        await index.ready(); process.send(index.pid()); setInterval(() => {}, 1000);`,
      );
      const parent = fork(file, [], { cwd: import.meta.dirname, execArgv: ['--import', import.meta.resolve('tsx')] });
      const [pid] = z.tuple([z.int()]).parse((await once(parent, 'message')).slice(0, 1));
      expect(isRunning(pid)).toBe(true);
      parent.kill('SIGKILL');

      await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 20_000 });
    });

    it('leaves no process behind when closed, and still answers', async () => {
      const index = await open();
      const pid = pidOf(index);
      await index.close();

      expect(isRunning(pid)).toBe(false);
      expect(index.status()).toMatchObject({ engine: 'flat', detail: 'FAISS is closed' });
      expect(await rowsFound(index, 9)).toEqual(bruteForce(matrix, query(9), 5));
    });
  });
}

const firstRows = new Map<number, number[]>();
const bruteForceOf = (seed: number): number[] => {
  const known = firstRows.get(seed) ?? bruteForce(matrix, query(seed), 5);
  firstRows.set(seed, known);
  return known;
};
