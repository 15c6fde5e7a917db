/** FAISS alone: an IndexFlatIP over the same matrix, asked one query after the other, queries at hand as FAISS wants them. */
import { readFile } from 'node:fs/promises';
import { costPerTime } from '../measure/cost.ts';
import type { WorkerMethods } from './all.ts';

export type FlatSearchOptions = { /** float32, row by row */ readonly file: string; readonly dimension: number; readonly k: number; readonly queries: readonly Float32Array[] };

export const startFlatSearch = async ({ file, dimension, k, queries }: FlatSearchOptions): Promise<WorkerMethods> => {
  const { IndexFlatIP } = (await import('faiss-node')).default;
  const index = new IndexFlatIP(dimension);
  const bytes = await readFile(file);
  const values = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  const rowsAtOnce = 1000 * dimension;
  for (let start = 0; start < values.length; start += rowsAtOnce) index.add(Array.from(values.subarray(start, start + rowsAtOnce)));
  const arrays = queries.map((query) => Array.from(query));
  return {
    rows: async () => index.ntotal(),
    run: (times: number) => costPerTime(times, async (at) => index.search(arrays[at % arrays.length] ?? [], k)),
  };
};
