/** `npm run studio [-- --port N]`: LangGraph's dev server on langgraph.json, for LangGraph Studio and LangGraph SDK clients. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { AppError } from '../errors.ts';
import { failStart } from './fail-start.ts';
import { projectRoot } from './project-root.ts';

const usage = 'Usage: npm run studio -- [--port N]';

const readPort = (): string => {
  const port = parseArgs({ options: { port: { type: 'string', default: '2024' } }, strict: false }).values.port;
  if (typeof port !== 'string' || !/^\d{1,5}$/.test(port)) throw new AppError('invalid_input', 'The port must be a number.', { hint: usage });
  return port;
};

const main = async (): Promise<number> => {
  const port = readPort();
  // the program itself: a signal sent to `npx` or npm would leave the server behind
  const cli = createRequire(import.meta.url).resolve('@langchain/langgraph-cli/dist/cli/cli.mjs');
  const server = spawn(process.execPath, [cli, 'dev', '--host', '127.0.0.1', '--port', port, '--no-browser', '--config', path.join(projectRoot, 'langgraph.json')], {
    cwd: projectRoot,
    stdio: 'inherit',
    // Nothing leaves the machine unasked: no traces, no usage figures.
    env: { LANGSMITH_TRACING: 'false', LANGGRAPH_CLI_NO_ANALYTICS: '1', ...process.env },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => server.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (code, signal) => resolve(signal === null ? (code ?? 1) : 0));
  });
};

await main().then((code) => process.exit(code), failStart);
