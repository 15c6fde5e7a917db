/** `npm run docs`: writes the generated parts of the documents; with `-- --check` only says what is stale, with exit code 1. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { documents } from './documents.ts';

const { check, root } = parseArgs({ options: { check: { type: 'boolean', default: false }, root: { type: 'string', default: path.resolve(import.meta.dirname, '../..') } } }).values;

const read = (file: string): string => (existsSync(path.join(root, file)) ? readFileSync(path.join(root, file), 'utf8') : '');
const stale = (await documents(root)).filter(({ file, text }) => read(file) !== text);

for (const { file, text } of stale) {
  if (check) {
    const [before, after] = [read(file).split('\n'), text.split('\n')];
    const at = after.findIndex((line, index) => line !== before[index]);
    process.stderr.write(`${file} is stale from line ${at + 1} on:\n- ${before[at] ?? '(end of file)'}\n+ ${after[at] ?? '(end of file)'}\n`);
  } else {
    writeFileSync(path.join(root, file), text);
    process.stdout.write(`${file} written\n`);
  }
}
if (check && stale.length > 0) {
  process.stderr.write('Run `npm run docs` and commit what it writes.\n');
  process.exitCode = 1;
}
