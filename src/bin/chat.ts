/** `npm run chat`: the conversation in a terminal. `/new`, `/why`, `/import`, `/quit`; a line each from a pipe works too. */
import './plain-environment.ts';
import readline from 'node:readline';
import { colourPaint, plainPaint, renderCard, renderEvent, renderProblem, renderWhy } from '../chat/render-terminal.ts';
import { compose } from '../compose.ts';
import { loadConfig } from '../config.ts';
import { localUser } from '../domain/caller.ts';
import type { ChatReply } from '../domain/chat-turn.ts';
import { toAppError } from '../errors.ts';
import { createLog } from '../log.ts';
import { projectRoot } from './project-root.ts';
import { failStart } from './fail-start.ts';
import { exportList, importList } from './move-list.ts';

const commands = '/new starts a new conversation, /why shows how the last answer came about, /cards shows its titles, /import FILE and /export FILE move your list, /quit ends.';

const main = async (): Promise<void> => {
  const config = loadConfig({ ...process.env, LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'error' }, projectRoot);
  const app = await compose(config, createLog(config.logLevel));
  const interactive = process.stdin.isTTY === true && process.stdout.isTTY === true;
  const paint = interactive ? colourPaint : plainPaint;
  const print = (text: string) => process.stdout.write(text);
  const lines = readline.createInterface({ input: process.stdin, output: process.stdout, terminal: interactive, prompt: interactive ? '> ' : '' });
  let thread_id: string | undefined;
  let last: ChatReply | undefined;
  let stopping: AbortController | undefined;

  const say = async (message: string): Promise<void> => {
    stopping = new AbortController();
    const pending = last?.interrupt ?? null;
    const option = pending?.options.find(({ id }) => id === message);
    const request = pending !== null && option !== undefined ? { resume: { interrupt_id: pending.id, option_id: option.id } } : { message };
    await app
      .runTurn({ ...request, user_id: localUser, ...(thread_id !== undefined && { thread_id }) }, { emit: (event) => print(renderEvent(event, paint)), signal: stopping.signal })
      .then((reply) => {
        last = reply;
        thread_id = reply.thread_id;
      })
      .catch((thrown: unknown) => {
        print(renderProblem(toAppError(thrown)));
      })
      .finally(() => { stopping = undefined; });
    print('\n');
  };

  const moveList = (action: string, file: string): Promise<void> =>
    (action === '/import' ? importList({ mcp: app.mcp, file, dry_run: false }) : exportList({ mcp: app.mcp, file }).then(({ said }) => said)).then(print, (thrown: unknown) => print(`${renderProblem(toAppError(thrown))}\n`)).then(() => undefined);

  const command = async (line: string): Promise<boolean> => {
    const [, action, file] = /^(\/(?:import|export)) +([^-\s].*)$/.exec(line) ?? [];
    if (action !== undefined && file !== undefined) {
      await moveList(action, file);
      return true;
    }
    if (line === '/new') {
      thread_id = undefined;
      last = undefined;
      print('A new conversation.\n');
    } else if (line === '/why') print(last === undefined ? 'Nothing was answered yet.\n' : renderWhy(last, paint));
    else if (line === '/cards') print(last === undefined || last.results.length === 0 ? 'The last answer named no titles.\n' : `${last.results.map((result) => renderCard(result, process.stdout.columns ?? 80, paint)).join('\n\n')}\n`);
    else if (line === '/help') print(`${commands}\n`);
    else if (line === '/quit' || line === '/exit') return false;
    else print(`There is no command ${line}. ${commands}\n`);
    return true;
  };

  // Ctrl+C stops the answer; with none under way it ends the program.
  lines.on('SIGINT', () => (stopping === undefined ? lines.close() : stopping.abort()));
  if (interactive) print(`AnimeTrackr, ${app.brain.mode} brain${app.brain.model === null ? '' : ` (${app.brain.model})`}, ${app.catalogueSize()} titles. ${commands}\n`);
  lines.prompt();
  for await (const raw of lines) {
    const line = raw.trim();
    if (line.startsWith('/') ? !(await command(line)) : false) break;
    if (line !== '' && !line.startsWith('/')) await say(line);
    lines.prompt();
  }
  lines.close();
  await app.close();
};

await main().catch(failStart);
