/** `npm start`: the agent over HTTP, with the chat page. Log on stderr; SIGTERM and Ctrl+C end it in order, a second one at once. */
import './plain-environment.ts';
import path from 'node:path';
import { loadConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { startServer } from '../web/server.ts';
import { failStart } from './fail-start.ts';
import { projectRoot } from './project-root.ts';

const graceMs = 10_000;
/** Whatever hangs while stopping must not keep the process. */
const lastResortMs = 15_000;
/** One Ctrl+C can arrive twice: from the terminal, and passed on by npm. */
const echoMs = 200;

const main = async (): Promise<void> => {
  const config = loadConfig(process.env, projectRoot);
  const log = createLog(config.logLevel);
  // The port before the parts: a second start on the same data ends here, before it touches any of it.
  const server = await startServer({ host: config.host, port: config.port });
  // Loaded now, not above: bad settings and a taken port are told at once, and until the parts are there /ready says so.
  const [{ compose }, { createWebApp }] = await Promise.all([import('../compose.ts'), import('../web/app.ts')]);
  const app = await compose(config, log);
  server.serve(createWebApp({ ...app, allowedOrigins: config.allowedOrigins, port: () => server.port, log, pageDir: path.join(projectRoot, 'src/web/page'), openRequests: server.openRequests }));

  let stoppingSince: number | null = null;
  const stop = async (why: string, code: number, grace: number): Promise<void> => {
    if (stoppingSince !== null) {
      if (code === 0 && performance.now() - stoppingSince < echoMs) return;
      process.exit(1);
    }
    stoppingSince = performance.now();
    app.health.drain();
    log.info({ why }, 'stopping');
    setTimeout(() => process.exit(1), lastResortMs).unref();
    await server.close({ graceMs: grace });
    await app.close();
    process.exit(code);
  };
  const crash = (why: string) => (err: unknown): void => {
    log.error({ err }, why);
    stop(why, 1, 1000).catch(() => process.exit(1));
  };
  process.on('uncaughtException', crash('uncaught exception'));
  process.on('unhandledRejection', crash('unhandled rejection'));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(signal, 0, graceMs).catch(crash('stopping failed')));

  app.health.ready();
  const brain = app.brain.model === null ? `${app.brain.mode} brain` : `${app.brain.mode} brain ${app.brain.model}`;
  process.stderr.write(`AnimeTrackr is ready: http://localhost:${server.port} (${brain}, ${app.catalogueSize()} titles)\n`);
};

await main().catch(failStart);
