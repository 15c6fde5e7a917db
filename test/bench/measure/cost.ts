/** What work costs: CPU first, because it is steadier than time on a machine that others use too. */
import { cpuOf, ownCpu } from './cpu.ts';

/** Milliseconds; of one operation unless said otherwise. */
export type Cost = { readonly cpu: number; readonly wall: number };

/** @param children processes that work for this one: their CPU counts too */
export const costOf = async (work: () => Promise<unknown>, children: readonly number[] = []): Promise<Cost> => {
  const childrenBefore = cpuOf(children);
  const cpuBefore = ownCpu();
  const started = performance.now();
  await work();
  const wall = performance.now() - started;
  const cpu = ownCpu() - cpuBefore;
  return { cpu: cpu + cpuOf(children) - childrenBefore, wall };
};

/** Of one of `times` operations, one after the other. */
export const costPerTime = async (times: number, work: (at: number) => Promise<unknown>, children: readonly number[] = []): Promise<Cost> => {
  const total = await costOf(async () => {
    for (let at = 0; at < times; at += 1) await work(at);
  }, children);
  return { cpu: total.cpu / times, wall: total.wall / times };
};

export const plus = (...costs: readonly Cost[]): Cost => ({ cpu: sum(costs.map(({ cpu }) => cpu)), wall: sum(costs.map(({ wall }) => wall)) });
export const minus = (a: Cost, b: Cost): Cost => ({ cpu: a.cpu - b.cpu, wall: a.wall - b.wall });
export const meanCost = (costs: readonly Cost[]): Cost => ({ cpu: sum(costs.map(({ cpu }) => cpu)) / costs.length, wall: sum(costs.map(({ wall }) => wall)) / costs.length });

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

export const median = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
};

export const percentile = (numbers: readonly number[], share: number): number => {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};
