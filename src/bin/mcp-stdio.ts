/** `npm run mcp`: MCP over stdin and stdout, for desktop clients that start their servers themselves. stdout carries frames only; the log is on stderr. */
import './plain-environment.ts';
import { compose } from '../compose.ts';
import { loadConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { serveStdio } from '../mcp/stdio.ts';
import { failStart } from './fail-start.ts';
import { projectRoot } from './project-root.ts';

const main = async (): Promise<void> => {
  const config = loadConfig(process.env, projectRoot);
  const log = createLog(config.logLevel);
  const signalled = Promise.race((['SIGINT', 'SIGTERM'] as const).map((signal) => new Promise<string>((resolve) => process.once(signal, () => resolve(signal)))));
  const app = await compose(config, log);
  const service = await serveStdio(app.mcp, { stdin: process.stdin, stdout: process.stdout });
  log.info({ tools: app.mcp.list().length }, 'mcp over stdio is ready');

  const why = await Promise.race([service.ended, signalled]);
  log.info({ why }, 'mcp over stdio ends');
  await service.close();
  await app.close();
  process.exit(0);
};

await main().catch(failStart);
