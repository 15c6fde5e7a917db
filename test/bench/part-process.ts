/** The process of one part: told which by its parent, answers with rows. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Row } from './measure/row.ts';
import { parts } from './parts/all.ts';
import type { Bench } from './parts/part.ts';

export type PartOrder = { readonly name: string; readonly quick: boolean; readonly rounds: number; readonly searches: number };
export type PartReport = { readonly rows: Row[] };

const run = async ({ name, ...sizes }: PartOrder): Promise<Row[]> => {
  const ends: (() => Promise<unknown>)[] = [];
  const bench: Bench = {
    ...sizes,
    root: process.ppid,
    say: (line) => void process.stderr.write(`[bench] ${name}: ${line}\n`),
    atEnd: (close) => void ends.push(close),
    folder: async () => {
      const folder = await mkdtemp(path.join(tmpdir(), 'animetrackr-bench-'));
      ends.push(() => rm(folder, { recursive: true, force: true }));
      return folder;
    },
  };
  try {
    const part = await parts[name]?.();
    if (part === undefined) throw new Error(`There is no part ${name}.`);
    return await part.run(bench);
  } finally {
    for (const close of ends.reverse()) await close();
  }
};

process.once('message', (order: PartOrder) => {
  run(order).then(
    (rows) => process.send?.({ rows } satisfies PartReport, () => process.exit(0)),
    (problem: unknown) => {
      process.stderr.write(`[bench] ${order.name} FAILED: ${problem instanceof Error ? (problem.stack ?? problem.message) : String(problem)}\n`);
      process.exit(1);
    },
  );
});
process.once('disconnect', () => process.exit(1));
