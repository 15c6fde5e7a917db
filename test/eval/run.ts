/** `npm run eval [-- --only intents,search] [--small] [--verbose]`: how well the product understands, finds and recommends, in figures. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../bench/service/start-service.ts';
import { testNow } from '../support/shipped-field.ts';
import { parts } from './all.ts';
import { moveClock } from './clock.ts';
import type { EvalRow } from './part.ts';
import { belowFloor, tableOf } from './table.ts';
import { createWorld } from './world.ts';

const usage = `Usage: npm run eval -- [options]
  --only a,b    these parts only: ${parts.map(({ name }) => name).join(', ')}
  --small       every third case; exit code 1 when a figure is below its floor
  --verbose     show what went wrong (never of the untouched half)
Environment: ANIMETRACKR_FULL_DATA_DIR = a DATA_DIR with a synced snapshot (else the shipped catalogue),
ANIMETRACKR_SHARED_DATA = the development data (else ../shared/data beside the checkout).
`;

const main = async (): Promise<number> => {
  const { values } = parseArgs({ options: { only: { type: 'string' }, small: { type: 'boolean' }, verbose: { type: 'boolean' }, help: { type: 'boolean' } } });
  if (values.help === true) {
    process.stdout.write(usage);
    return 0;
  }
  const only = values.only?.split(',').map((name) => name.trim()).filter(Boolean);
  const unknown = only?.filter((name) => !parts.some((part) => part.name === name)) ?? [];
  if (unknown.length > 0) throw new Error(`There is no part ${unknown.join(', ')}.\n${usage}`);

  moveClock(testNow);
  const small = values.small === true;
  const { ANIMETRACKR_FULL_DATA_DIR: dataDir, ANIMETRACKR_SHARED_DATA: shared } = process.env;
  const world = await createWorld({ small, verbose: values.verbose === true, dataDir: dataDir ?? null, sharedData: shared ?? path.resolve(projectRoot, '../shared/data') });
  const rows: EvalRow[] = [];
  try {
    process.stdout.write(`${world.app.catalogueSize()} entries (${dataDir === undefined ? 'the shipped catalogue' : 'a synced snapshot'}), ${small ? 'a small run' : 'all cases'}. "untouched" is what nobody tuned on.\n`);
    for (const part of parts) {
      if (only !== undefined && !only.includes(part.name)) continue;
      if (part.needsSharedData === true && world.sharedData === null) {
        process.stdout.write(`\n## ${part.title}\nLEFT OUT: the development data (../shared/data beside the checkout, or ANIMETRACKR_SHARED_DATA) is not there.\n`);
        continue;
      }
      const started = performance.now();
      const table = await part.run(world);
      rows.push(...table.rows);
      process.stdout.write(`\n## ${part.title}\n${[tableOf(table.rows), ...(table.remarks ?? [])].join('\n')}\n`);
      world.say(`${part.name}: ${((performance.now() - started) / 1000).toFixed(0)} s`);
    }
  } finally {
    await world.close();
  }
  const fallen = small ? belowFloor(rows) : [];
  for (const { what, floor } of fallen) process.stdout.write(`\nBELOW ITS FLOOR: ${what} (${JSON.stringify(floor)})\n`);
  return fallen.length > 0 ? 1 : 0;
};

// Ends at once: what a product that failed to start has left open would keep the process alive.
main().then(
  (code) => process.exit(code),
  (problem: unknown) => {
    process.stderr.write(`${problem instanceof Error ? (problem.stack ?? problem.message) : String(problem)}\n`);
    process.exit(2);
  },
);
