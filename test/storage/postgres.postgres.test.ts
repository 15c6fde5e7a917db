/** What only PostgreSQL does: several processes on one database, a server that goes away, databases that are not ours to touch. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPostgresStorage } from '../../src/storage/postgres.ts';
import type { Storage } from '../../src/storage/storage.ts';
import { onServer, postgresUnderTest } from './postgres-under-test.ts';
import { listEntry, nextEpisode, put } from './samples.ts';

const ann = 'ann';

describe('PostgreSQL storage', () => {
  let under: ReturnType<typeof postgresUnderTest>;
  let one: Storage;
  let other: Storage;

  beforeEach(async () => {
    under = postgresUnderTest();
    // Two that start together on an empty database: one makes the tables, the other waits.
    [one, other] = await Promise.all([under.open(), under.open()]);
  });
  afterEach(() => under.dispose());

  it("lets a thread's turns of two processes run one after the other", async () => {
    const order: string[] = [];
    const turn = async (storage: Storage, turn_id: string): Promise<void> => {
      const unit = await storage.turns.open({ turn_id, thread_id: 't', user_id: ann });
      order.push(`begin ${turn_id}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      await storage.turns.commit(unit, { title: 'x', messages: [{ role: 'user', content: turn_id }] });
      order.push(`end ${turn_id}`);
    };

    for (let round = 0; round < 5; round += 1) await Promise.all([turn(one, `a${round}`), turn(other, `b${round}`)]);

    const pairs = Array.from({ length: 10 }, (_, at) => order.slice(2 * at, 2 * at + 2));
    expect(pairs.every(([begin, end]) => begin?.slice(6) === end?.slice(4))).toBe(true);
    expect((await one.threads.get(ann, 't'))?.message_count).toBe(10);
  });

  it('refuses a turn when the other process does not end its own in time, and hands the thread over when it has', async () => {
    const patient = await createPostgresStorage({ url: under.url, lockWaitMs: 60 });
    const held = await one.turns.open({ turn_id: 'a', thread_id: 't', user_id: ann });

    await expect(patient.turns.open({ turn_id: 'b', thread_id: 't', user_id: ann })).rejects.toMatchObject({ code: 'conflict', retryAfter: 1 });
    one.turns.abandon(held);

    await expect(patient.turns.open({ turn_id: 'b', thread_id: 't', user_id: ann })).resolves.toMatchObject({ thread_id: 't' });
    await patient.close();
  });

  it('loses no change of two processes that write one list at once', async () => {
    const entry = listEntry({ progress: 0 });
    await one.list.apply(ann, [put(entry)], { door: 'http' });

    await Promise.all(Array.from({ length: 40 }, (_, at) => (at % 2 ? one : other).list.apply(ann, [nextEpisode(entry.anime_id)], { door: 'http' })));

    expect((await one.list.all(ann))[0]?.progress).toBe(40);
    const changes = await other.list.changes(ann, { limit: 100 });
    expect(changes.slice(0, 40).map(({ after }) => after?.progress)).toEqual(Array.from({ length: 40 }, (_, at) => 40 - at));
  });

  it('shows at once what another process has written', async () => {
    expect(await other.list.all(ann)).toEqual([]);
    await one.list.apply(ann, [put(listEntry())], { door: 'http' });

    expect(await other.list.all(ann)).toHaveLength(1);
  });

  it('says that the server is gone, and works again when it is back, without losing what was acknowledged', async () => {
    await one.list.apply(ann, [put(listEntry())], { door: 'http' });
    await onServer(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = '${under.schema}'`);

    // A connection that the server closed may be noticed at its next use only.
    const first = await one.list.all(ann).then((rows) => rows.length, (error: { code: string }) => error.code);

    expect([1, 'unavailable']).toContain(first);
    expect(await one.list.all(ann)).toHaveLength(1);
  });

  it.each([
    ['nobody listens there', 'postgres://postgres@127.0.0.1:1/test', 'cannot be reached'],
    ['the database does not exist', 'no-such-database', 'no such database'],
  ])('refuses to start when %s', async (_, url, message) => {
    const address = new URL(under.url);
    address.pathname = '/no_such_database';

    await expect(createPostgresStorage({ url: url === 'no-such-database' ? address.href : url })).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining(message) as string });
  });

  it("leaves a newer version's database alone", async () => {
    await onServer(`insert into ${under.schema}.schema_migrations values ('9999-later', 'then')`);

    await expect(createPostgresStorage({ url: under.url })).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('newer version') as string });
  });

  it('keeps a text with a NUL, an emoji and quotes as data', async () => {
    const notes = "a\0b 🎬 '; drop table threads; --";
    await one.list.apply(ann, [put(listEntry({ notes }))], { door: 'http' });

    expect((await other.list.all(ann))[0]?.notes).toBe(notes.replace('\0', '\uFFFD'));
  });
});
