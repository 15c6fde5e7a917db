/** The house's own lint rules bite. Types are left out: what typescript-eslint finds with them is its own affair, and slow. */
import path from 'node:path';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const eslint = new ESLint({
  cwd: root,
  overrideConfig: [
    tseslint.configs.disableTypeChecked,
    { languageOptions: { parserOptions: { projectService: false } }, linterOptions: { reportUnusedDisableDirectives: 'off' } },
  ] as ESLint.Options['overrideConfig'] & object,
});

/** Names of the rules that a text breaks, as if it stood in a file. */
const broken = async (file: string, text: string): Promise<string[]> => {
  const [result] = await eslint.lintText(`${text}\n`, { filePath: path.join(root, file) });
  return (result?.messages ?? []).map(({ ruleId, message }) => ruleId ?? message);
};

describe('lint', () => {
  it.each([
    ['the environment outside of a program', 'src/web/x.ts', "export const port = process.env['PORT'];"],
    ['an exit outside of a program', 'graphs/chat/x.ts', 'export const stop = () => process.exit(1);'],
    ['stdout outside of a program', 'src/mcp/x.ts', "export const say = () => process.stdout.write('x');"],
    ['catching in a tool', 'src/tools/x.ts', 'export const run = () => { try { return 1; } catch { return 2; } };'],
    ['catching in a node', 'graphs/chat/nodes/x.ts', 'export const run = (work: Promise<number>) => work.catch(() => 2);'],
    ['catching in a route', 'src/web/routes/x.ts', 'export const run = () => { try { return 1; } catch { return 2; } };'],
    ['a default export', 'src/tools/x.ts', 'export default 1;'],
    ['a barrel', 'src/tools/x.ts', "export * from './tool.ts';"],
    ['a class that nothing asks for', 'src/tools/x.ts', 'export class Thing {}'],
  ])('refuses %s', async (_what, file, text) => {
    expect(await broken(file, text)).toEqual(['no-restricted-syntax']);
  });

  it('refuses the console, everywhere', async () => {
    expect(await broken('src/bin/x.ts', "console.log('x');")).toEqual(['no-console']);
    expect(await broken('test/x.ts', "console.log('x');")).toEqual(['no-console']);
  });

  it('refuses fetch but where the network is reached', async () => {
    expect(await broken('src/tools/x.ts', "export const x = () => fetch('http://127.0.0.1');")).toEqual(['no-restricted-globals']);
    expect(await broken('src/models/x.ts', "export const x = () => fetch('http://127.0.0.1');")).toEqual([]);
  });

  it('lets programs read the environment and exit', async () => {
    expect(await broken('src/bin/x.ts', "export const x = () => process.exit(Number(process.env['CODE']));")).toEqual([]);
    expect(await broken('graphs/studio.ts', "export const x = process.env['CODE'];")).toEqual([]);
  });

  it.each([
    ['any', 'export const x = (y: any): unknown => y;'],
    ['as', 'export const x = (y: unknown) => y as string;'],
    ['!', 'export const x = (y: string[]) => y[0]!;'],
  ])('asks for a reason beside `%s`', async (_what, text) => {
    expect(await broken('src/tools/x.ts', text)).toEqual(['own/reason-beside']);
    expect(await broken('src/tools/x.ts', `${text} // because`)).toEqual([]);
    expect(await broken('src/tools/x.ts', `// because\n${text}`)).toEqual([]);
    expect(await broken('src/tools/x.ts', `// because\n\n${text}`)).toEqual(['own/reason-beside']);
  });

  it('takes one announced reason for a whole definition', async () => {
    const loop = (comment: string) => `export const sum = (y: number[]) => {\n  let a = 0;\n  ${comment}\n  for (let i = 0; i < y.length; i += 1) {\n    a += 1;\n    a += y[i]!;\n  }\n  return a;\n};`;

    expect(await broken('src/vectors/x.ts', loop('// `!`: i < y.length'))).toEqual([]);
    expect(await broken('src/vectors/x.ts', loop('// fast'))).toEqual(['own/reason-beside']);
  });

  it('needs no reason for what claims nothing', async () => {
    expect(await broken('src/tools/x.ts', "export const x = { a: ['b'] as const, c: [] as string[], d: JSON.parse('1') as unknown };")).toEqual([]);
  });
});
