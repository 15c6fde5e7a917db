/** The full catalogue loaded while the service runs: `npm run sync` as a process of its own, one at a time; the service takes the snapshot up as after any sync. */
import { fork, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { SyncProgress, SyncState } from '../domain/sync-state.ts';

const programPath = fileURLToPath(new URL('../bin/sync.ts', import.meta.url));

/** What the program tells whoever started it, beside what it prints. */
export type SyncMessage = ({ readonly kind: 'progress' } & SyncProgress) | { readonly kind: 'failed'; readonly message: string; readonly hint: string | undefined };

export type CatalogueSync = {
  state(): SyncState;
  /** Does nothing while one runs. */
  start(): SyncState;
  /** What was served before stays. */
  stop(): Promise<void>;
};

export const createCatalogueSync = (now: () => Date = () => new Date()): CatalogueSync => {
  let state: SyncState = { state: 'idle' };
  let running: { readonly child: ChildProcess; readonly ended: Promise<void> } | undefined;

  const start = (): SyncState => {
    if (running !== undefined) return state;
    const started_at = now().toISOString();
    let failure: { message: string; hint: string | undefined } = { message: 'The sync ended before it was ready.', hint: 'The log of the service says why; what was served before is untouched.' };
    state = { state: 'running', started_at, progress: null };
    const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
    const child = fork(programPath, [], { execArgv: ['--import', loader], stdio: ['ignore', 'ignore', 2, 'ipc'] });
    child.on('message', (message: SyncMessage) => {
      if (message.kind === 'failed') failure = message;
      else state = { state: 'running', started_at, progress: { stage: message.stage, done: message.done, total: message.total } };
    });
    const ended = new Promise<void>((resolve) => {
      const end = (next: SyncState): void => {
        running = undefined;
        state = next;
        resolve();
      };
      child.once('error', ({ message }) => child.pid === undefined && end({ state: 'failed', ended_at: now().toISOString(), message: 'The sync does not start.', hint: message }));
      child.once('close', (code) => {
        const ended_at = now().toISOString();
        if (code === 0) end({ state: 'done', ended_at });
        else if (code === stoppedCode) end({ state: 'stopped', ended_at });
        else end({ state: 'failed', ended_at, message: failure.message, hint: failure.hint ?? null });
      });
    });
    running = { child, ended };
    return state;
  };

  return {
    start,
    state: () => state,
    stop: async () => {
      running?.child.kill('SIGTERM');
      await running?.ended;
    },
  };
};

/** What a shell calls "ended by Ctrl+C". */
export const stoppedCode = 130;
