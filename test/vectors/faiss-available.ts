/** Whether faiss-node loads on this machine (asked in a child: the addon must not live in a test process). */
import { spawnSync } from 'node:child_process';

export const faissAvailable = spawnSync(process.execPath, ['-e', "require('faiss-node')"], { cwd: import.meta.dirname, stdio: 'ignore' }).status === 0;

if (!faissAvailable) process.stderr.write('FAISS IS NOT AVAILABLE ON THIS MACHINE: its tests check the flat fallback only. See what `npm start` says about it.\n');
