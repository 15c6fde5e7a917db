/** `npm run list -- import FILE | export FILE | undo`: the list to and from files. */
import './plain-environment.ts';
import { parseArgs } from 'node:util';
import { loadConfig } from '../config.ts';
import { AppError } from '../errors.ts';
import { createLog } from '../log.ts';
import { failStart } from './fail-start.ts';
import { exportList, importList, undoChange } from './move-list.ts';
import { projectRoot } from './project-root.ts';

const usage = `Usage: npm run list -- import FILE [--format FORMAT] [--dry-run] [--user NAME]
       npm run list -- export FILE|- [--format FORMAT] [--status STATUS] [--user NAME]
       npm run list -- undo [CHANGE] [--user NAME]
  FILE      MyAnimeList XML, AniList JSON or CSV; .gz too when importing; - prints the list
  FORMAT    mal-xml, anilist-json or csv (left out: told from the file)
  --dry-run shows what would change, and changes nothing
  CHANGE    as the report of an import names it (left out: the last change)
`;

const main = async (): Promise<void> => {
  const { values: { format, status, user, help, 'dry-run': dry_run = false }, positionals: [action, file, ...more] } = readArguments();
  if (help === true || action === undefined) return void process.stdout.write(usage);
  const needsFile = action === 'import' || action === 'export';
  if (!(needsFile ? file !== undefined : action === 'undo') || more.length > 0) throw new AppError('invalid_input', 'The arguments were not understood.', { hint: `\n${usage}` });
  const config = loadConfig({ ...process.env, LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'error' }, projectRoot);
  // Loaded when there is something to do: what is wrong with the arguments is said at once.
  const { compose } = await import('../compose.ts');
  const app = await compose(config, createLog(config.logLevel));
  const { mcp } = app;
  const run = async (): Promise<void> => {
    if (action === 'import') return void process.stdout.write(await importList({ mcp, user, file: file ?? '', format, dry_run }));
    if (action === 'undo') return void process.stdout.write(await undoChange({ mcp, user, change_id: file }));
    const { content, said } = await exportList({ mcp, user, file: file ?? '-', format, status });
    if (content !== null) process.stdout.write(content);
    // what was left out must not end up in the file
    (content === null ? process.stdout : process.stderr).write(said);
  };
  await run().finally(() => app.close());
};

const readArguments = () => {
  try {
    return parseArgs({ allowPositionals: true, options: { format: { type: 'string' }, status: { type: 'string' }, user: { type: 'string' }, 'dry-run': { type: 'boolean' }, help: { type: 'boolean' } } });
  } catch (problem) {
    throw new AppError('invalid_input', problem instanceof Error ? problem.message : 'The arguments were not understood.', { hint: `\n${usage}` });
  }
};

await main().catch(failStart);
