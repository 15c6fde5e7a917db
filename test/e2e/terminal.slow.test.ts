/** `npm run chat` as people use it: in a terminal (a pseudo-terminal made by util-linux `script`), and from a pipe. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { makeDataDir, programCommand, programEnv, projectRoot, runProgram } from '../support/service.ts';

// Starting a program takes seconds, many times as long when the machine is busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const hasTerminal = spawnSync('script', ['--version']).status === 0;
if (!hasTerminal) process.stderr.write('THERE IS NO `script` (util-linux) HERE: the chat is not tested in a terminal, only from a pipe.\n');

const escape = '\u001B';
const plain = (text: string): string => text.replaceAll(new RegExp(`${escape}\\[[\\d;?]*[A-Za-z]`, 'g'), '').replaceAll('\r', '');

/** A person at a terminal: types a line, reads until something shows. */
const openTerminal = () => {
  const { command, args } = programCommand('chat');
  const child = spawn('script', ['-qfec', [command, ...args].map((part) => `'${part}'`).join(' '), '/dev/null'], { cwd: projectRoot, env: programEnv({ DATA_DIR: makeDataDir(), TERM: 'xterm' }), stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const pieces: { at: number; text: string }[] = [];
  let [screen, read] = ['', 0];
  child.stdout.on('data', (text: Buffer) => {
    pieces.push({ at: performance.now(), text: text.toString() });
    screen += text.toString();
  });
  /** What appeared since the last time, up to and with the pattern. */
  const until = async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const found = pattern.exec(plain(screen).slice(read));
      if (found !== null) {
        const from = read;
        read += found.index + found[0].length;
        return plain(screen).slice(from, read);
      }
      await once(child.stdout, 'data');
    }
  };
  return { until, type: (line: string) => void child.stdin.write(`${line}\n`), raw: () => screen, pieces, ended: once(child, 'close').then(() => child.exitCode) };
};

if (hasTerminal) describe('the chat in a terminal', () => {
  it('streams an answer with its tool calls, explains it, shows its cards, begins anew and ends', async () => {
    const terminal = openTerminal();
    expect(await terminal.until(/> $/)).toMatch(/AnimeTrackr, embedded brain, \d+ titles\./);

    terminal.type('something like Death Note but shorter');
    const answer = await terminal.until(/> $/);
    expect(answer).toContain('understood as recommendation');
    expect(answer).toMatch(/- get_\w+ \{.*\} ok, [\d.]+ ms/);
    expect(answer).toMatch(/\n1\. /);
    expect(answer).not.toContain('**');
    expect(terminal.raw()).toContain(`${escape}[1m`);

    terminal.type('/why');
    expect(await terminal.until(/> $/)).toMatch(/intent recommendation \(\d+ %, \w+\)[\s\S]*tool get_\w+ \{[\s\S]*brain embedded; [\d.]+ ms/);
    terminal.type('/cards');
    expect(await terminal.until(/> $/)).toMatch(/TV · \d{4} · \d+ ep/);
    terminal.type('/new');
    expect(await terminal.until(/> $/)).toContain('A new conversation.');
    terminal.type('why the second?');
    expect(await terminal.until(/> $/)).not.toMatch(/\n1\. /);
    terminal.type('/nonsense');
    expect(await terminal.until(/> $/)).toContain('There is no command /nonsense.');
    terminal.type('/quit');
    expect(await terminal.ended).toBe(0);
  });
});

describe('the chat in a pipe', () => {
  it('answers each line, remembers, resumes an open question by its option, and ends with its input', async () => {
    const env = { DATA_DIR: makeDataDir() };

    const { code, stdout, stderr } = await runProgram('chat', { env, input: 'add Akira to my completed list with an 8\n\nremove Akira from my list\nyes\nshow my list\n' });

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).not.toContain(escape);
    expect(stdout).toMatch(/understood as status update\n- update_watchlist [\s\S]*Akira[\s\S]*\(answer with yes, no, or in words\)[\s\S]*understood as watchlist\n- get_watchlist/);
    expect(stdout.slice(stdout.indexOf('understood as watchlist'))).not.toContain('Akira');
  });
});
