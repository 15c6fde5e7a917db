/** One FAISS process: starts it, speaks its messages, notices its end. Knows nothing of restarts. */
import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { FromHost, StoredDocument, ToHost } from './faiss-messages.ts';
import type { VectorMatrix } from './vector-index.ts';

const rowsPerMessage = 1000;
const startTimeoutMs = 120_000;
export const faissHostPath = fileURLToPath(new URL('../bin/faiss-host.ts', import.meta.url));

export type FaissSource =
  | { readonly folder: string }
  | { readonly matrix: VectorMatrix; readonly documents?: readonly StoredDocument[]; readonly saveTo?: string };

export type FaissStart =
  | { readonly ok: true; readonly rows: number; readonly dimension: number }
  | { readonly ok: false; readonly reason: string; readonly permanent: boolean };

export type FaissChild = {
  readonly pid: number | undefined;
  /** Settles once; also when the process dies before it is ready. For `saveTo` ready means saved. */
  readonly started: Promise<FaissStart>;
  /** Resolves when the process is gone, for whatever reason. */
  readonly ended: Promise<string>;
  /** Row numbers, `k` per query, best first; null when the process died, refused or did not answer in time (it is ended then). */
  search(queries: Float32Array, count: number, k: number): Promise<Int32Array | null>;
  /** Resident bytes when it became ready, and as of its last answer. */
  memory(): { readonly atStart: number; readonly now: number };
  end(): Promise<void>;
};

export const startFaissChild = (source: FaissSource, { hostPath = faissHostPath, searchTimeoutMs = 15_000 } = {}): FaissChild => {
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const child = fork(hostPath, [], {
    serialization: 'advanced',
    execArgv: ['--import', loader],
    stdio: ['ignore', 2, 2, 'ipc'], // stdout belongs to MCP frames
  });
  const memory = { atStart: 0, now: 0 };
  const pending = new Map<number, (labels: Int32Array | null) => void>();
  let nextId = 0;
  let alive = true;
  let settleStart: (start: FaissStart) => void = () => {};

  const started = new Promise<FaissStart>((resolve) => {
    settleStart = resolve;
  });
  const send = (message: ToHost): Promise<void> =>
    new Promise((resolve) => {
      // An error means the process is going; `ended` tells the rest.
      if (alive && child.connected) child.send(message, () => resolve());
      else resolve();
    });
  const kill = (): void => {
    child.kill('SIGKILL');
  };
  const startTimer = setTimeout(kill, startTimeoutMs).unref();

  const ended = new Promise<string>((resolve) => {
    const end = (how: string): void => {
      if (!alive) return;
      alive = false;
      clearTimeout(startTimer);
      settleStart({ ok: false, reason: how, permanent: false });
      for (const settle of pending.values()) settle(null);
      pending.clear();
      resolve(how);
    };
    child.on('error', (error) => {
      if (child.pid === undefined) end(`it does not start: ${error.message}`);
    });
    child.once('exit', (code, signal) => end(signal === null ? `it ended with code ${String(code)}` : `it was ended by ${signal}`));
  });

  child.on('message', (message: FromHost) => {
    switch (message.kind) {
      case 'ready':
        memory.atStart = memory.now = message.memory;
        clearTimeout(startTimer);
        return settleStart({ ok: true, rows: message.rows, dimension: message.dimension });
      case 'saved':
        return settleStart({ ok: true, rows: 0, dimension: 0 });
      case 'found':
        memory.now = message.memory;
        return pending.get(message.id)?.(message.labels);
      case 'failed':
        settleStart({ ok: false, reason: message.reason, permanent: message.permanent });
        return kill();
    }
  });
  void load(source, send);

  return {
    pid: child.pid,
    started,
    ended,
    search: (queries, count, k) =>
      new Promise((resolve) => {
        if (!alive) return resolve(null);
        const id = nextId;
        nextId += 1;
        const timer = setTimeout(kill, searchTimeoutMs);
        pending.set(id, (labels) => {
          clearTimeout(timer);
          pending.delete(id);
          resolve(labels);
        });
        void send({ kind: 'search', id, queries, count, k });
      }),
    memory: () => ({ ...memory }),
    async end() {
      kill(); // it holds nothing that would have to be saved
      await ended;
    },
  };
};

const load = async (source: FaissSource, send: (message: ToHost) => Promise<void>): Promise<void> => {
  if ('folder' in source) return send({ kind: 'open', folder: source.folder });
  const { matrix, documents, saveTo } = source;
  await send({ kind: 'begin', dimension: matrix.dimension });
  for (let row = 0; row < matrix.rows; row += rowsPerMessage) {
    const end = Math.min(row + rowsPerMessage, matrix.rows);
    // waiting for each message to leave keeps one chunk in memory instead of the whole matrix again
    await send({
      kind: 'rows',
      values: matrix.values.subarray(row * matrix.dimension, end * matrix.dimension),
      documents: documents?.slice(row, end) ?? null,
    });
  }
  await send(saveTo === undefined ? { kind: 'serve' } : { kind: 'save', folder: saveTo });
};
