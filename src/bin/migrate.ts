/** `npm run migrate -- --to postgres://...`: copies the profiles of this machine's SQLite file into a PostgreSQL database. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { loadConfig } from '../config.ts';
import { AppError } from '../errors.ts';
import { createLog } from '../log.ts';
import { moveProfiles } from '../storage/move-profiles.ts';
import { openPostgres } from '../storage/postgres.ts';
import { openSqlite } from '../storage/sqlite.ts';
import { failStart } from './fail-start.ts';
import { projectRoot } from './project-root.ts';

const usage = `Usage: npm run migrate -- --to postgres://user:password@host:5432/database [--from FILE]
  --to URL      the PostgreSQL database; its tables are made when they are missing
  --from FILE   the SQLite file; default: animetrackr.sqlite in DATA_DIR
Lists, change log, preferences and conversations are copied, all or nothing; the SQLite file stays as it is. Stop the service first: what it
writes during the copy waits, and what it writes afterwards stays behind. Then start with DATABASE_URL set to the same URL.
`;

const main = async (): Promise<number> => {
  const { to, from, help } = readArguments();
  if (help === true) {
    process.stdout.write(usage);
    return 0;
  }
  if (to === undefined) throw new AppError('invalid_input', 'Where to? `--to` is missing.', { hint: usage.trimEnd() });
  const config = loadConfig(process.env, projectRoot);
  const log = createLog(config.logLevel);
  const file = from === undefined ? path.join(config.dataDir, 'animetrackr.sqlite') : path.resolve(from);
  // Opening would make it.
  if (!existsSync(file)) throw new AppError('not_found', `There is no file ${file}.`, { hint: 'Name it with --from, or set DATA_DIR.' });
  const source = await openSqlite({ file, log });
  try {
    const target = await openPostgres({ url: to, log });
    try {
      const moved = await moveProfiles({ from: source.db, to: target.db });
      process.stdout.write(moved.length === 0 ? 'There is nothing to copy: the file holds no profile.\n' : `Copied:\n${moved.map(({ table, rows }) => `  ${table.replaceAll('_', ' ').padEnd(20)} ${rows}\n`).join('')}Start with DATABASE_URL set to the same URL from now on.\n`);
      return 0;
    } finally {
      await target.close();
    }
  } finally {
    await source.dialect.close();
  }
};

const readArguments = () => {
  try {
    return parseArgs({ options: { to: { type: 'string' }, from: { type: 'string' }, help: { type: 'boolean', short: 'h' } } }).values;
  } catch {
    throw new AppError('invalid_input', 'These arguments are not understood.', { hint: usage.trimEnd() });
  }
};

main().then((code) => {
  process.exitCode = code;
}, failStart);
