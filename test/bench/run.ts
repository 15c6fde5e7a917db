/** `npm run bench [-- --only turn,growth] [--quick] [--rounds N] [--searches N] [--gate]`: each promise about cost as a ratio to a yardstick of the same run. */
import '../../src/bin/plain-environment.ts'; // as every program of the product starts; yardsticks run in processes of their own, without it
import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { leftOutRow, type Row } from './measure/row.ts';
import { table } from './measure/table.ts';
import { parts } from './parts/all.ts';
import type { PartOrder, PartReport } from './part-process.ts';

const names = Object.keys(parts);
const longestPart = 'peer';
const usage = `Usage: npm run bench -- [options]
  --only a,b      these parts only: ${names.join(', ')}
  --quick         few rounds and operations, two parts at a time: shows that all of it runs, the figures are rough
  --rounds N      rounds per part (7; quick 2)
  --searches N    searches of the part "million" (1000000; quick 10000)
  --gate          exit code 1 when a gating "must" is missed (without it only when a part fails)
`;

const options = () => {
  const { values } = parseArgs({ options: { only: { type: 'string' }, quick: { type: 'boolean' }, rounds: { type: 'string' }, searches: { type: 'string' }, gate: { type: 'boolean' }, help: { type: 'boolean' } } });
  const quick = values.quick === true;
  const only = values.only?.split(',').map((name) => name.trim()).filter(Boolean) ?? names;
  const unknown = only.filter((name) => !names.includes(name));
  if (unknown.length > 0) throw new Error(`There is no part ${unknown.join(', ')}.\n${usage}`);
  return { ...values, quick, only, rounds: Number(values.rounds ?? (quick ? 2 : 7)), searches: Number(values.searches ?? (quick ? 10_000 : 1_000_000)) };
};

/** In a process of its own: neither heap nor compiled code nor a crash of one part reaches the next. */
const runPart = (order: PartOrder): Promise<Row[]> =>
  new Promise((resolve) => {
    const child = fork(path.join(import.meta.dirname, 'part-process.ts'), [], {
      execArgv: ['--import', 'tsx'],
      stdio: ['ignore', 2, 2, 'ipc'], // stdout is for the table
      // Nothing of the machine's settings decides what is measured, and no trace leaves it.
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], LANGSMITH_TRACING: 'false', LANGGRAPH_CLI_NO_ANALYTICS: '1', ...(process.env['npm_execpath'] !== undefined && { npm_execpath: process.env['npm_execpath'] }) },
    });
    let rows: Row[] | undefined;
    child.on('message', (report: PartReport) => {
      rows = report.rows;
    });
    child.once('exit', (code, signal) => resolve(rows ?? [leftOutRow(order.name, `the part FAILED (${signal ?? `code ${String(code)}`}); see above`)]));
    child.send(order);
  });

const main = async (): Promise<number> => {
  const { only, quick, rounds, searches, gate, help } = options();
  if (help === true) {
    process.stdout.write(usage);
    return 0;
  }
  if (!existsSync('/proc/stat')) throw new Error('The bench reads CPU times from /proc and runs on Linux only.');
  const queue = names.filter((known) => only.includes(known));
  if (quick) queue.sort((a, b) => Number(b === longestPart) - Number(a === longestPart));
  const done = new Map<string, Row[]>();
  const work = async (): Promise<void> => {
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      const started = performance.now();
      done.set(name, await runPart({ name, quick, rounds, searches }));
      process.stderr.write(`[bench] ${name}: ${((performance.now() - started) / 1000).toFixed(0)} s\n`);
    }
  };
  // A quick run is for seeing that all of it works, so its parts may get in each other's way.
  await Promise.all(Array.from({ length: quick ? 2 : 1 }, work));
  const rows = names.flatMap((name) => done.get(name) ?? []);
  process.stdout.write(`Node ${process.version}, ${availableParallelism()} cores, ${quick ? 'a quick run: rough figures' : `${rounds} rounds`}\n\n${table(rows)}\n`);
  const failed = rows.some(({ product }) => product.includes('the part FAILED'));
  const missed = rows.filter(({ gating, verdict }) => gating && verdict === 'missed');
  if (missed.length > 0) process.stdout.write(`\nMissed: ${missed.map(({ what }) => what).join('; ')}.\n`);
  return failed || (gate === true && missed.length > 0) ? 1 : 0;
};

main().then(
  (code) => {
    process.exitCode = code;
  },
  (problem: unknown) => {
    process.stderr.write(`${problem instanceof Error ? problem.message : String(problem)}\n`);
    process.exitCode = 2;
  },
);
