/** The loop of `npm run chat`: reads a line, says it or obeys it, prints what happens. */
import readline from 'node:readline';
import { toAppError } from '../errors.ts';
import { commandNames, commandOf, help, type Screen, type Talk } from './commands.ts';
import { completeLine } from './complete-line.ts';
import { colourPaint, plainPaint, renderEvent, renderProblem } from './render.ts';
import type { Session, Words } from './session.ts';
import { wordsFor } from './words-for.ts';
import { createWrap } from './wrap.ts';

const mostHistory = 500;

type Streams = { readonly input: NodeJS.ReadableStream; readonly output: NodeJS.WriteStream };
type Options = Streams & {
  /** A person at a screen: colours, a prompt, words that are not cut at the edge. */
  readonly interactive: boolean;
  readonly thread_id: string | undefined;
  /** What was typed in former sessions, newest first, and where what is typed now is kept. */
  readonly history: readonly string[];
  keepHistory(lines: readonly string[]): void;
};

export const runTerminal = async (session: Session, { input, output, interactive, thread_id, history, keepHistory }: Options): Promise<void> => {
  const screen: Screen = { print: (text) => void output.write(text), paint: interactive ? colourPaint : plainPaint, width: () => (interactive ? output.columns || 80 : 80) };
  const talk: Talk = { thread_id, last: undefined, past: [] };
  const lines = readline.createInterface({
    input, output, terminal: interactive, prompt: interactive ? '> ' : '', history: [...history], historySize: mostHistory, removeHistoryDuplicates: true,
    completer: (line: string) => completeLine(line, { commands: commandNames, titles: session.titles }),
  });
  lines.on('history', keepHistory);
  let stopping: AbortController | undefined;

  const say = async (words: Words): Promise<void> => {
    stopping = new AbortController();
    const wrap = createWrap(() => (interactive ? screen.width() : Number.MAX_SAFE_INTEGER));
    try {
      talk.last = await session.say(words, { thread_id: talk.thread_id, signal: stopping.signal, emit: (event) => screen.print(event.event === 'token' ? wrap.add(renderEvent(event, screen.paint)) : `${wrap.end()}${renderEvent(event, screen.paint)}`) });
      talk.thread_id = talk.last.thread_id;
    } finally {
      screen.print(`${wrap.end()}\n`);
      stopping = undefined;
    }
  };
  const obey = async (line: string): Promise<void> => {
    const found = commandOf(line);
    if (found !== undefined) return found.command.run(found.argument, talk, session, screen);
    screen.print(`${line === '/help' ? '' : `There is no command ${renderProblem({ message: line })}.\n`}${help()}`);
  };

  // Ctrl+C stops the answer; with none under way it ends the program.
  lines.on('SIGINT', () => (stopping === undefined ? lines.close() : stopping.abort()));
  if (interactive) screen.print(`${session.about} /help lists the commands, Tab completes titles.\n`);
  lines.prompt();
  for await (const raw of lines) {
    const line = raw.trim();
    if (line === '/quit' || line === '/exit') break;
    if (line !== '') await (line.startsWith('/') ? obey(line) : say(wordsFor(line, talk.last))).catch((thrown: unknown) => screen.print(`${renderProblem(toAppError(thrown))}\n`));
    lines.prompt();
  }
  lines.close();
};
