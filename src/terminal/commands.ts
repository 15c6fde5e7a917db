/** The `/` commands: one row each. */
import { AppError } from '../errors.ts';
import { renderCard, renderData, renderPast, renderSaid, renderTools, renderWhy, type Paint } from './render.ts';
import type { Answer, Past, Session } from './session.ts';

/** The conversation as the terminal holds it. */
export type Talk = { thread_id: string | undefined; last: Answer | undefined; past: readonly Past[] };
export type Screen = { print(text: string): void; readonly paint: Paint; width(): number };

type Command = {
  readonly name: string;
  readonly argument?: string;
  readonly about: string;
  /** @throws AppError */
  run(argument: string, talk: Talk, session: Session, screen: Screen): Promise<void> | void;
};

const most = 20;

export const commands: readonly Command[] = [
  { name: '/new', about: 'begins a new conversation', run: (_, talk, _session, { print }) => { Object.assign(talk, { thread_id: undefined, last: undefined }); print('A new conversation.\n'); } },
  {
    name: '/threads', about: 'lists the conversations, of the page and of every other door too',
    run: async (_, talk, session, { print, paint }) => {
      talk.past = (await here(session.past, 'conversations').list()).slice(0, most);
      print(talk.past.length === 0 ? 'There is none yet.\n' : renderPast(talk.past, paint));
    },
  },
  {
    name: '/open', argument: 'N', about: 'goes on with one of them',
    run: async (argument, talk, session, { print, paint }) => {
      const past = here(session.past, 'conversations');
      if (talk.past.length === 0) talk.past = (await past.list()).slice(0, most);
      const chosen = talk.past[Number(argument) - 1];
      if (chosen === undefined) throw new AppError('invalid_input', `There is no conversation ${argument}.`, { hint: '/threads lists them with their numbers.' });
      Object.assign(talk, { thread_id: chosen.thread_id, last: undefined });
      print(renderSaid(await past.read(chosen.thread_id), paint));
    },
  },
  { name: '/why', about: 'how the last answer came about', run: (_, { last }, _session, { print, paint }) => print(last === undefined ? 'Nothing was answered yet.\n' : renderWhy(last, paint)) },
  {
    name: '/cards', about: 'its titles with what they are about',
    run: (_, { last }, _session, { print, paint, width }) => print(last === undefined || last.results.length === 0 ? 'The last answer named no titles.\n' : `${last.results.map((result, at) => renderCard(result, width(), paint, at + 1)).join('\n\n')}\n`),
  },
  { name: '/import', argument: 'FILE', about: 'takes in a list file', run: async (file, _, session, { print }) => print(await here(session.files, 'list files').take(file)) },
  { name: '/export', argument: 'FILE', about: 'writes your list to a file', run: async (file, _, session, { print }) => print(await here(session.files, 'list files').save(file)) },
  { name: '/tools', about: 'the tools behind it', run: async (_, _talk, session, { print, paint, width }) => print(renderTools(await session.tools(), width(), paint)) },
  {
    name: '/call', argument: 'TOOL {…}', about: 'calls one with JSON arguments',
    run: async (argument, _, session, { print }) => {
      const [, name = '', json = ''] = /^(\S+)\s*(.*)$/s.exec(argument) ?? [];
      print(renderData(await session.call(name, argumentsOf(json))));
    },
  },
];

/** Those that the loop itself knows. */
const ending = ['/help', '/quit'];
export const commandNames: readonly string[] = [...commands.map(({ name }) => name), ...ending];

export const help = (): string => [...commands, { name: '/quit', argument: undefined, about: 'ends (also Ctrl+D)' }].map(({ name, argument, about }) => `  ${`${name}${argument === undefined ? '' : ` ${argument}`}`.padEnd(16)} ${about}\n`).join('');

/** @returns undefined for what is no command @throws AppError */
export const commandOf = (line: string): { readonly command: Command; readonly argument: string } | undefined => {
  const [, name, argument = ''] = /^(\/\S+)\s*(.*)$/s.exec(line) ?? [];
  const command = commands.find((one) => one.name === name);
  if (command === undefined) return undefined;
  if (command.argument !== undefined && argument === '') throw new AppError('invalid_input', `${command.name} wants ${command.argument}.`, { hint: '/help says what there is.' });
  return { command, argument };
};

const here = <Part>(part: Part | undefined, what: string): Part => {
  if (part === undefined) throw new AppError('invalid_input', `There are no ${what} here.`, { hint: 'They are there without --mcp.' });
  return part;
};

const argumentsOf = (json: string): Record<string, unknown> => {
  try {
    const read: unknown = json === '' ? {} : JSON.parse(json);
    if (typeof read === 'object' && read !== null && !Array.isArray(read)) return read as Record<string, unknown>; // JSON objects have string keys
  } catch { /* said below */ }
  throw new AppError('invalid_input', 'The arguments are no JSON object.', { hint: 'Like this: /call search_anime {"query": "cozy", "limit": 3}' });
};
