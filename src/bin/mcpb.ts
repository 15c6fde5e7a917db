/**
 * `npm run mcpb [-- FOLDER]`: the program as others install it, in `dist` or in a folder: `animetrackr-VERSION.tgz` for npx, and `animetrackr-VERSION.mcpb` for
 * Claude Desktop. Both hold the same: our files and the lock file, so that the first start installs exactly the packages that were tested.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { projectRoot } from './project-root.ts';
import { zip } from './zip.ts';

/** What a start needs. */
const parts = ['src', 'graphs', 'prompts', 'data/catalogue', 'data/lexicon', 'data/models', 'tsconfig.json', 'LICENSE', 'NOTICE'];
/** npm leaves the lock file and `node_modules` of a package's own folder out, and takes its dependencies for the installer's; below it nothing is touched. */
const inner = 'app';

type Package = { name: string; version: string; description: string; license: string; engines: { node: string }; devDependencies?: unknown };
type Lock = { packages: Record<string, { dev?: boolean; devDependencies?: unknown }> };

/** Puts the data where it outlives an update of the program. */
const starter = `#!/usr/bin/env node
import { homedir } from 'node:os';
import path from 'node:path';

process.env.DATA_DIR ||= path.join(homedir(), '.animetrackr');
if (process.argv.length === 2) process.argv.push('mcp-stdio');
await import('./${inner}/src/bin/bootstrap.mjs');
`;

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
const read = <Value>(file: string): Value => JSON.parse(readFileSync(path.join(projectRoot, file), 'utf8')) as Value; // our own files

const stage = (folder: string): Package => {
  const { devDependencies: _, ...own } = read<Package>('package.json');
  const lock = read<Lock>('package-lock.json');
  const packages = Object.fromEntries(Object.entries(lock.packages).filter(([, { dev }]) => dev !== true));
  delete packages['']?.devDependencies;
  for (const part of parts) cpSync(path.join(projectRoot, part), path.join(folder, inner, part), { recursive: true });
  writeFileSync(path.join(folder, inner, 'package.json'), json(own));
  writeFileSync(path.join(folder, inner, 'package-lock.json'), json({ ...lock, packages }));
  const { name, version, description, license, engines } = own;
  writeFileSync(path.join(folder, 'start.mjs'), starter);
  for (const file of ['README.md', 'LICENSE']) cpSync(path.join(projectRoot, file), path.join(folder, file));
  writeFileSync(path.join(folder, 'package.json'), json({ name, version, description, license, engines, type: 'module', bin: { [name]: 'start.mjs' }, files: ['start.mjs', inner] }));
  writeFileSync(path.join(folder, 'manifest.json'), json({
    manifest_version: '0.2',
    name, version, description, license,
    display_name: 'AnimeTrackr',
    author: { name: 'AnimeTrackr' },
    server: { type: 'node', entry_point: 'start.mjs', mcp_config: { command: 'node', args: ['${__dirname}/start.mjs'] } },
    tools_generated: true,
    prompts_generated: true,
    compatibility: { platforms: ['darwin', 'linux', 'win32'], runtimes: { node: engines.node } },
  }));
  return own;
};

const main = (): void => {
  const target = path.resolve(process.argv[2] ?? path.join(projectRoot, 'dist'));
  const folder = mkdtempSync(path.join(tmpdir(), 'animetrackr-pack-'));
  try {
    const { name, version } = stage(folder);
    mkdirSync(target, { recursive: true });
    const packed = spawnSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', target], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' });
    if (packed.status !== 0) throw new Error('npm pack failed; its own words are above.');
    const bundle = path.join(target, `${name}-${version}.mcpb`);
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
    writeFileSync(bundle, zip(files.map((file) => ({ name: path.relative(folder, file).replaceAll(path.sep, '/'), content: readFileSync(file) }))));
    process.stdout.write(`${path.join(target, `${name}-${version}.tgz`)}\n${bundle}\n`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

main();
