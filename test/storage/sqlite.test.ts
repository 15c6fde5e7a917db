/** What only a file on a disk can do wrong, and that nothing is touched or lost when it does. */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { emptyCheckpoint } from '@langchain/langgraph-checkpoint';
import Database from 'better-sqlite3';
import { Kysely } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createReplyCodec, wholeReplies } from '../../src/storage/reply-codec.ts';
import type { Schema } from '../../src/storage/sql/schema.ts';
import { createSqlStorage } from '../../src/storage/sql/sql-storage.ts';
import type { FileSync } from '../../src/storage/file-sync.ts';
import { createSqliteDialect } from '../../src/storage/sqlite-dialect.ts';
import { createSqliteStorage } from '../../src/storage/sqlite.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { entry, listEntry, nextEpisode, put, reply } from './samples.ts';
import { sqliteUnderTest } from './sqlite-under-test.ts';

let under: ReturnType<typeof sqliteUnderTest>;
beforeEach(() => {
  under = sqliteUnderTest();
});
afterEach(() => under.dispose());

const onDiskAtOnce: FileSync = { synced: async () => {}, close: async () => {} };
/** A storage on a connection that the test can hurt. */
const onConnection = (database: Database.Database, { lockWaitMs, log = onDiskAtOnce }: { lockWaitMs?: number; log?: FileSync } = {}): Storage => {
  const dialect = createSqliteDialect(database, { lockWaitMs, log });
  const db = new Kysely<Schema>({ dialect });
  return createSqlStorage({ db, engine: 'sqlite', codec: wholeReplies, now: () => new Date(), changedElsewhere: dialect.changedElsewhere, close: dialect.close });
};
const addMany = (storage: Storage, count: number) =>
  storage.list.apply('ann', Array.from({ length: count }, (_, n) => put(listEntry({ anime_id: `mal:${n}`, notes: 'x'.repeat(500) }))), { door: 'cli' });

describe('opening', () => {
  it('makes the folder and the file, and leaves one file behind when it closes', async () => {
    const file = path.join(path.dirname(under.file), 'deep', 'er', 'user.sqlite');
    const storage = await createSqliteStorage({ file });
    await storage.list.apply('ann', [put(listEntry())], { door: 'cli' });
    await storage.close();

    expect(readdirSync(path.dirname(file)).filter((name) => statSync(path.join(path.dirname(file), name)).size > 0 && !name.endsWith('-shm'))).toEqual(['user.sqlite']);
  });

  it('writes through a log that others can read meanwhile', async () => {
    const storage = await under.open();
    await storage.list.apply('ann', [put(listEntry())], { door: 'cli' });

    const database = new Database(under.file);

    expect(database.pragma('journal_mode')).toEqual([{ journal_mode: 'wal' }]);
    expect(database.prepare('select count(*) as n from list_entries').all()).toEqual([{ n: 1 }]);
    database.close();
  });

  it.each([
    ['text', 'no database at all, '.repeat(100), 'damaged'],
    ['a header and nothing behind it', `SQLite format 3\0${'\x01'.repeat(5000)}`, 'damaged'],
  ])('refuses %s', async (_what, content, problem) => {
    writeFileSync(under.file, content, 'latin1');

    await expect(under.open()).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining(problem), hint: expect.stringContaining('backup') });

    expect(readFileSync(under.file, 'latin1')).toBe(content);
  });

  it('refuses a file that lost its end', async () => {
    const storage = await under.open();
    await addMany(storage, 200);
    await storage.close();
    truncateSync(under.file, Math.floor(statSync(under.file).size / 2));

    await expect(under.open()).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('damaged') });
  });

  it("refuses another program's database and leaves it as it is", async () => {
    const other = new Database(under.file);
    other.exec('create table notes (text text)');
    other.close();
    const before = readFileSync(under.file);

    await expect(under.open()).rejects.toMatchObject({ code: 'unavailable', message: 'The database file user.sqlite belongs to another program.' });

    expect(readFileSync(under.file).equals(before)).toBe(true);
  });

  it("refuses a newer version's database and leaves it as it is", async () => {
    await (await under.open()).close();
    const newer = new Database(under.file);
    newer.exec("insert into schema_migrations values ('9999-from-the-future', '2030-01-01')");
    newer.pragma('wal_checkpoint(truncate)');
    newer.close();
    const before = readFileSync(under.file);

    await expect(under.open()).rejects.toMatchObject({ code: 'unavailable', message: 'The database was written by a newer version of this program.', hint: expect.stringContaining('Update the program') });

    expect(readFileSync(under.file).equals(before)).toBe(true);
  });

  it('names the file, not the folder, when it cannot be opened', async () => {
    mkdirSync(under.file);

    await expect(under.open()).rejects.toMatchObject({ code: 'unavailable', message: 'The database file user.sqlite cannot be opened.', hint: expect.stringContaining('data folder') });
  });

  it('lets several processes start on a new file at the same time', async () => {
    const storages = await Promise.all([under.open(), under.open(), under.open()]);

    for (const storage of storages) await expect(storage.ping()).resolves.toBeUndefined();
  });
});

describe('the disk', () => {
  it('is waited for before a write is acknowledged, and by nobody else', async () => {
    await (await under.open()).close();
    let confirm = (): void => {};
    const confirmed = new Promise<void>((resolve) => { confirm = resolve; });
    const storage = onConnection(new Database(under.file), { log: { synced: () => confirmed, close: async () => {} } });
    let acknowledged = false;
    const written = storage.list.apply('ann', [put(listEntry())], { door: 'cli' }).then(() => { acknowledged = true; });

    await storage.ping();
    expect(acknowledged).toBe(false);
    confirm();
    await written;

    expect(acknowledged).toBe(true);
    await storage.close();
  });

  it('that does not confirm is said', async () => {
    await (await under.open()).close();
    const storage = onConnection(new Database(under.file), { log: { synced: () => Promise.reject(Object.assign(new Error('fdatasync'), { code: 'EIO' })), close: async () => {} } });

    await expect(storage.list.apply('ann', [put(listEntry())], { door: 'cli' })).rejects.toMatchObject({ code: 'unavailable', message: 'The disk did not confirm that this was saved.' });

    await storage.close();
  });
});

describe('trouble while running', () => {
  it('answers unavailable on a full disk, keeps what was acknowledged, and goes on when there is room', async () => {
    await (await under.open()).close();
    const database = new Database(under.file);
    const storage = onConnection(database);
    await storage.list.apply('ann', [put(listEntry({ anime_id: 'mal:first' }))], { door: 'cli' });
    database.pragma(`max_page_count = ${String(statSync(under.file).size / 4096 + 5)}`);

    await expect(addMany(storage, 500)).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('disk is full') });

    expect((await storage.list.all('ann')).map(({ anime_id }) => anime_id)).toEqual(['mal:first']);
    database.pragma('max_page_count = 100000');
    await addMany(storage, 500);
    expect(await storage.list.all('ann')).toHaveLength(501);
    await storage.close();
  });

  it('a turn that finds the disk full can be committed again', async () => {
    await (await under.open()).close();
    const database = new Database(under.file);
    const storage = onConnection(database);
    const unit = await storage.turns.open({ turn_id: 'turn-1', thread_id: 't', user_id: 'ann' });
    const turn = { title: 'x', messages: [{ role: 'user' as const, content: 'long '.repeat(20_000) }] };
    database.pragma(`max_page_count = ${String(statSync(under.file).size / 4096 + 2)}`);
    await expect(storage.turns.commit(unit, turn)).rejects.toMatchObject({ code: 'unavailable' });
    expect(await storage.threads.get('ann', 't')).toBeNull();
    database.pragma('max_page_count = 100000');

    await storage.turns.commit(unit, turn);

    expect((await storage.threads.get('ann', 't'))?.message_count).toBe(1);
    await storage.close();
  });

  it('answers unavailable when the file may not be written, and still reads', async () => {
    await (await under.open()).list.apply('ann', [put(listEntry())], { door: 'cli' });
    const database = new Database(under.file);
    database.pragma('query_only = ON');
    const storage = onConnection(database);

    await expect(addMany(storage, 1)).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('read-only') });

    expect(await storage.list.all('ann')).toHaveLength(1);
    await storage.close();
  });

  it('waits for a writer of another process, then writes', async () => {
    const storage = await under.open();
    await storage.ping();
    const other = new Database(under.file);
    other.exec('begin immediate');

    const written = storage.list.apply('ann', [put(listEntry())], { door: 'cli' });
    await new Promise((resolve) => setTimeout(resolve, 150));
    other.exec('commit');

    expect(await written).toHaveLength(1);
    other.close();
  });

  it('gives up on a writer that does not end, for all who wait at once, and says when to try again', async () => {
    await (await under.open()).close();
    const other = new Database(under.file);
    other.exec('begin immediate');
    const storage = onConnection(new Database(under.file), { lockWaitMs: 300 });
    const began = performance.now();

    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => addMany(storage, 1)));

    expect(outcomes).toMatchObject(Array.from({ length: 10 }, () => ({ status: 'rejected', reason: { code: 'unavailable', retryAfter: 1 } })));
    expect(performance.now() - began).toBeLessThan(2500);
    expect(await storage.list.all('ann')).toEqual([]);
    other.exec('rollback');
    other.close();
    await storage.close();
  });

  it('never mixes the transactions of callers in one process', async () => {
    const storage = await under.open();
    await storage.list.apply('ann', [put(listEntry({ progress: 0 })), put(listEntry({ anime_id: 'mal:2', progress: 0 }))], { door: 'cli' });

    const outcomes = await Promise.allSettled(
      Array.from({ length: 30 }, (_, n) => storage.list.apply('ann', [nextEpisode('mal:1'), nextEpisode(n % 3 === 0 ? 'mal:404' : 'mal:2')], { door: 'cli' })),
    );

    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
    expect((await storage.list.all('ann')).map(({ progress }) => progress)).toEqual([20, 20]);
  });

  it('survives values that the driver cannot bind', async () => {
    const storage = await under.open();
    // A mistake of ours, not of a type-checked caller: a boolean would abort the process inside the driver.
    const odd = put(listEntry({ notes: true as unknown as string }));

    await storage.list.apply('ann', [odd], { door: 'cli' });

    expect((await storage.list.all('ann'))[0]?.notes).toMatch(/^1/);
  });

  it('stores a turn of ten results in less than 3 KB beyond its text, however long the thread', async () => {
    const bebop = entry();
    const storage = await under.open({ compact: createReplyCodec({ entryById: () => bebop }) });
    const [turns, question, answer] = [200, 'q'.repeat(200), 'a'.repeat(600)];
    const results = Array.from({ length: 10 }, (_, n) => ({ ...bebop, anime_id: `mal:${String(n * 997)}`, title: `A Title ${String(n)} of Some Length`, reasons: [`Because you liked Title ${String(n)} and rated it 9`, 'Shares space, noir, bounty hunters'], similarity_score: 1 / (n + 2) }));
    for (let n = 0; n < turns; n += 1) {
      const turn_id = randomUUID();
      const unit = await storage.turns.open({ turn_id, thread_id: 't', user_id: 'ann' });
      const slots = { shown: results.map(({ anime_id }) => anime_id), facts: 'x'.repeat(500) };
      await storage.checkpointer.put({ configurable: { thread_id: 't' } }, { ...emptyCheckpoint(), channel_values: { slots }, channel_versions: { slots: n + 1 } }, { source: 'loop', step: n, parents: {} }, { slots: n + 1 });
      await storage.turns.commit(unit, {
        title: 'x',
        messages: [{ role: 'user', content: question }, { role: 'assistant', content: answer, reply: reply({ thread_id: 't', turn_id, response: answer, results }) }],
      });
    }
    await storage.close();

    expect(statSync(under.file).size / turns - question.length - answer.length).toBeLessThan(3072);
  });

  it('folds its log into the file when it closes', async () => {
    const storage = await under.open();
    await addMany(storage, 50);

    await storage.close();

    expect(existsSync(`${under.file}-wal`) ? statSync(`${under.file}-wal`).size : 0).toBe(0);
  });
});
