/** Users who each wait for their answer before they ask again. */
import type { Cost } from '../measure/cost.ts';
import { median, percentile } from '../measure/cost.ts';
import { cpuOf, descendantsOf } from '../measure/cpu.ts';

export type Load = {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** Of one operation: CPU of the server and its children, median time to the answer. */
  readonly cost: Cost;
};

type Options = { readonly users: number; readonly seconds: number; readonly serverPid: number };

/** @param operation what user number `user` does once; a failure ends the run */
export const closedLoop = async ({ users, seconds, serverPid }: Options, operation: (user: number) => Promise<unknown>): Promise<Load> => {
  const pids = [serverPid, ...descendantsOf(serverPid)];
  const latencies: number[] = [];
  const cpuBefore = cpuOf(pids);
  const started = performance.now();
  const until = started + seconds * 1000;
  const user = async (number: number): Promise<void> => {
    do {
      const before = performance.now();
      await operation(number);
      latencies.push(performance.now() - before);
    } while (performance.now() < until);
  };
  await Promise.all(Array.from({ length: users }, (_, number) => user(number)));
  const elapsed = performance.now() - started;
  const p50 = median(latencies);
  return { perSecond: (latencies.length / elapsed) * 1000, p50, p99: percentile(latencies, 0.99), cost: { cpu: (cpuOf(pids) - cpuBefore) / latencies.length, wall: p50 } };
};
