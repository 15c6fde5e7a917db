/** Is the service there, may it be sent work, and how are its parts? */
import { toAppError } from '../errors.ts';
import type { SnapshotInfo } from '../catalogue/catalogue.ts';
import type { CircuitStatus } from '../models/chat-model.ts';
import type { Cache } from '../storage/cache.ts';
import type { Storage } from '../storage/storage.ts';
import type { VectorIndexStatus } from '../vectors/vector-index.ts';

export type ServiceState = 'starting' | 'ready' | 'draining';

/** Asked anew for every report. */
export type HealthSources = {
  readonly version: string;
  /** `problems`: why newer snapshots were passed over, one sentence each. */
  catalogue(): { readonly info: SnapshotInfo; readonly problems: readonly string[] };
  /** Null when there are no vectors to search. */
  vectors(): VectorIndexStatus | null;
  embeddings(): { readonly provider: string; readonly model: string };
  /** `circuit` is null for the embedded brain. */
  brain(): { readonly mode: 'embedded' | 'llm'; readonly model: string | null; readonly circuit: CircuitStatus | null };
  readonly storage: Pick<Storage, 'engine' | 'ping'>;
  readonly cache: Pick<Cache, 'engine' | 'ping'>;
  readonly now?: () => number;
  /** How long the storage may take to answer before it counts as down. */
  readonly pingTimeoutMs?: number;
};

type PartStatus = 'ok' | 'degraded' | 'unavailable';

export type HealthReport = {
  /** The worst of the parts. */
  readonly status: PartStatus;
  readonly state: ServiceState;
  readonly version: string;
  readonly uptime_seconds: number;
  readonly parts: {
    readonly catalogue: {
      readonly status: PartStatus;
      readonly snapshot_id: string;
      readonly origin: SnapshotInfo['origin'];
      readonly entries: number;
      readonly created_at: string;
      /** Since the data set's own last update when it names one, else since the snapshot was built. */
      readonly age_days: number;
      readonly source: { readonly name: string; readonly tag: string | null; readonly last_update: string | null };
      readonly problems: readonly string[];
    };
    readonly vectors: ({ readonly status: PartStatus } & VectorIndexStatus) | { readonly status: 'degraded'; readonly engine: null; readonly detail: string };
    readonly embeddings: { readonly status: PartStatus; readonly provider: string; readonly model: string };
    readonly brain: { readonly status: PartStatus; readonly mode: 'embedded' | 'llm'; readonly model: string | null; readonly circuit: CircuitStatus | null };
    readonly storage: { readonly status: PartStatus; readonly engine: Storage['engine']; readonly ping_ms: number | null; readonly problem?: string };
    /** Without it the service goes on, slower. */
    readonly cache: { readonly status: PartStatus; readonly engine: Cache['engine']; readonly ping_ms: number | null; readonly problem?: string };
  };
};

export type Health = {
  state(): ServiceState;
  ready(): void;
  /** For good: a draining service never becomes ready again. */
  drain(): void;
  /** Storage that fails or does not answer in time is reported as such; the other parts are asked in memory. */
  report(): Promise<HealthReport>;
};

const dayMs = 24 * 60 * 60 * 1000;

export const createHealth = (sources: HealthSources): Health => {
  const { version, now = Date.now, pingTimeoutMs = 2000 } = sources;
  const started = now();
  let state: ServiceState = 'starting';

  return {
    state: () => state,
    ready: () => {
      if (state === 'starting') state = 'ready';
    },
    drain: () => {
      state = 'draining';
    },
    report: async () => {
      const [kept, cached] = await Promise.all([pinged(sources.storage, pingTimeoutMs), pinged(sources.cache, pingTimeoutMs)]);
      const parts = {
        catalogue: cataloguePart(sources, now()),
        vectors: vectorsPart(sources),
        embeddings: { status: 'ok' as const, ...sources.embeddings() },
        brain: brainPart(sources),
        storage: { status: kept.problem === undefined ? ('ok' as const) : ('unavailable' as const), engine: sources.storage.engine, ...kept },
        cache: { status: cached.problem === undefined ? ('ok' as const) : ('degraded' as const), engine: sources.cache.engine, ...cached },
      };
      const statuses = Object.values(parts).map(({ status }) => status);
      const status = statuses.find((one) => one === 'unavailable') ?? statuses.find((one) => one === 'degraded') ?? 'ok';
      return { status, state, version, uptime_seconds: Math.round((now() - started) / 1000), parts };
    },
  };
};

const cataloguePart = (sources: HealthSources, now: number): HealthReport['parts']['catalogue'] => {
  const { info: { snapshot_id, origin, entries, created_at, source }, problems } = sources.catalogue();
  const { name, tag, last_update } = source;
  const age_days = Math.max(0, Math.floor((now - Date.parse(last_update ?? created_at)) / dayMs));
  return { status: problems.length > 0 ? 'degraded' : 'ok', snapshot_id, origin, entries, created_at, age_days, source: { name, tag, last_update }, problems };
};

/** The flat index gives the same results more slowly: what answers is shown, but it is no fault. */
const vectorsPart = (sources: HealthSources): HealthReport['parts']['vectors'] => {
  const status = sources.vectors();
  return status === null ? { status: 'degraded', engine: null, detail: 'The snapshot has no vectors of the encoder in use; search goes by words.' } : { status: 'ok', ...status };
};

const brainPart = (sources: HealthSources): HealthReport['parts']['brain'] => {
  const { mode, model, circuit } = sources.brain();
  return { status: circuit === null || circuit.state === 'closed' ? 'ok' : 'degraded', mode, model, circuit };
};

const pinged = async (part: { ping(): Promise<void> }, timeoutMs: number): Promise<{ readonly ping_ms: number | null; readonly problem?: string }> => {
  const started = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`No answer within ${timeoutMs} ms.`), timeoutMs);
  });
  const problem = await Promise.race([
    part.ping().then(
      () => undefined,
      (thrown: unknown) => toAppError(thrown).message,
    ),
    late,
  ]);
  clearTimeout(timer);
  return problem === undefined ? { ping_ms: Math.round((performance.now() - started) * 10) / 10 } : { ping_ms: null, problem };
};
