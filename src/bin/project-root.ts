import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Relative settings and shipped data start from here, wherever a command is run. */
export const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
