/** `npm run chat [-- [--json] [--thread ID] [--mcp URL] [WORDS]]`: the conversation in a terminal or a pipe. */
import './plain-environment.ts';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import { compose, type App } from '../compose.ts';
import { loadConfig, type Config } from '../config.ts';
import { localUser } from '../domain/caller.ts';
import { AppError } from '../errors.ts';
import { createLog, type Log } from '../log.ts';
import { connectToolClient } from '../mcp/tool-client.ts';
import { runJsonLines } from '../terminal/json-lines.ts';
import { createMcpSession } from '../terminal/mcp-session.ts';
import { runTerminal } from '../terminal/run-terminal.ts';
import type { Session } from '../terminal/session.ts';
import { version } from '../version.ts';
import { failStart } from './fail-start.ts';
import { callTool, exportList, importList } from './move-list.ts';
import { projectRoot } from './project-root.ts';

const usage = `Usage: npm run chat -- [--json] [--thread ID] [--mcp URL] [WORDS]
  WORDS        say this and end, instead of asking for lines
  --json       for pipes: each line is a message, each answer a line of JSON
  --thread ID  go on with a conversation that was begun elsewhere
  --mcp URL    talk to another MCP server instead, e.g. http://localhost:3000/mcp
`;

const main = async (): Promise<void> => {
  const { values: options, positionals } = readArguments();
  if (options.help === true) return void process.stdout.write(usage);
  const config = loadConfig({ ...process.env, LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'error' }, projectRoot);
  const log = createLog(config.logLevel);
  const session = options.mcp === undefined ? await ownSession(config, log) : await createMcpSession(await connectToolClient({ url: options.mcp, version, log }), options.mcp);
  const said = positionals.join(' ').replaceAll(/\s+/g, ' ');
  const input = said === '' ? process.stdin : Readable.from([`${said}\n`]);
  const interactive = process.stdin.isTTY === true && process.stdout.isTTY === true && said === '';
  try {
    if (options.json === true) {
      const good = await runJsonLines(session, { lines: readline.createInterface({ input }), print: (text) => void process.stdout.write(text), thread_id: options.thread, signal: stopSignal() });
      if (!good) process.exitCode = 1;
      return;
    }
    const historyFile = path.join(config.dataDir, 'chat-history');
    await runTerminal(session, {
      input, output: process.stdout, interactive, thread_id: options.thread,
      history: interactive && existsSync(historyFile) ? readFileSync(historyFile, 'utf8').split('\n').filter(Boolean) : [],
      keepHistory: (lines) => {
        if (!interactive) return;
        mkdirSync(config.dataDir, { recursive: true });
        writeFileSync(historyFile, lines.join('\n'), { mode: 0o600 });
      },
    });
  } finally {
    await session.close();
  }
};

const ownSession = async (config: Config, log: Log): Promise<Session> => {
  const app: App = await compose(config, log);
  return {
    about: `AnimeTrackr, ${app.brain.mode} brain${app.brain.model === null ? '' : ` (${app.brain.model})`}, ${app.catalogueSize()} titles.`,
    say: (words, { thread_id, ...options }) => app.runTurn({ ...words, user_id: localUser, ...(thread_id !== undefined && { thread_id }) }, options),
    titles: app.titlesBeginning,
    tools: async () => app.mcp.list(),
    call: (name, args) => callTool(app.mcp, name, args),
    past: {
      list: () => app.threads.list(localUser, { limit: 20, offset: 0 }),
      read: async (thread_id) => app.threads.recent(thread_id, 2),
    },
    files: {
      take: (file) => importList({ mcp: app.mcp, file, dry_run: false }),
      save: async (file) => (await exportList({ mcp: app.mcp, file })).said,
    },
    close: () => app.close(),
  };
};

const stopSignal = (): AbortSignal => {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  return controller.signal;
};

const readArguments = () => {
  try {
    return parseArgs({ allowPositionals: true, options: { json: { type: 'boolean' }, thread: { type: 'string' }, mcp: { type: 'string' }, help: { type: 'boolean' } } });
  } catch (problem) {
    throw new AppError('invalid_input', problem instanceof Error ? problem.message : 'The arguments were not understood.', { hint: usage });
  }
};

await main().catch(failStart);
