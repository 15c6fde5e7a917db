/** Keeps one FAISS process alive: restarts it when it dies, replaces it when its leak has grown, and says what is going on. */
import type { Log } from '../log.ts';
import type { FaissChild, FaissSource } from './faiss-child.ts';
import type { VectorMatrix } from './vector-index.ts';

const firstPauseMs = 200;
const longestPauseMs = 30_000;
/** A process that served this long is not part of a crash loop. */
const healthyMs = 60_000;

export type FaissSupervisor = {
  /** Row numbers, `k` per query; null when no process could answer. */
  search(queries: Float32Array, count: number, k: number): Promise<Int32Array | null>;
  /** Resolves after the first start, whether it worked or not. */
  readonly firstStart: Promise<void>;
  status(): { readonly serving: boolean; readonly detail: string; readonly restarts: number; readonly memory_bytes: number | null; readonly pid: number | null };
  close(): Promise<void>;
};

type Options = {
  readonly matrix: VectorMatrix;
  readonly folder: string | null;
  readonly log: Log;
  /** Growth in bytes over the memory at its start after which a process is replaced. */
  readonly memoryGrowth: number;
  start(source: FaissSource): FaissChild;
};

export const createFaissSupervisor = ({ matrix, folder, log, memoryGrowth, start }: Options): FaissSupervisor => {
  const children = new Set<FaissChild>();
  let serving: { readonly child: FaissChild; readonly since: number; inFlight: number } | undefined;
  let starting = false;
  let closed = false;
  let starts = 0;
  let pauseMs = firstPauseMs;
  let timer: NodeJS.Timeout | undefined;
  let folderIsGood = folder !== null;
  let detail = 'FAISS is starting';

  /** Starts a process; when it is ready it takes over from the one before. */
  const bringUp = async (): Promise<void> => {
    if (starting || closed) return;
    starting = true;
    const fromFolder = folderIsGood && folder !== null;
    const child = start(fromFolder ? { folder } : { matrix });
    starts += 1;
    children.add(child);
    void child.ended.then((how) => onEnd(child, how));
    const outcome = await child.started;
    starting = false;
    if (closed) return;
    const wrong = outcome.ok && (outcome.rows !== matrix.rows || outcome.dimension !== matrix.dimension);
    if (outcome.ok && !wrong) return takeOver(child);

    const reason = outcome.ok ? `its folder holds ${outcome.rows} x ${outcome.dimension}, not ${matrix.rows} x ${matrix.dimension}` : outcome.reason;
    void child.end();
    // Whatever is wrong with the folder, the matrix is at hand.
    if (fromFolder) folderIsGood = false;
    if (!outcome.ok && outcome.permanent) {
      detail = `FAISS is not available: ${reason}`;
      log.warn({ reason }, 'FAISS is not available; the flat index answers');
      return;
    }
    tryAgain(reason);
  };

  const takeOver = (child: FaissChild): void => {
    clearTimeout(timer);
    timer = undefined;
    const before = serving;
    serving = { child, since: Date.now(), inFlight: 0 };
    detail = 'FAISS IndexFlatIP in a process of its own';
    if (before !== undefined && before.inFlight === 0) void before.child.end();
  };

  const onEnd = (child: FaissChild, how: string): void => {
    children.delete(child);
    if (closed || serving?.child !== child) return;
    if (Date.now() - serving.since > healthyMs) pauseMs = firstPauseMs;
    serving = undefined;
    tryAgain(how);
  };

  const tryAgain = (reason: string): void => {
    if (serving === undefined) detail = `FAISS is restarting: ${reason}`;
    log.warn({ reason, pauseMs, attempt: starts }, 'the FAISS process has to be started again');
    clearTimeout(timer);
    timer = setTimeout(() => {
      timer = undefined;
      void bringUp();
    }, pauseMs).unref();
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  };

  const recycleWhenGrown = (child: FaissChild): void => {
    const { atStart, now } = child.memory();
    if (closed || starting || timer !== undefined || serving?.child !== child || now - atStart <= memoryGrowth) return;
    log.info({ grown_bytes: now - atStart }, 'the FAISS process is replaced: the addon leaks with every search');
    void bringUp();
  };

  return {
    firstStart: bringUp(),
    async search(queries, count, k) {
      const used = serving;
      if (used === undefined) return null;
      used.inFlight += 1;
      const labels = await used.child.search(queries, count, k);
      used.inFlight -= 1;
      if (serving !== used && used.inFlight === 0) void used.child.end(); // its successor has taken over meanwhile
      recycleWhenGrown(used.child);
      return labels;
    },
    status: () => ({
      serving: serving !== undefined,
      detail,
      restarts: Math.max(0, starts - 1),
      memory_bytes: serving?.child.memory().now ?? null,
      pid: serving?.child.pid ?? null,
    }),
    async close() {
      closed = true;
      serving = undefined;
      detail = 'FAISS is closed';
      clearTimeout(timer);
      await Promise.all([...children].map((child) => child.end()));
    },
  };
};
