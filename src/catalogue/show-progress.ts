/** Progress on a terminal as one bar per stage; elsewhere (a log, CI) as a line now and then. */
import type { WriteStream } from 'node:tty';
import cliProgress from 'cli-progress';
import type { SyncProgress } from '../domain/sync-state.ts';
import { amount, stageName } from './sync-report.ts';

const lineEveryMs = 5000;

export type ProgressDisplay = { show(progress: SyncProgress): void; close(): void };

export const createProgressDisplay = (stream: Pick<WriteStream, 'write' | 'isTTY'>, now: () => number = Date.now): ProgressDisplay =>
  stream.isTTY ? bars(stream) : lines(stream, now);

const bars = (stream: Pick<WriteStream, 'write' | 'isTTY'>): ProgressDisplay => {
  let bar: cliProgress.SingleBar | undefined;
  let stage: SyncProgress['stage'] | undefined;
  const close = (): void => {
    bar?.stop();
    bar = undefined;
  };
  return {
    close,
    show(progress) {
      if (progress.stage !== stage) {
        close();
        stage = progress.stage;
        // cli-progress asks for a whole stream but uses these parts
        bar = new cliProgress.SingleBar({ format: '{stage} [{bar}] {amount}', hideCursor: true, stream: stream as WriteStream, barsize: 30 }, cliProgress.Presets.shades_classic);
        bar.start(progress.total ?? 0, 0, { stage: stageName(progress.stage).padEnd(11), amount: '' });
      }
      if (progress.total !== null) bar?.setTotal(progress.total);
      bar?.update(progress.done, { amount: described(progress) });
    },
  };
};

const lines = (stream: Pick<WriteStream, 'write'>, now: () => number): ProgressDisplay => {
  let stage: SyncProgress['stage'] | undefined;
  let last = 0;
  return {
    close: () => {},
    show(progress) {
      const complete = progress.total !== null && progress.done === progress.total;
      if (progress.stage === stage && !complete && now() - last < lineEveryMs) return;
      stage = progress.stage;
      last = now();
      stream.write(`${stageName(progress.stage)}: ${described(progress)}\n`);
    },
  };
};

const described = ({ stage, done, total }: SyncProgress): string => `${amount(stage, done)}${total === null ? '' : ` of ${amount(stage, total)}`}`;
