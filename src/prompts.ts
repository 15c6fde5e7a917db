/**
 * The texts models are given: `prompts/*.md`, read and checked once at boot. A file has front matter (name, purpose, inputs), a part
 * `## system` with our own words and a part `## user` with what the turn brings. Inputs are filled in as `{{name}}`: in the system
 * part as they are (only our own text may go there), in the user part as a fenced data block that its content cannot close.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from './errors.ts';

export type RenderedPrompt = { readonly system: string; readonly user: string };

export type Prompts = {
  readonly names: readonly string[];
  /**
   * For boot: the prompt exists and takes exactly these inputs.
   * @throws AppError invalid_input that names the file
   */
  expect(name: string, inputs: readonly string[]): void;
  /** @throws AppError internal when a value is missing or too much */
  render(name: string, values: Readonly<Record<string, string>>): RenderedPrompt;
};

type Prompt = { readonly file: string; readonly inputs: readonly string[]; readonly system: string; readonly user: string };

const placeholder = /\{\{\s*([a-z_]+)\s*\}\}/g;

/**
 * Reads all prompts of a folder; `README.md` is none.
 * @throws AppError invalid_input that names the first file that is wrong, and what is wrong with it
 */
export const loadPrompts = async (folder: string): Promise<Prompts> => {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.md') && file !== 'README.md').sort();
  const prompts = new Map<string, Prompt>();
  for (const file of files) prompts.set(path.basename(file, '.md'), parsePrompt(file, await readFile(path.join(folder, file), 'utf8')));

  return {
    names: [...prompts.keys()],
    expect(name, inputs) {
      const prompt = prompts.get(name);
      if (prompt === undefined) throw wrong(`${name}.md`, 'the file is missing');
      agree(prompt.file, new Set(inputs), new Set(prompt.inputs), { missing: 'the front matter has no input', extra: 'nothing fills in the input' });
    },
    render(name, values) {
      const prompt = prompts.get(name);
      if (prompt === undefined || prompt.inputs.some((input) => values[input] === undefined) || Object.keys(values).length !== prompt.inputs.length) {
        throw new AppError('internal', `The prompt ${name} was not given its inputs.`);
      }
      return {
        system: prompt.system.replace(placeholder, (_whole, input: string) => values[input] ?? ''),
        user: prompt.user.replace(placeholder, (_whole, input: string) => fence(input, values[input] ?? '')),
      };
    },
  };
};

/** A block that its content cannot leave: no `<` of the content survives, so none of it can be a closing tag. */
const fence = (name: string, text: string): string => `<data name="${name}">\n${text.replaceAll('<', '&lt;')}\n</data>`;

const parsePrompt = (file: string, text: string): Prompt => {
  const parts = /^---\n(?<head>[\s\S]*?)\n---\n\s*## system\n(?<system>[\s\S]*?)\n## user\n(?<user>[\s\S]*)$/.exec(text.replaceAll('\r\n', '\n'))?.groups;
  if (parts === undefined) throw wrong(file, 'it needs front matter between two lines `---`, then `## system`, then `## user`');
  const { head = '', system = '', user = '' } = parts;
  const fields = new Map(head.split('\n').map((line): [string, string] => [line.slice(0, line.indexOf(':')).trim(), line.slice(line.indexOf(':') + 1).trim()]));
  if (fields.get('name') !== path.basename(file, '.md')) throw wrong(file, 'its `name` must be the name of the file');
  if (!fields.get('purpose')) throw wrong(file, 'it needs a `purpose`');
  const list = /^\[(.*)\]$/.exec(fields.get('inputs') ?? '')?.[1];
  if (list === undefined) throw wrong(file, 'it needs `inputs: [one, two]`');
  const inputs = list.split(',').map((input) => input.trim()).filter(Boolean);
  const used = new Set([...`${system}${user}`.matchAll(placeholder)].map(([, input]) => input ?? ''));
  agree(file, used, new Set(inputs), { missing: '`inputs` lacks', extra: 'no placeholder uses the input' });
  return { file, inputs, system: system.trim(), user: user.trim() };
};

const agree = (file: string, wanted: ReadonlySet<string>, found: ReadonlySet<string>, words: { missing: string; extra: string }): void => {
  for (const input of wanted) if (!found.has(input)) throw wrong(file, `${words.missing} "${input}"`);
  for (const input of found) if (!wanted.has(input)) throw wrong(file, `${words.extra} "${input}"`);
};

const wrong = (file: string, what: string): AppError => new AppError('invalid_input', `prompts/${file}: ${what}.`, { hint: 'prompts/README.md describes the form.' });
