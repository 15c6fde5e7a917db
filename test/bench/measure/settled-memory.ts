/** What this process holds when nothing is left to be collected. Not its resident memory: that is what it once needed for garbage too. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Megabytes of objects and buffers after a full collection. */
export const settledMemory = (): number => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void; // there since the line before
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1024 / 1024;
};
