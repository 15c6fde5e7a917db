/** CPU time as the kernel counts it: of this process, of its children, of the whole machine. Linux only: it reads /proc. Milliseconds. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** /proc counts in hundredths of a second on every Linux. */
const tickMs = 10;

/** A process may end while it is looked at. */
const read = (file: string): string => {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return '';
  }
};

const list = (folder: string): string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};

/** Fields of /proc/<pid>/stat from the state on; the name before it may hold spaces and brackets. */
const statOf = (pid: number | string): string[] => {
  const text = read(`/proc/${pid}/stat`);
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
};

/** All processes below `root`, without it. */
export const descendantsOf = (root: number): number[] => {
  const children = new Map<number, number[]>();
  for (const name of list('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = Number(statOf(name)[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const below = (pid: number): number[] => (children.get(pid) ?? []).flatMap((child) => [child, ...below(child)]);
  return below(root);
};

/** Nanoseconds per living thread where the kernel keeps them, else ticks of the process. */
export const cpuOf = (pids: readonly number[]): number => pids.reduce((sum, pid) => sum + (threadTimes(pid) ?? processTicks(pid)), 0);

const threadTimes = (pid: number): number | null => {
  if (!existsSync('/proc/self/schedstat')) return null;
  return list(`/proc/${pid}/task`).reduce((sum, thread) => sum + Number(read(`/proc/${pid}/task/${thread}/schedstat`).split(' ')[0] ?? 0) / 1e6, 0);
};

const processTicks = (pid: number): number => {
  const fields = statOf(pid);
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * tickMs;
};

export const ownCpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Resident megabytes; 0 for a process that is ending. */
export const residentMb = (pid: number): number => Number(/VmRSS:\s+(\d+)/.exec(read(`/proc/${pid}/status`))?.[1] ?? 0) / 1024;

export type MachineTime = { readonly at: number; readonly busy: number; readonly ours: number };

/** @param root the process whose whole tree is ours, with what its ended children have used */
export const machineTime = (root: number): MachineTime => {
  // user nice system idle iowait irq softirq steal: all but the two idle ones
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = (read('/proc/stat').split('\n')[0] ?? '').split(/\s+/).slice(1).map(Number);
  const ours = [root, ...descendantsOf(root)].map(statOf).reduce((sum, fields) => sum + [11, 12, 13, 14].reduce((ticks, at) => ticks + Number(fields[at] ?? 0), 0), 0);
  return { at: performance.now(), busy: (user + nice + system + irq + softirq + steal) * tickMs, ours: ours * tickMs };
};

/** Share of the machine (0-1) that others used in between. */
export const foreignShare = (before: MachineTime, after: MachineTime): number => {
  const others = after.busy - before.busy - (after.ours - before.ours);
  return Math.min(1, Math.max(0, others / ((after.at - before.at) * availableParallelism())));
};
