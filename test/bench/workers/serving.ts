/** The service with its web server in a process that knows how long its event loop is kept waiting. */
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createLog } from '../../../src/log.ts';
import { createWebApp } from '../../../src/web/app.ts';
import { startServer } from '../../../src/web/server.ts';
import { settledMemory } from '../measure/settled-memory.ts';
import { projectRoot, startService } from '../service/start-service.ts';
import type { WorkerMethods } from './all.ts';

/** Milliseconds between two looks; what is recorded includes them. As the yardstick programs do. */
const resolution = 5;

export const startServing = async ({ dataDir }: { dataDir: string }): Promise<WorkerMethods> => {
  const server = await startServer({ host: '127.0.0.1', port: 0 });
  const { app } = await startService(dataDir, () => undefined);
  const log = createLog('error');
  server.serve(createWebApp({ ...app, allowedOrigins: [], port: () => server.port, log, pageDir: path.join(projectRoot, 'src/web/page'), openRequests: server.openRequests }));
  app.health.ready();
  const delay = monitorEventLoopDelay({ resolution });
  delay.enable();
  return {
    port: async () => server.port,
    settled: async () => settledMemory(),
    reset: async () => delay.reset(),
    /** Since the last reset. */
    delay: async () => ({ p50: delay.percentile(50) / 1e6, p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 }),
  };
};
