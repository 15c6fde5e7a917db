/** The list to and from files, for the programs of the terminal: what the tools do, and a report that people can read. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import type { App } from '../compose.ts';
import { localUser } from '../domain/caller.ts';
import { AppError } from '../errors.ts';
import { importReportText, type ImportReport } from '../watchlist/import-report.ts';

type Moved = { readonly mcp: Pick<App['mcp'], 'callTool'>; readonly user?: string | undefined };

/** More than a list can be; what is smaller is judged by the tool. */
const largestFile = 30 * 1024 * 1024;

/** The formats of files by their names. */
const formatOf = (file: string): string | undefined => (/\.xml(?:\.gz)?$/i.test(file) ? 'mal-xml' : /\.json(?:\.gz)?$/i.test(file) ? 'anilist-json' : /\.(?:csv|tsv)(?:\.gz)?$/i.test(file) ? 'csv' : undefined);

/** @throws AppError for a file that cannot be read, and what the tool refuses */
export const importList = async ({ mcp, user, file, format, dry_run }: Moved & { readonly file: string; readonly format?: string | undefined; readonly dry_run: boolean }): Promise<string> => {
  const found = await stat(file).catch(cannotRead(file));
  if (!found.isFile() || found.size > largestFile) throw new AppError('invalid_input', `${file} is not a list file.`, { hint: 'It is a file of up to 25 MB: MyAnimeList XML, AniList JSON or CSV, plain or .gz.' });
  const content = `data:;base64,${(await readFile(file).catch(cannotRead(file))).toString('base64')}`;
  return importReportText((await callTool(mcp, 'import_watchlist', { content, dry_run, ...(format !== undefined && { format }) }, user)) as ImportReport); // the tool's output is this report
};

/** @param file `-` = the text is returned instead of written */
export const exportList = async ({ mcp, user, file, format, status }: Moved & { readonly file: string; readonly format?: string | undefined; readonly status?: string | undefined }): Promise<{ readonly content: string | null; readonly said: string }> => {
  const answer = await callTool(mcp, 'export_watchlist', { format: format ?? formatOf(file) ?? 'csv', ...(status !== undefined && { status }) }, user);
  const { content, entries, left_out, warnings } = answer as { content: string; entries: number; left_out: { title: string; reason: string }[]; warnings: string[] }; // the tool's output
  if (file !== '-') {
    await writeFile(file, content).catch((cause: unknown) => {
      throw new AppError('invalid_input', `${file} cannot be written.`, { hint: 'Check the folder and your rights in it.', cause });
    });
  }
  const said = [`${entries} ${entries === 1 ? 'entry' : 'entries'}${file === '-' ? '' : ` written to ${file}`}.`, ...warnings, ...left_out.map(({ title, reason }) => `Left out: ${title}. ${reason}`), ''].join('\n');
  return { content: file === '-' ? content : null, said };
};

export const undoChange = async ({ mcp, user, change_id }: Moved & { readonly change_id: string | undefined }): Promise<string> => {
  const { total } = await callTool(mcp, 'undo_watchlist_change', change_id === undefined ? {} : { change_id }, user);
  return `${String(total)} ${total === 1 ? 'change was' : 'changes were'} taken back.\n`;
};

export const callTool = async (mcp: Moved['mcp'], name: string, args: Record<string, unknown>, user?: string): Promise<Record<string, unknown>> => {
  const outcome = await mcp.callTool(name, user === undefined ? args : { ...args, user_id: user }, { user_id: localUser, door: 'cli' });
  if (outcome.ok) return outcome.structured;
  const { code, message, hint } = outcome.error;
  throw new AppError(code, message, hint === undefined ? {} : { hint });
};

const cannotRead = (file: string) => (cause: unknown): never => {
  throw new AppError('not_found', `${file} cannot be read.`, { hint: 'Check the name and your rights.', cause });
};
