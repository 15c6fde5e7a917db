/** The parts of the documents that are made from the code: tool table, settings, the drawing of the graph. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pino } from 'pino';
import type { ChatDeps } from '../../graphs/chat/deps.ts';
import { compileChatGraph } from '../../graphs/chat/graph.ts';
import { settings } from '../../src/config.ts';
import type { ToolDescriptor } from '../../src/mcp/registry.ts';
import { createMcp } from '../../src/mcp/server.ts';
import type { Resources } from '../../src/tools/resource.ts';
import { createTools, type ToolDeps } from '../../src/tools/all.ts';

export type Document = { readonly file: string; readonly text: string };

/** Every document as it should be; reads the hand-written rest from `root`. */
export const documents = async (root: string): Promise<Document[]> => {
  const fill = (file: string, blocks: Readonly<Record<string, string>>): Document => ({
    file,
    text: Object.entries(blocks).reduce((text, [name, content]) => fillBlock(text, name, content), readFileSync(path.join(root, file), 'utf8')),
  });
  return [
    fill('README.md', { tools: toolTable(toolDescriptors()), settings: settingsTable() }),
    fill('graphs/README.md', { graph: await graphDrawing() }),
    { file: '.env.example', text: envExample() },
  ];
};

/**
 * The text with the block `<!-- generated:name -->` ... `<!-- /generated:name -->` replaced.
 * @throws Error when the text has no such block
 */
export const fillBlock = (text: string, name: string, content: string): string => {
  const [start, end] = [`<!-- generated:${name} -->`, `<!-- /generated:${name} -->`];
  const from = text.indexOf(start);
  const to = text.indexOf(end);
  if (from === -1 || to < from) throw new Error(`There is no block ${start} ... ${end}.`);
  return `${text.slice(0, from + start.length)}\n${content.trim()}\n${text.slice(to)}`;
};

/** Only definitions are read, so anything may stand in for what the tools work with. */
const standIn = <T>(): T => {
  const anything: unknown = new Proxy(() => anything, { get: () => anything });
  return anything as T; // never called
};

export const toolDescriptors = (): readonly ToolDescriptor[] =>
  createMcp({ tools: createTools(standIn<ToolDeps>()), resources: standIn<Resources>(), log: pino({ level: 'silent' }), version: '0' }).list();

const toolTable = (tools: readonly ToolDescriptor[]): string => {
  const explained = new Set<string>();
  return table(['tool', 'when to use it', 'arguments'], tools.map(({ name, description, inputSchema }) => [`\`${name}\``, firstSentence(description), argumentsOf(inputSchema, explained)]));
};

const firstSentence = (text: string): string => /^.*?[.:](?=\s|$)/s.exec(text)?.[0].replace(/:$/, '.') ?? text;

/** `query`, `filters{genres, types}` (its inside the first time only), **`needed`**; without the arguments that every tool takes. */
const argumentsOf = ({ properties = {}, required = [] }: ToolDescriptor['inputSchema'], explained: Set<string>): string =>
  Object.entries(properties)
    .filter(([name]) => name !== 'user_id' && name !== 'idempotency_key')
    .map(([name, given]) => {
      // one or several: the one says what is in it
      const property = given.anyOf?.[0] ?? given;
      const inner = Object.keys(property.properties ?? property.items?.properties ?? {}).join(', ');
      const known = inner === '' || explained.has(inner);
      explained.add(inner);
      const shown = `\`${name}${property.type === 'array' ? '[]' : ''}${known ? '' : `{${inner}}`}\``;
      return required.includes(name) ? `**${shown}**` : shown;
    })
    .join(', ') || '-';

const settingsTable = (): string =>
  table(['setting', 'default', 'meaning'], Object.entries(settings).map(([name, { shown, about }]) => [`\`${name}\``, shown === '' ? '-' : `\`${shown}\``, about]));

const envExample = (): string =>
  [
    '# Every setting, with its default. All are optional; a bad value is named at the start.',
    '# Copy this file to `.env` and take the `#` away from what you change. `npm run docs` makes it from src/config.ts.',
    ...Object.entries(settings).map(([name, { shown, about }]) => `\n# ${about}\n#${name}=${shown}`),
    '',
  ].join('\n');

const graphDrawing = async (): Promise<string> => {
  const drawn = await compileChatGraph(standIn<ChatDeps>()).getGraphAsync();
  return `\`\`\`mermaid\n${drawn.drawMermaid().replaceAll('&nbsp;', ' ').trim()}\n\`\`\``;
};

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`).join('\n');
