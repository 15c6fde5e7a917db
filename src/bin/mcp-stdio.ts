/** MCP over stdin and stdout, for desktop clients that start their servers themselves. stdout carries frames only; the log is on stderr. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { compose } from '../compose.ts';
import { loadConfig } from '../config.ts';
import { AppError } from '../errors.ts';
import { createLog } from '../log.ts';
import { serveStdio } from '../mcp/stdio.ts';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

const main = async (): Promise<void> => {
  const config = loadConfig(process.env, root);
  const log = createLog(config.logLevel);
  const signalled = Promise.race((['SIGINT', 'SIGTERM'] as const).map((signal) => new Promise<string>((resolve) => process.once(signal, () => resolve(signal)))));
  const app = await compose(config, log);
  const service = await serveStdio(app.mcp, { stdin: process.stdin, stdout: process.stdout });
  log.info({ tools: app.mcp.list().length }, 'mcp over stdio is ready');

  const why = await Promise.race([service.ended, signalled]);
  log.info({ why }, 'mcp over stdio ends');
  await service.close();
  await app.close();
};

main().then(
  () => process.exit(0),
  (error: unknown) => {
    const text = error instanceof AppError ? [error.message, error.hint].filter(Boolean).join(' ') : error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`${text}\n`);
    process.exit(1);
  },
);
