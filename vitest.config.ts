/** Tests: `*.test.ts`; `*.shared.test.ts` need the development data beside the project, `*.postgres.test.ts` a PostgreSQL server, `*.redis.test.ts` a Redis, `*.chromium.test.ts` a Chromium, `*.slow.test.ts` (programs as processes) run by `npm run test:slow`, `*.battery.test.ts` when BATTERY is set. */
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import path from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';

const { BATTERY, CHROMIUM, CI, REQUIRE_SERVICES, SLOW, TEST_DATABASE_URL } = process.env;
const sharedData = path.resolve(import.meta.dirname, '../shared/data');
const hasSharedData = existsSync(sharedData);

if (!hasSharedData) {
  if (REQUIRE_SERVICES === '1') throw new Error('REQUIRE_SERVICES=1, but the development data (../shared/data beside the project) is not there.');
  process.stderr.write('THE DEVELOPMENT DATA (../shared/data) IS NOT THERE: the tests in *.shared.test.ts, which measure against real data, do not run.\n');
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, timeout: 1_000 });
    const end = (is: boolean) => () => { socket.destroy(); resolve(is); };
    socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false));
  });
const hasPostgres = TEST_DATABASE_URL !== undefined || (await answers(5432));
if (!hasPostgres) {
  if (REQUIRE_SERVICES === '1') throw new Error('REQUIRE_SERVICES=1, but there is no PostgreSQL on 127.0.0.1:5432.');
  process.stderr.write('NO POSTGRESQL on 127.0.0.1:5432 (user postgres without a password, database test) nor in TEST_DATABASE_URL: the tests in *.postgres.test.ts do not run.\n');
}

const hasRedis = await answers(6379);
if (!hasRedis) {
  if (REQUIRE_SERVICES === '1') throw new Error('REQUIRE_SERVICES=1, but there is no Redis on 127.0.0.1:6379.');
  process.stderr.write('NO REDIS on 127.0.0.1:6379: the tests in *.redis.test.ts do not run.\n');
}

const hasChromium = existsSync(CHROMIUM ?? '/usr/bin/chromium');
if (SLOW && !hasChromium) {
  if (REQUIRE_SERVICES === '1') throw new Error('REQUIRE_SERVICES=1, but there is no Chromium at /usr/bin/chromium nor at CHROMIUM.');
  process.stderr.write('NO CHROMIUM at /usr/bin/chromium nor at CHROMIUM: the tests in *.chromium.test.ts do not run.\n');
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...(hasSharedData ? [] : ['**/*.shared.test.ts']), ...(hasPostgres ? [] : ['**/*.postgres.test.ts', '**/*.postgres.redis.test.ts']), ...(hasRedis ? [] : ['**/*.redis.test.ts']), ...(hasChromium ? [] : ['**/*.chromium.test.ts']), ...(BATTERY ? [] : ['**/*.battery.test.ts']), ...(SLOW || BATTERY ? [] : ['**/*.slow.test.ts', '**/*.slow.*.test.ts'])],
    // Two processes for two cores. They keep their modules from file to file: importing LangChain again for each costs half as much as the tests do.
    pool: 'forks',
    maxWorkers: 2,
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 30_000,
    restoreMocks: true,
    unstubEnvs: true,
    // no setting of the machine decides what a test sees
    env: { LOG_LEVEL: 'silent', LANGSMITH_TRACING: 'false', LANGCHAIN_TRACING_V2: 'false' },
    reporters: CI ? ['dot', ['json', { outputFile: 'node_modules/.cache/test-report.json' }]] : ['default'],
  },
});
