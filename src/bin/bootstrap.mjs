// Makes a fresh clone runnable, then runs a program: node src/bin/bootstrap.mjs [NAME [arguments of the program]]
// Without NAME it only prepares (`pretest`); `--retry` instead of NAME also tries FAISS again at once.
// Plain JavaScript without dependencies, in syntax that Node 14 can parse: an old Node must be told so in a sentence.
import { spawnSync } from 'child_process';
import crypto from 'crypto';
import fs from 'fs';
import os from 'os';
import path from 'path';
import { fileURLToPath, pathToFileURL } from 'url';
import { ensureFaiss, remember } from './bootstrap-faiss.mjs';

const folder = path.dirname(fileURLToPath(import.meta.url));
const root = path.resolve(folder, '..', '..');
const modules = path.join(root, 'node_modules');
const lockFile = path.join(root, 'package-lock.json');
const stampFile = path.join(modules, '.animetrackr-lock');
const notPrograms = ['faiss-host.ts'];
const longestSetupMs = 15 * 60 * 1000;

// stdout belongs to MCP frames and to what a program prints
const say = (line) => process.stderr.write(`[setup] ${line}\n`);
const readJson = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));

class SetupError extends Error {}

const main = async () => {
  const [name, ...programArguments] = process.argv.slice(2);
  checkNode();
  const program = name === undefined || name === '--retry' ? null : findProgram(name);
  if (!packagesAreCurrent(program !== null)) await withLock(() => packagesAreCurrent(program !== null) || installPackages());
  const faiss = { root, say, npm: runNpm, retry: name === '--retry' };
  if (!(await ensureFaiss({ ...faiss, checkOnly: true }))) await withLock(() => ensureFaiss({ ...faiss, checkOnly: false }));
  if (program !== null) await run(program, programArguments);
};

const checkNode = () => {
  const { engines } = readJson(path.join(root, 'package.json'));
  const [major, minor] = engines.node.replace('>=', '').split('.').map(Number);
  const [ownMajor, ownMinor] = process.versions.node.split('.').map(Number);
  if (ownMajor > major || (ownMajor === major && ownMinor >= (minor || 0))) return;
  throw new SetupError(`AnimeTrackr needs Node.js ${major}.${minor || 0} or newer, and this is ${process.versions.node}: install a newer one from https://nodejs.org and run the same command again.`);
};

const findProgram = (name) => {
  const programs = fs.readdirSync(folder).filter((file) => file.endsWith('.ts') && !notPrograms.includes(file)).map((file) => file.slice(0, -3)).sort();
  if (!programs.includes(name)) throw new SetupError(`There is no program ${JSON.stringify(name)}; there is ${programs.join(', ') || 'none yet'}.`);
  return path.join(folder, `${name}.ts`);
};

const hashOfLock = () => crypto.createHash('sha256').update(fs.readFileSync(lockFile)).update(`${process.platform}-${process.arch}`).digest('hex');

const packagesAreCurrent = (forProgram) => {
  if (!fs.existsSync(modules)) return false;
  if (!fs.existsSync(lockFile)) return fs.existsSync(stampFile);
  const hash = hashOfLock();
  if (fs.existsSync(stampFile) && fs.readFileSync(stampFile, 'utf8') === hash) return true;
  const installed = installedByHand();
  if (installed === 'all') remember(stampFile, hash);
  return installed === 'all' || (forProgram && installed === 'without dev');
};

/** Someone who ran `npm install` or `npm ci --omit=dev` must not see their node_modules replaced: npm's own record is compared. */
const installedByHand = () => {
  const record = path.join(modules, '.package-lock.json');
  if (!fs.existsSync(record)) return 'no';
  const wanted = readJson(lockFile).packages;
  const present = readJson(record).packages;
  const differing = Object.keys(wanted).filter((key) => key !== '' && !wanted[key].optional && (present[key] || {}).version !== wanted[key].version);
  if (differing.length === 0) return 'all';
  return differing.every((key) => wanted[key].dev || wanted[key].devOptional) ? 'without dev' : 'no';
};

const installPackages = () => {
  const command = fs.existsSync(lockFile) ? 'ci' : 'install';
  say(`installing the packages (npm ${command}; about a minute the first time)`);
  // Install scripts are not needed: onnxruntime's would fetch CUDA, faiss-node's a git clone; FAISS has its own step below.
  const flags = ['--ignore-scripts', '--include=dev', '--no-audit', '--no-fund'];
  let done = runNpm([command, ...flags]);
  // A registry that lacks some platform's package makes npm call a good lock file incomplete.
  if (!done && command === 'ci' && !runNpm(['ci', '--dry-run', ...flags], 'ignore')) {
    say('package-lock.json does not fit this npm or its registry; installing by package.json (npm install)');
    done = runNpm(['install', '--no-save', ...flags]);
  }
  if (!done) {
    throw new SetupError(`npm could not install the packages; its own words are above. Most often the package registry cannot be reached: check the network and \`npm config get registry\`, then run the same command again.`);
  }
  fs.mkdirSync(modules, { recursive: true });
  remember(stampFile, fs.existsSync(lockFile) ? hashOfLock() : 'no lock file');
};

/** Runs npm in the project, its output on stderr. Works inside `npm start` too, whose flags must not reach this inner npm. */
const runNpm = (args, output = 2) => {
  const env = { ...process.env };
  for (const flag of ['dry_run', 'global', 'location', 'package_lock_only', 'json', 'workspace', 'workspaces']) delete env[`npm_config_${flag}`];
  const cli = process.env.npm_execpath;
  const [command, first] = cli && /npm-cli\.js$/.test(cli) ? [process.execPath, [cli]] : ['npm', []];
  const result = spawnSync(command, [...first, ...args], { cwd: root, env, stdio: ['ignore', output, output], shell: command === 'npm' && process.platform === 'win32' });
  if (result.error) say(`${command} does not start: ${result.error.message}`);
  return result.status === 0;
};

/** MCP clients like to start a server twice at once: the second waits, then finds the work done. */
const withLock = async (work) => {
  const lock = path.join(os.tmpdir(), `animetrackr-setup-${crypto.createHash('sha256').update(root).digest('hex').slice(0, 16)}`);
  for (let waited = 0; !takeLock(lock); waited += 1) {
    if (waited === 0) say('waiting for another start that is preparing this folder');
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  try {
    return await work();
  } finally {
    fs.rmSync(lock, { force: true });
  }
};

const takeLock = (lock) => {
  try {
    fs.writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (!holderLives(lock)) fs.rmSync(lock, { force: true });
    return false;
  }
};

const holderLives = (lock) => {
  try {
    if (Date.now() - fs.statSync(lock).mtimeMs > longestSetupMs) return false;
    process.kill(Number(fs.readFileSync(lock, 'utf8')), 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
};

/** In this very process, so that signals and the exit code are the program's own. */
const run = async (program, programArguments) => {
  const settings = path.join(root, '.env');
  if (fs.existsSync(settings)) process.loadEnvFile(settings); // what the environment already says wins
  const { register } = await import('tsx/esm/api');
  register();
  process.argv = [process.argv[0], program, ...programArguments];
  await import(pathToFileURL(program).href);
};

main().catch((error) => {
  if (!(error instanceof SetupError)) throw error;
  say(error.message);
  process.exitCode = 1;
});
