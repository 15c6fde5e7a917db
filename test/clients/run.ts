/** `npm run test:clients`: other people's MCP clients against the real programs. The Inspector lists and calls every tool through both doors; the conformance suite runs. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Capabilities } from '../../src/mcp/capabilities.ts';
import { makeDataDir, programCommand, programEnv, projectRoot, startService } from '../support/service.ts';
import { startConformanceServer } from './conformance-server.ts';

/** A package of its own, below: its zod and SDK must not be found from here. */
const packages = path.join(import.meta.dirname, 'packages');
const inspector = path.join(packages, 'node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js');
const conformance = path.join(packages, 'node_modules/@modelcontextprotocol/conformance/dist/index.js');
const longestMs = 120_000;
const atOnce = 2;

/** A good call of every tool; one that is missing here is a failure, so that a new tool gets a line. */
const sampleCalls: Readonly<Record<string, readonly string[]>> = {
  search_anime: ['query=time travel', 'limit=3', 'filters={"genres":["Sci-Fi"]}'],
  get_anime_details: ['title=Steins;Gate'],
  get_similar_anime: ['anime_id=mal:1535', 'limit=3'],
  get_recommendations: ['context=something calm', 'limit=3'],
  explain_recommendation: ['title=Mushishi'],
  compare_anime: ['titles=["Mushishi","Monster"]'],
  get_seasonal_anime: ['year=2014', 'season=spring'],
  get_watch_order: ['title=Mob Psycho 100'],
  get_watchlist: ['limit=5'],
  get_watchlist_changes: ['limit=5'],
  update_watchlist: ['anime_title=Mushishi', 'status=completed', 'score=9'],
  undo_watchlist_change: [],
  import_watchlist: ['content=title,status\nMonster,completed'],
  export_watchlist: ['format=csv'],
  analyze_user_preferences: [],
  set_preferences: ['title_language=romaji', 'not_interested={"tags":["Ecchi"]}'],
  natural_language_query: ['query=something like Mushishi'],
};
/** A good request of every prompt; one that is missing here is a failure. */
const samplePrompts: Readonly<Record<string, readonly string[]>> = {
  recommend_similar: ['title=Mushishi'],
  plan_a_season: ['season=spring', 'year=2014'],
  taste_report: ['genre=Mystery'],
};
/** Against the product itself; the other scenarios call fixtures by name. */
const ownScenarios = ['server-initialize', 'ping', 'tools-list', 'resources-list', 'prompts-list', 'dns-rebinding-protection'];

type Check = { readonly name: string; run(): Promise<string | null> };
type Ran = { readonly code: number | null; readonly stdout: string; readonly all: string };

const install = (): void => {
  if (existsSync(inspector) && existsSync(conformance)) return;
  process.stderr.write('installing the clients (npm ci in test/clients/packages)\n');
  // They ask for a newer Node than they need.
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--engine-strict=false', '--no-audit', '--no-fund'], { cwd: packages, stdio: ['ignore', 2, 2] });
  if (status !== 0) throw new Error('The clients could not be installed; what npm said is above.');
};

const node = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: projectRoot, env: programEnv(env), stdio: ['ignore', 'pipe', 'pipe'], timeout: longestMs, killSignal: 'SIGKILL' });
    let [stdout, all] = ['', ''];
    child.stdout.on('data', (text: Buffer) => { stdout += text.toString(); all += text.toString(); });
    child.stderr.on('data', (text: Buffer) => { all += text.toString(); });
    child.on('close', (code) => resolve({ code, stdout, all }));
  });

const failure = ({ code, all }: Ran, what = 'ended with'): string => `${what} ${code}: ${all.trim().slice(-600)}`;

/** `target`: what the Inspector needs to reach the server. */
const inspect = (door: string, target: readonly string[], names: readonly string[], prompts: readonly string[], settings: Readonly<Record<string, string>>): Check[] => {
  const ask = (args: readonly string[]) => node([inspector, '--cli', ...target, '--connect-timeout', '60000', ...args], settings);
  const list: Check = {
    name: `inspector ${door} tools/list`,
    run: async () => {
      const ran = await ask(['--method', 'tools/list']);
      if (ran.code !== 0) return failure(ran);
      const { tools } = JSON.parse(ran.stdout) as { tools: { name: string }[] };
      const listed = tools.map(({ name }) => name);
      return JSON.stringify(listed) === JSON.stringify(names) ? null : `lists ${listed.join(', ')}`;
    },
  };
  const calls = names.map((name): Check => ({
    name: `inspector ${door} tools/call ${name}`,
    run: async () => {
      const args = sampleCalls[name];
      if (args === undefined) return 'has no sample call in test/clients/run.ts';
      const ran = await ask(['--method', 'tools/call', '--tool-name', name, ...args.flatMap((arg) => ['--tool-arg', arg])]);
      if (ran.code !== 0) return failure(ran);
      const { isError, structuredContent } = JSON.parse(ran.stdout) as { isError?: boolean; structuredContent?: object };
      return isError === true || structuredContent === undefined ? failure(ran, 'is refused;') : null;
    },
  }));
  const listPrompts: Check = {
    name: `inspector ${door} prompts/list`,
    run: async () => {
      const ran = await ask(['--method', 'prompts/list']);
      if (ran.code !== 0) return failure(ran);
      const listed = (JSON.parse(ran.stdout) as { prompts: { name: string }[] }).prompts.map(({ name }) => name);
      return JSON.stringify(listed) === JSON.stringify(prompts) ? null : `lists ${listed.join(', ')}`;
    },
  };
  const gets = prompts.map((name): Check => ({
    name: `inspector ${door} prompts/get ${name}`,
    run: async () => {
      const args = samplePrompts[name];
      if (args === undefined) return 'has no sample in test/clients/run.ts';
      const ran = await ask(['--method', 'prompts/get', '--prompt-name', name, ...args.flatMap((arg) => ['--prompt-args', arg])]);
      return ran.code === 0 && ran.stdout.includes('AnimeTrackr') ? null : failure(ran);
    },
  }));
  return [list, ...calls, listPrompts, ...gets];
};

const conform = (url: string): Check[] =>
  ownScenarios.map((scenario) => ({
    name: `conformance ${scenario}`,
    run: async () => {
      const ran = await node([conformance, 'server', '--url', url, '--scenario', scenario]);
      return ran.code === 0 ? null : failure(ran);
    },
  }));

/** All active scenarios in one run; each is a line of the table. */
const conformSuite = async (url: string): Promise<Check[]> => {
  const baseline = path.join(import.meta.dirname, 'not-applicable.yaml');
  const ran = await node([conformance, 'server', '--url', url, '--suite', 'active', '--expected-failures', baseline]);
  const lines = [...ran.all.matchAll(/^([✓✗]) ([\w-]+): (\d+) passed, \d+ failed/gm)].map(([, mark, scenario = '', count]) => ({ scenario, passed: mark === '✓' && Number(count) > 0 }));
  const suite: Check = { name: 'conformance suite: nothing fails but what is not applicable, and that still does', run: async () => (ran.code === 0 && lines.length >= 30 ? null : failure(ran)) };
  return [...lines.filter(({ passed }) => passed).map(({ scenario }): Check => ({ name: `conformance fixtures ${scenario}`, run: async () => null })), suite];
};

const main = async (): Promise<number> => {
  install();
  const home = { HOME: makeDataDir() }; // the Inspector keeps a folder in it
  const service = await startService();
  const { tools, prompts } = (await (await fetch(`${service.url}/mcp/capabilities`)).json()) as Capabilities;
  const names = tools.map(({ name }) => name);
  const promptNames = prompts.map(({ name }) => name);
  const { command, args } = programCommand('mcp-stdio');
  const fixtures = await startConformanceServer();
  const checks = [
    ...inspect('http', [`${service.url}/mcp`, '--transport', 'http'], names, promptNames, home),
    ...inspect('stdio', [command, ...args, '-e', `DATA_DIR=${makeDataDir()}`, '-e', 'LOG_LEVEL=error'], names, promptNames, home),
    ...conform(`${service.url}/mcp`),
    ...(await conformSuite(fixtures.url)),
  ];

  const failed: string[] = [];
  const queue = checks.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const { name, run } of queue) {
        const problem = await run().catch((thrown: unknown) => String(thrown));
        if (problem !== null) failed.push(name);
        process.stdout.write(`${problem === null ? 'ok    ' : 'FAILED'} ${name}${problem === null ? '' : `\n       ${problem.replaceAll('\n', '\n       ')}`}\n`);
      }
    }),
  );
  await fixtures.close();
  const code = await service.stop();
  if (code !== 0) failed.push(`the service ended with ${code}: ${service.said()}`);
  process.stdout.write(`${checks.length - failed.length} passed, ${failed.length} failed\n`);
  return failed.length === 0 ? 0 : 1;
};

process.exit(await main());
