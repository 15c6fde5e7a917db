/** Gets the data set over HTTP into a file: resumes what was begun, gives up on silence, and goes to the next home on refusal. */
import { createHash } from 'node:crypto';
import { mkdir, open, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import type { DataSource } from './data-homes.ts';

export type DownloadOptions = {
  readonly folder: string;
  readonly onProgress?: (done: number, total: number | null) => void;
  readonly signal?: AbortSignal;
  /** Longest silence of the server, ms. */
  readonly idleMs?: number;
  /** Tries per home, each resuming the one before. */
  readonly tries?: number;
  readonly pauseMs?: number;
  readonly maxBytes?: number;
};
export type Downloaded = { readonly file: string; readonly name: string; readonly url: string; readonly tag: string | null };
type Candidate = Extract<DataSource, { kind: 'download' }>['candidates'][number];

const stateSchema = z.object({ url: z.string(), validator: z.string().nullable(), total: z.number().nullable() });
type State = z.infer<typeof stateSchema>;

const hint = 'Check the connection, or download the release yourself and run `npm run sync -- --file PATH`.';

/**
 * The finished file stays in `folder`, so that an interrupted sync does not fetch it twice; the caller removes it with `forgetDownload`.
 * @throws AppError upstream_failed or upstream_timeout when no home delivered, payload_too_large, cancelled
 */
export const download = async (candidates: readonly Candidate[], options: DownloadOptions): Promise<Downloaded> => {
  await mkdir(options.folder, { recursive: true });
  let last: AppError | undefined;
  for (const candidate of candidates) {
    const file = path.join(options.folder, `${createHash('sha256').update(candidate.url).digest('hex').slice(0, 16)}.part`);
    for (let attempt = 1; attempt <= (options.tries ?? 3); attempt += 1) {
      const problem = await fetchInto(file, candidate, options);
      if (problem === null) return { file, ...candidate };
      if (problem.code === 'cancelled' || problem.code === 'payload_too_large') throw problem;
      last = problem;
      if (problem.retryAfter === undefined) break;
      await new Promise((resolve) => setTimeout(resolve, (options.pauseMs ?? 1000) * attempt));
    }
  }
  throw new AppError(last?.code ?? 'upstream_failed', last?.message ?? 'There is no address to download the data set from.', { hint, cause: last });
};

export const forgetDownload = async (file: string): Promise<void> => {
  await rm(file, { force: true });
  await rm(stateFile(file), { force: true });
};

/** Null when the file is complete. A problem with `retryAfter` is worth another try at the same home. */
const fetchInto = async (file: string, { name, url }: Candidate, { onProgress, signal, idleMs = 30_000, maxBytes = 1024 ** 3 }: DownloadOptions): Promise<AppError | null> => {
  const begun = await readState(file, url);
  const watchdog = createWatchdog(idleMs, signal);
  try {
    const response = await fetch(url, { headers: rangeHeaders(begun), signal: watchdog.signal });
    if (response.status === 416 && begun !== null && begun.have === begun.total) return null;
    if (!response.ok) {
      await response.body?.cancel();
      if (response.status === 416) await forgetDownload(file);
      const passing = response.status >= 500 || response.status === 429 || response.status === 416;
      return new AppError('upstream_failed', `${name} answered ${response.status}${response.status === 404 ? ': there is no such release' : ''}.`, passing ? { retryAfter: 1 } : {});
    }
    const resumed = response.status === 206 && begun !== null && startOf(response) === begun.have;
    const have = resumed ? begun.have : 0;
    const length = response.headers.get('content-length');
    const total = length === null || response.headers.has('content-encoding') ? null : have + Number(length);
    if (response.status === 206 && !resumed) {
      await response.body?.cancel();
      await forgetDownload(file);
      return new AppError('upstream_failed', `${name} sent another part of the file than was asked for.`, { retryAfter: 1 });
    }
    if ((total ?? 0) > maxBytes) return tooLarge(name);
    await writeState(file, { url, validator: response.headers.get('etag') ?? response.headers.get('last-modified'), total }, have);
    const received = await append(file, response, { have, maxBytes, onBytes: (done) => (watchdog.feed(), onProgress?.(done, total)) });
    if (received === null) return tooLarge(name);
    return total === null || received === total ? null : new AppError('upstream_failed', `The connection to ${name} ended early.`, { retryAfter: 1 });
  } catch (cause) {
    if (signal?.aborted === true) return new AppError('cancelled', 'The download was cancelled.', { cause });
    if (watchdog.signal.aborted) return new AppError('upstream_timeout', `${name} sent nothing for ${Math.round(idleMs / 1000)} seconds.`, { retryAfter: 1, cause });
    return new AppError('upstream_failed', `${name} cannot be reached.`, { retryAfter: 1, cause });
  } finally {
    watchdog.end();
  }
};

/** Bytes in the file afterwards; null when that would be too many. */
const append = async (file: string, response: Response, { have, maxBytes, onBytes }: { have: number; maxBytes: number; onBytes: (done: number) => void }): Promise<number | null> => {
  const handle = await open(file, have === 0 ? 'w' : 'a');
  let done = have;
  try {
    // Annotated since the types of fetch leave the chunks of a body open; they are bytes.
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      done += chunk.byteLength;
      if (done > maxBytes) return null;
      await handle.writeFile(chunk);
      onBytes(done);
    }
  } finally {
    await handle.close();
  }
  return done;
};

/** `If-Range`: the rest when the file is still the same, the whole when it has changed. A weak validator proves nothing. */
const rangeHeaders = (begun: Begun | null): Record<string, string> => {
  const plain = { 'accept-encoding': 'identity', 'user-agent': 'AnimeTrackr' };
  return begun === null ? plain : { ...plain, range: `bytes=${begun.have}-`, 'if-range': begun.validator };
};
const startOf = (response: Response): number => Number(/^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1] ?? Number.NaN);

type Begun = { readonly have: number; readonly validator: string; readonly total: number | null };

const readState = async (file: string, url: string): Promise<Begun | null> => {
  const have = (await stat(file).catch(() => undefined))?.size ?? 0;
  const text = await readFile(stateFile(file), 'utf8').catch(() => undefined);
  const state = text === undefined ? undefined : stateSchema.safeParse(parse(text)).data;
  if (have === 0 || state?.url !== url || state.validator === null || state.validator.startsWith('W/')) return null;
  return { have, validator: state.validator, total: state.total };
};

const writeState = async (file: string, state: State, have: number): Promise<void> => {
  await writeFile(stateFile(file), JSON.stringify(state));
  if (have === 0) await truncate(file, 0).catch(() => undefined);
};
const stateFile = (file: string): string => `${file}.json`;

/** Aborts when it was not fed for `idleMs`, or with the caller's signal. */
const createWatchdog = (idleMs: number, outer: AbortSignal | undefined) => {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), idleMs);
  const signal = outer === undefined ? controller.signal : AbortSignal.any([controller.signal, outer]);
  return { signal, feed: () => void timer.refresh(), end: () => clearTimeout(timer) };
};

const tooLarge = (name: string): AppError => new AppError('payload_too_large', `What ${name} sends is too large to be the data set.`, { hint });

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
