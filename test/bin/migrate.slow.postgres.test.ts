/** `npm run migrate` as a process: from a SQLite file to a PostgreSQL database, everything or nothing. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Storage } from '../../src/storage/storage.ts';
import { onServer, postgresUnderTest } from '../storage/postgres-under-test.ts';
import { listEntry, nextEpisode, put, remove, reply } from '../storage/samples.ts';
import { sqliteUnderTest } from '../storage/sqlite-under-test.ts';

const root = path.resolve(import.meta.dirname, '../..');

const run = async (...args: readonly string[]) => {
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(root, 'src/bin/migrate.ts'), ...args], { cwd: root, env: { ...process.env, DATABASE_URL: '', REDIS_URL: '' } });
  const out = { stdout: '', stderr: '' };
  child.stdout.on('data', (text: Buffer) => (out.stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (out.stderr += text.toString()));
  return { code: await new Promise<number | null>((resolve) => child.on('close', resolve)), ...out };
};

const worlds = async () => {
  const local = sqliteUnderTest();
  const server = postgresUnderTest();
  onTestFinished(async () => {
    await local.dispose();
    await server.dispose();
  });
  await onServer(`create schema ${server.schema}`);
  return { local, server };
};

const write = async (storage: Storage): Promise<void> => {
  for (const user of ['local', 'mika']) {
    await storage.list.apply(user, [put(listEntry({ notes: 'a "note", 日本語 🦊' })), put(listEntry({ anime_id: 'mal:2', title: 'Trigun', score: 9.5 }))], { door: 'chat' });
    await storage.list.apply(user, [nextEpisode('mal:1')], { door: 'mcp' });
    await storage.list.apply(user, [remove('mal:2')], { door: 'http' });
    await storage.wishes.apply(user, ({ preferences }) => ({ preferences: { ...preferences, title_language: 'native' }, feedback: [{ anime_id: 'mal:1', kind: 'liked', at: '2031-01-01T00:00:00.000Z' }] }), {});
    for (const turn_id of ['1', '2', '3']) {
      const unit = await storage.turns.open({ turn_id: `${user}-${turn_id}`, thread_id: `thread of ${user}`, user_id: user });
      await storage.turns.commit(unit, { title: 'Space', messages: [{ role: 'user', content: `hello ${turn_id}` }, { role: 'assistant', content: 'Try **Cowboy Bebop**.', reply: reply({ turn_id }) }], suggested: [{ anime_id: 'mal:1', score: 0.5, reason: null, kind: 'similar', context: '' }] });
    }
  }
};

/** All that can be read, by user. */
const told = async (storage: Storage) =>
  Promise.all(
    ['local', 'mika'].map(async (user) => ({
      list: await storage.list.all(user),
      changes: (await storage.list.changes(user, { limit: 100 })),
      wishes: await storage.wishes.read(user),
      suggested: await storage.suggestions.list(user, { limit: 10 }),
      threads: await storage.threads.list(user, { limit: 10, offset: 0 }),
      messages: (await storage.threads.messages(`thread of ${user}`, { limit: 100 })).messages.map(({ id: _id, ...message }) => message),
    })),
  );

describe('npm run migrate', () => {
  it('copies lists, changes and conversations, and leaves the file as it is', async () => {
    const { local, server } = await worlds();
    const before = await local.open();
    await write(before);
    const here = await told(before);
    await before.close();

    const { code, stdout, stderr } = await run('--from', local.file, '--to', server.url);

    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(stdout).toMatch(/list changes\s+8\n/);
    expect(await told(await server.open())).toEqual(here);
    expect(await told(await local.open())).toEqual(here);
  });

  it('goes on where it was: what is written afterwards comes after what was copied', async () => {
    const { local, server } = await worlds();
    await write(await local.open());
    await run('--from', local.file, '--to', server.url);
    const storage = await server.open();

    await storage.list.apply('local', [nextEpisode('mal:1')], { door: 'chat' });

    const [newest, second] = await storage.list.changes('local', { limit: 2 });
    expect(newest?.after?.progress).toBe(5);
    expect(second?.after).toBeNull();
  });

  it('copies nothing over a profile that is there already, and says whose it is', async () => {
    const { local, server } = await worlds();
    await write(await local.open());
    const storage = await server.open();
    await storage.list.apply('mika', [put(listEntry({ title: 'Theirs' }))], { door: 'chat' });

    const { code, stderr } = await run('--from', local.file, '--to', server.url);

    expect([code, stderr]).toEqual([1, expect.stringContaining('already has data of the profile "mika"')]);
    expect(await storage.list.all('local')).toEqual([]);
    expect(await storage.list.all('mika')).toMatchObject([{ title: 'Theirs' }]);
  });

  it.each([
    ['where to', [], /`--to` is missing/],
    ['a file that is not there', ['--from', '/nowhere/at/all.sqlite', '--to', 'postgres://127.0.0.1/test'], /There is no file/],
    ['what is no address', ['--from', import.meta.filename, '--to', 'nonsense'], /not a (?:URL|database)|damaged|cannot be (?:used|opened|read)/],
    ['arguments that mean nothing', ['--frobnicate'], /not understood/],
  ])('refuses %s with a sentence', async (_what, args, sentence) => {
    const { code, stderr } = await run(...args);

    expect([code, stderr]).toEqual([1, expect.stringMatching(sentence)]);
    expect(stderr).not.toContain('    at ');
  });
});
