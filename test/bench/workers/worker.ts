/** Starts a worker process and calls its methods. */
import { fork } from 'node:child_process';
import path from 'node:path';
import type { Cost } from '../measure/cost.ts';
import type { Bench } from '../parts/part.ts';
import type { WorkerName } from './all.ts';

export type ToWorker = { readonly id: number } & ({ readonly kind: 'start'; readonly name: WorkerName; readonly options: unknown } | { readonly kind: 'call'; readonly method: string; readonly argument: unknown });
export type FromWorker = { readonly id: number } & ({ readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly why: string });

export type Worker = {
  readonly pid: number;
  /** @throws Error with the worker's own words */
  call<Answer>(method: string, argument?: unknown): Promise<Answer>;
  /** Mean cost of one of `times` operations, as the worker's own process counts it. */
  run(times: number): Promise<Cost>;
};

/** Ends with the part. */
export const startWorker = async (bench: Bench, name: WorkerName, options: unknown = {}, env: NodeJS.ProcessEnv = {}): Promise<Worker> => {
  const child = fork(path.join(import.meta.dirname, '../worker-process.ts'), [], {
    execArgv: ['--import', 'tsx'], serialization: 'advanced', stdio: ['ignore', 2, 2, 'ipc'], env: { ...process.env, ...env },
  });
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (problem: Error) => void }>();
  let nextId = 0;
  const ended = new Promise<void>((resolve) => child.once('exit', (code, signal) => {
    for (const { reject } of waiting.values()) reject(new Error(`The worker ${name} ended (${signal ?? String(code)}).`));
    resolve();
  }));
  child.on('message', (message: FromWorker) => {
    const caller = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.ok) caller?.resolve(message.value);
    else caller?.reject(new Error(`${name}: ${message.why}`));
  });
  const ask = (message: { kind: 'start'; name: WorkerName; options: unknown } | { kind: 'call'; method: string; argument: unknown }): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const id = (nextId += 1);
      waiting.set(id, { resolve, reject });
      child.send({ id, ...message });
    });
  bench.atEnd(async () => {
    child.disconnect();
    const timer = setTimeout(() => child.kill('SIGKILL'), 3000);
    await ended;
    clearTimeout(timer);
  });
  await ask({ kind: 'start', name, options });
  const call = <Answer>(method: string, argument?: unknown) => ask({ kind: 'call', method, argument }) as Promise<Answer>; // the method's own promise
  return { pid: child.pid ?? 0, call, run: (times) => call<Cost>('run', times) };
};
