// Makes `import 'faiss-node'` work where it can be made to: cached build, upstream's prebuilt binary, or a compile against the
// system's libfaiss. Where it cannot, the flat index in TypeScript answers instead and stderr says what would change that.
import { spawnSync } from 'child_process';
import crypto from 'crypto';
import fs from 'fs';
import { createRequire } from 'module';
import net from 'net';
import os from 'os';
import path from 'path';

const systemPackages = ['libfaiss-dev', 'libopenblas-dev', 'g++'];
const aptLine = `apt-get install ${systemPackages.join(' ')}`;
const dayMs = 24 * 60 * 60 * 1000;
const headerFolders = ['/usr/include', '/usr/local/include'];

/**
 * The outcome is remembered in node_modules, so that a usual start costs two file reads; a failure is tried again after a day,
 * with `--retry`, or as soon as libfaiss appears.
 * @param {{ root: string, say: (line: string) => void, npm: (args: string[]) => boolean, retry: boolean, checkOnly: boolean }} options
 * @returns {Promise<boolean>} false = there is work to do (only with `checkOnly`)
 */
export const ensureFaiss = async ({ root, say, npm, retry, checkOnly }) => {
  const stampFile = path.join(root, 'node_modules', '.animetrackr-faiss.json');
  const stamp = readStamp(stampFile);
  if (!retry && stamp !== null && stamp.runtime === runtime()) {
    if (stamp.ready && sameFile(stamp.addon, stamp.size, stamp.modified)) return true;
    if (!stamp.ready && Date.now() - stamp.at < dayMs && stamp.headers === hasHeaders()) {
      sayFlat(say, stamp.reason);
      return true;
    }
  }
  if (!wantsFaiss(root)) return true;
  if (checkOnly) return false;
  const reason = await obtain({ root, say, npm });
  if (reason !== null) sayFlat(say, reason);
  remember(stampFile, JSON.stringify(reason === null ? readyStamp(root) : { ready: false, reason, runtime: runtime(), headers: hasHeaders(), at: Date.now() }));
  return true;
};

/** Stamps only save time: an image whose node_modules belong to another user runs without. */
export const remember = (file, text) => {
  try {
    fs.writeFileSync(file, text);
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw error;
  }
};

const sayFlat = (say, reason) =>
  say(`FAISS IS NOT AVAILABLE (${reason}): the plain TypeScript flat index answers instead, with the same results. To change that: ${process.getuid && process.getuid() !== 0 ? 'sudo ' : ''}${aptLine}; the next start finds it (or: node src/bin/bootstrap.mjs --retry)`);

const runtime = () => `${process.platform}-${process.arch}-${process.version}`;
const hasHeaders = () => headerFolders.some((folder) => fs.existsSync(path.join(folder, 'faiss', 'IndexFlat.h')));

const readStamp = (file) => {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return null; // absent or torn: as if never tried
  }
};

const sameFile = (file, size, modified) => {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  return stat !== undefined && stat.size === size && stat.mtimeMs === modified;
};

const readyStamp = (root) => {
  const addon = addonOf(findPackage(root));
  const { size, mtimeMs } = fs.statSync(addon);
  return { ready: true, runtime: runtime(), addon, size, modified: mtimeMs };
};

const wantedVersion = (root) => (JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')).optionalDependencies || {})['faiss-node'];
const wantsFaiss = (root) => wantedVersion(root) !== undefined;
const addonOf = (packageFolder) => path.join(packageFolder, 'build', 'Release', 'faiss-node.node');

const findPackage = (root) => {
  const folder = path.join(root, 'node_modules', 'faiss-node');
  return fs.existsSync(path.join(folder, 'package.json')) ? folder : null;
};

/** null = faiss-node loads; otherwise why not. */
const obtain = async ({ root, say, npm }) => {
  if (findPackage(root) === null) {
    // npm 10 deletes an optional package whose install script fails
    say('fetching the sources of faiss-node');
    if (!npm(['install', '--no-save', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund', `faiss-node@${wantedVersion(root)}`])) return 'its npm package cannot be fetched';
  }
  const folder = findPackage(root);
  if (folder === null) return 'its npm package cannot be fetched';
  if (loads(folder)) return null;
  if (!writable(folder)) return 'it is not built, and node_modules belongs to another user';

  const cached = cachedAddon(folder);
  if (fs.existsSync(cached)) {
    say('using the FAISS build in the cache');
    place(cached, folder);
    if (loads(folder)) return null;
  }
  if (await installPrebuilt(folder, say)) return null;
  const reason = compile(folder, say);
  if (reason !== null) return reason;
  if (!loads(folder)) return 'it was compiled but does not load';
  try {
    fs.mkdirSync(path.dirname(cached), { recursive: true });
    fs.copyFileSync(addonOf(folder), cached);
  } catch {
    say('the FAISS build could not be cached; a fresh install will compile it again');
  }
  return null;
};

/** In a child: a bad addon can abort its whole process. */
const loads = (folder) => {
  const script = 'const f=require(process.argv[1]);const i=new f.IndexFlatIP(2);i.add([1,0,0,1]);process.exit(i.search([0,1],1).labels[0]===1?0:3)';
  return spawnSync(process.execPath, ['-e', script, folder], { stdio: 'ignore', timeout: 20000 }).status === 0;
};

/** Upstream's search never frees its copy of the query; the prebuilt binary leaks, a build of ours need not. */
const sourceToCompile = (folder) =>
  fs.readFileSync(path.join(folder, 'src', 'faiss.cc'), 'utf8').replace('index_->search(nq, xq, k, D, I);', 'index_->search(nq, xq, k, D, I); delete[] xq;');

const cachedAddon = (folder) => {
  const key = crypto.createHash('sha256').update(sourceToCompile(folder)).update(`${process.platform}-${process.arch}-napi`).digest('hex').slice(0, 12);
  return path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'faiss-node', `faiss-node-${key}.node`);
};

const writable = (folder) => {
  try {
    fs.accessSync(folder, fs.constants.W_OK);
    return true;
  } catch {
    return false;
  }
};

const place = (from, folder) => {
  const target = addonOf(folder);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.copyFileSync(from, `${target}.new`);
  fs.renameSync(`${target}.new`, target);
};

/** prebuild-install waits minutes on a network that swallows packets, so the host is knocked at first. */
const installPrebuilt = async (folder, say) => {
  const env = process.env;
  const mirrored = ['npm_config_faiss_node_binary_host', 'npm_config_faiss_node_local_prebuilds', 'npm_config_https_proxy', 'npm_config_proxy', 'HTTPS_PROXY', 'https_proxy'].some((name) => env[name]);
  say("looking for faiss-node's prebuilt binary");
  if (!mirrored && !(await reachable('github.com', 443, 5000))) return false;
  const tool = createRequire(path.join(folder, 'package.json')).resolve('prebuild-install/bin.js');
  const result = spawnSync(process.execPath, [tool, '--runtime', 'napi'], { cwd: folder, stdio: 'ignore', timeout: mirrored ? 20000 : 120000, killSignal: 'SIGKILL' });
  return result.status === 0 && loads(folder);
};

const reachable = (host, port, timeoutMs) =>
  new Promise((resolve) => {
    const socket = net.connect({ host, port });
    const end = (answer) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => end(false), timeoutMs);
    socket.once('connect', () => end(true)).once('error', () => end(false));
  });

const compile = (folder, say) => {
  if (process.platform !== 'linux') return `there is no prebuilt binary to be had, and no build recipe for ${process.platform}`;
  if (!hasHeaders()) installSystemPackages(say);
  if (!hasHeaders()) return "there is no prebuilt binary to be had, and libfaiss's headers are not on this machine";
  const nodeFolders = [path.join(path.dirname(process.execPath), '..', 'include', 'node'), '/usr/include/node', '/usr/local/include/node', path.join(process.env.npm_config_nodedir || '/usr', 'include', 'node')];
  const nodeHeaders = nodeFolders.find((candidate) => fs.existsSync(path.join(candidate, 'node_api.h')));
  if (nodeHeaders === undefined) return "Node's own headers (node_api.h) are not on this machine";
  const addonApi = path.dirname(createRequire(path.join(folder, 'package.json')).resolve('node-addon-api/package.json'));

  say('compiling faiss-node against the libfaiss of this machine (about 10 s)');
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'animetrackr-faiss-'));
  // Before 1.7.4 (Debian 12 has 1.7.3) idx_t lives inside Index only.
  const compatible = path.join(scratch, 'compatible.h');
  fs.writeFileSync(compatible, '#pragma once\n#include <faiss/Index.h>\n#if FAISS_VERSION_MAJOR == 1 && (FAISS_VERSION_MINOR < 7 || (FAISS_VERSION_MINOR == 7 && FAISS_VERSION_PATCH < 4))\nnamespace faiss { using idx_t = Index::idx_t; }\n#endif\n');
  const source = path.join(scratch, 'faiss.cc');
  fs.writeFileSync(source, sourceToCompile(folder));
  const built = path.join(scratch, 'faiss-node.node');
  const flags = ['-std=c++17', '-O2', '-fPIC', '-shared', '-fopenmp', '-DNAPI_VERSION=8', '-DNODE_GYP_MODULE_NAME=faiss_node', '-DBUILDING_NODE_EXTENSION'];
  const inputs = ['-include', compatible, `-I${addonApi}`, `-I${nodeHeaders}`, source, '-o', built, '-lfaiss', '-lopenblas', '-lgomp'];
  const done = spawnSync(process.env.CXX || 'g++', [...flags, ...inputs], { stdio: ['ignore', 2, 2] }).status === 0;
  if (done) place(built, folder);
  fs.rmSync(scratch, { recursive: true, force: true });
  return done ? null : 'compiling it failed';
};

const installSystemPackages = (say) => {
  if (!process.getuid || process.getuid() !== 0 || !fs.existsSync('/usr/bin/apt-get')) return;
  say(aptLine);
  const options = ['-qq', '-y', '-o', 'Acquire::Retries=0', '-o', 'Acquire::http::Timeout=20', '-o', 'Acquire::https::Timeout=20', '-o', 'DPkg::Lock::Timeout=60'];
  const apt = (...args) => spawnSync('apt-get', [...options, ...args], { stdio: ['ignore', 'ignore', 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, timeout: 300000 }).status === 0;
  const install = () => apt('install', '--no-install-recommends', ...systemPackages);
  // A fresh machine has no package lists, an old one has outdated ones: both fail at the first try.
  if (install()) return;
  say('apt-get update');
  if (apt('update')) install();
};
