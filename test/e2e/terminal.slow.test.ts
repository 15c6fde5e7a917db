/** `npm run chat` as people use it: in a terminal (a pseudo-terminal made by util-linux `script`), and from a pipe. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { makeDataDir, programCommand, programEnv, projectRoot, runProgram, startService } from '../support/service.ts';

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
  return { until, type: (line: string) => void child.stdin.write(`${line}\n`), send: (keys: string) => void child.stdin.write(keys), raw: () => screen, pieces, ended: once(child, 'close').then(() => child.exitCode) };
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
    terminal.send('something like cowboy beb\t');
    await terminal.until(/cowboy bebop/i);
    terminal.type('');
    await terminal.until(/> $/);
    terminal.type('/quit');
    expect(await terminal.ended).toBe(0);
  });
});

describe('the chat in a pipe', () => {
  it('answers each line, remembers, resumes an open question by the number of its option, and ends with its input', async () => {
    const env = { DATA_DIR: makeDataDir() };

    const { code, stdout, stderr } = await runProgram('chat', { env, input: 'add Akira to my completed list with an 8\n\nremove Akira from my list\n1\nshow my list\n' });

    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).not.toContain(escape);
    expect(stdout).toMatch(/understood as status update\n- update_watchlist [\s\S]*Akira[\s\S]*\(1 Yes, 2 No, or in words\)[\s\S]*understood as watchlist\n- get_watchlist/);
    expect(stdout.slice(stdout.indexOf('understood as watchlist'))).not.toContain('Akira');
  });

  it('says what stands on the command line, and speaks JSON lines', async () => {
    const env = { DATA_DIR: makeDataDir() };

    const once = await runProgram('chat', { env, args: ['what', 'is', 'Mushishi', 'about?'], input: '' });
    expect(once).toMatchObject({ code: 0, stderr: '' });
    expect(once.stdout).toContain('Mushi-Shi');

    const { code, stdout } = await runProgram('chat', { env, args: ['--json'], input: 'add Monster and Akira\n1\nshow my list\n' });
    const replies = stdout.trim().split('\n').map((line) => JSON.parse(line) as { thread_id: string; interrupt: unknown; results: unknown[] });
    expect(code).toBe(0);
    expect(new Set(replies.map(({ thread_id }) => thread_id)).size).toBe(1);
    expect(replies.map(({ interrupt }) => interrupt !== null)).toEqual([true, false, false]);
    expect(replies[2]?.results).toHaveLength(2);

    const refused = await runProgram('chat', { env, args: ['--json', 'x'.repeat(10_001)], input: '' });
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: 'invalid_input' } });
  });

  it('goes on with what was begun on another door, and talks to a server elsewhere', async () => {
    const service = await startService();
    await fetch(`${service.url}/api/v1/chat`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ message: 'something like Mushishi', thread_id: 'begun-on-the-page' }) });

    const here = await runProgram('chat', { env: { DATA_DIR: service.dataDir }, input: '/threads\n/open 1\nadd the second\n' });
    expect(here.stdout).toMatch(/1\. something like Mushishi \d{4}[\s\S]*> something like Mushishi[\s\S]*\n2\. [\s\S]*Added /);

    const elsewhere = await runProgram('chat', { env: { DATA_DIR: makeDataDir() }, args: ['--mcp', `${service.url}/mcp`], input: 'add Monster and Akira\n1\n/call get_watchlist {"limit": 1}\n/tools\n/threads\n' });
    expect(elsewhere.stdout).toMatch(/Shall I make these 2 changes[\s\S]*\(1 Yes, 2 No, or in words\)[\s\S]*Added Akira[\s\S]*"total": 3[\s\S]*natural_language_query[\s\S]*There are no conversations here/);
    await service.stop();

    const nobody = await runProgram('chat', { env: { DATA_DIR: makeDataDir() }, args: ['--mcp', `${service.url}/mcp`], input: 'hello\n' });
    expect(nobody.code).toBe(1);
    expect(nobody.stderr).toContain('No MCP server answers at');
  });
});
