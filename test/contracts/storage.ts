/** What every storage engine must do. An engine's test file calls this with a way to open an empty database, again and again. */
import { emptyCheckpoint, type Checkpoint } from '@langchain/langgraph-checkpoint';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TurnUnit } from '../../src/domain/caller.ts';
import { noPreferences, noWishes, type FeedbackKind, type Suggested, type Wishes } from '../../src/domain/preferences.ts';
import type { ReplyCodec } from '../../src/storage/reply-codec.ts';
import type { ListMutation, Storage, WishMutation } from '../../src/storage/storage.ts';
import { clock, listEntry, nextEpisode, put, remove, reply } from '../storage/samples.ts';

export type StorageUnderTest = {
  /** Opens the same database each time; two open storages are two processes. */
  open(options?: { now?: () => Date; compact?: ReplyCodec }): Promise<Storage>;
  /** Threads that open turns hold become free, as when the connection that holds them breaks. An engine of one process holds none. */
  loseOrder?(): Promise<void>;
  /** Closes what is open and removes the database. */
  dispose(): Promise<void>;
};

const day = 24 * 60 * 60 * 1000;
const ann = 'ann';
const claim = { key: 'k1', request_hash: 'h1' };

export const describeStorage = (engine: string, create: () => StorageUnderTest): void => {
  describe(`${engine} storage`, () => {
    let under: StorageUnderTest;
    let storage: Storage;
    let time: ReturnType<typeof clock>;

    beforeEach(async () => {
      time = clock();
      under = create();
      storage = await under.open({ now: time.now });
    });
    afterEach(() => under.dispose());

    const openTurn = (turn_id: string, thread_id = 't', user_id = ann): Promise<TurnUnit> => storage.turns.open({ turn_id, thread_id, user_id });
    const say = async (turn_id: string, text: string, thread_id = 't', user_id = ann): Promise<void> => {
      const unit = await openTurn(turn_id, thread_id, user_id);
      time.forward(1000);
      await storage.turns.commit(unit, {
        title: `About ${text}`,
        messages: [{ role: 'user', content: text }, { role: 'assistant', content: `re ${text}`, reply: reply({ thread_id, turn_id, response: `re ${text}` }) }],
      });
    };
    const add = (...entries: ReturnType<typeof listEntry>[]) => storage.list.apply(ann, entries.map((entry) => put(entry)), { door: 'http' });

    describe('conversations', () => {
      it('keeps the messages of a committed turn, oldest first, with the whole reply, across a restart', async () => {
        await say('turn-1', 'hello');
        await storage.close();
        storage = await under.open({ now: time.now });

        const { messages, next } = await storage.threads.messages('t', { limit: 10 });

        expect(messages.map(({ role, content, turn_id }) => [role, content, turn_id])).toEqual([['user', 'hello', 'turn-1'], ['assistant', 're hello', 'turn-1']]);
        expect(messages[0]).not.toHaveProperty('reply');
        expect(messages[1]?.reply).toEqual(reply({ thread_id: 't', turn_id: 'turn-1', response: 're hello' }));
        expect(next).toBeNull();
      });

      it('stores replies in the form it is given, beside what the message row says', async () => {
        await storage.close();
        const compact: ReplyCodec = {
          pack: ({ response, turn_id }, facts) => ({ response, turn_id, facts: facts ?? null }),
          unpack: (packed, facts) => reply({ response: JSON.stringify([packed, facts ?? null]) }),
        };
        storage = await under.open({ now: time.now, compact });
        const unit = await openTurn('turn-1');
        const answer = reply({ response: 'hello', turn_id: 'turn-1' });
        await storage.turns.commit(unit, { title: 'x', messages: [{ role: 'assistant', content: 'hello', reply: answer }], idempotency: { ...claim, reply: answer } });
        const facts = { thread_id: 't', turn_id: 'turn-1', content: 'hello' };

        const stored = JSON.parse((await storage.threads.messages('t', { limit: 1 })).messages[0]?.reply?.response ?? '') as unknown;
        const remembered = (await storage.idempotency.recall(ann, claim)) as ReturnType<typeof reply>;

        expect(stored).toEqual([{ response: 'hello', turn_id: 'turn-1', facts }, facts]);
        expect(JSON.parse(remembered.response)).toEqual([{ response: 'hello', turn_id: 'turn-1', facts: null }, null]);
      });

      it('shows nothing of a turn before its commit, and nothing ever after abandon', async () => {
        const unit = await openTurn('turn-1');
        await storage.list.apply(ann, [put(listEntry())], { door: 'chat', unit });
        const elsewhere = await under.open();

        expect(await storage.threads.get(ann, 't')).toBeNull();
        expect(await elsewhere.list.all(ann)).toEqual([]);
        storage.turns.abandon(unit);

        expect(await storage.list.all(ann)).toEqual([]);
        expect(await storage.list.changes(ann, { limit: 10 })).toEqual([]);
        expect(await storage.threads.get(ann, 't')).toBeNull();
        await say('turn-2', 'the thread is free again');
        expect((await storage.threads.messages('t', { limit: 10 })).messages).toHaveLength(2);
      });

      it('refuses a second open turn on a thread until the first has ended', async () => {
        const first = await openTurn('turn-1');

        await expect(openTurn('turn-2')).rejects.toMatchObject({ code: 'conflict', retryAfter: 1 });
        await storage.turns.commit(first, { title: 'x', messages: [] });

        await expect(openTurn('turn-2')).resolves.toEqual({ turn_id: 'turn-2', thread_id: 't' });
      });

      it('commits turns that end at the same moment, each whole, and refuses only the one that cannot be', async () => {
        const threads = ['a', 'b', 'c', 'd'];
        const units = await Promise.all(threads.map((thread_id) => openTurn(`turn-${thread_id}`, thread_id)));
        await under.loseOrder?.();
        const elsewhere = await under.open();
        const taken = await elsewhere.turns.open({ turn_id: 'turn-x', thread_id: 'c', user_id: 'bob' });
        await elsewhere.turns.commit(taken, { title: 'bob', messages: [] });

        const ends = await Promise.allSettled(units.map((unit) => storage.turns.commit(unit, { title: unit.thread_id, messages: [{ role: 'user', content: `in ${unit.thread_id}` }] })));

        expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
        const said = await Promise.all(threads.map(async (thread) => (await storage.threads.messages(thread, { limit: 5 })).messages.map(({ content }) => content)));
        expect(said).toEqual([['in a'], ['in b'], [], ['in d']]);
      });

      it('refuses a turn whose thread has grown since it began', async () => {
        await say('turn-1', 'one');
        const slow = await openTurn('turn-2');
        await under.loseOrder?.();
        const elsewhere = await under.open();
        const quick = await elsewhere.turns.open({ turn_id: 'turn-3', thread_id: 't', user_id: ann });
        await elsewhere.turns.commit(quick, { title: 'x', messages: [{ role: 'user', content: 'quick' }] });

        await expect(storage.turns.commit(slow, { title: 'x', messages: [{ role: 'user', content: 'slow' }] })).rejects.toMatchObject({ code: 'conflict' });

        expect((await storage.threads.messages('t', { limit: 10 })).messages.map(({ content }) => content)).toEqual(['one', 're one', 'quick']);
      });

      it('refuses every use of a turn that has ended', async () => {
        const unit = await openTurn('turn-1');
        storage.turns.abandon(unit);

        await expect(storage.turns.commit(unit, { title: 'x', messages: [] })).rejects.toMatchObject({ code: 'conflict' });
        await expect(storage.list.apply(ann, [put(listEntry())], { door: 'chat', unit })).rejects.toMatchObject({ code: 'conflict' });
        expect(() => storage.turns.hasWrites(unit)).toThrow('already ended');
      });

      it("hides a thread from everybody but its owner", async () => {
        await say('turn-1', 'mine');

        await expect(openTurn('turn-2', 't', 'bob')).rejects.toMatchObject({ code: 'not_found' });
        expect(await storage.threads.get('bob', 't')).toBeNull();
        expect(await storage.threads.list('bob', { limit: 10, offset: 0 })).toEqual([]);
        expect(await storage.threads.rename('bob', 't', 'stolen')).toBe(false);
        expect(await storage.threads.delete('bob', 't')).toBe(false);
        expect((await storage.threads.messages('t', { limit: 10 })).messages).toHaveLength(2);
      });

      it('gives a new thread to the first of two users who commit under one id', async () => {
        const elsewhere = await under.open();
        const late = await elsewhere.turns.open({ turn_id: 'turn-b', thread_id: 't', user_id: 'bob' });
        await under.loseOrder?.();
        await say('turn-1', 'mine');

        await expect(elsewhere.turns.commit(late, { title: 'x', messages: [{ role: 'user', content: 'intruder' }] })).rejects.toMatchObject({ code: 'not_found' });

        expect((await storage.threads.messages('t', { limit: 10 })).messages.map(({ content }) => content)).toEqual(['mine', 're mine']);
      });

      it('lists threads last used first, counts messages, and keeps the title of the first turn or a new name', async () => {
        await say('turn-1', 'one', 't1');
        await say('turn-2', 'two', 't2');
        await say('turn-3', 'more of one', 't1');
        await storage.threads.rename(ann, 't2', 'Second');

        const threads = await storage.threads.list(ann, { limit: 10, offset: 0 });

        expect(threads.map(({ thread_id, title, message_count }) => [thread_id, title, message_count])).toEqual([['t1', 'About one', 4], ['t2', 'Second', 2]]);
        expect(threads[0]?.updated_at).toBe(time.now().toISOString());
        expect(threads[0]?.created_at).not.toBe(threads[0]?.updated_at);
        expect((await storage.threads.list(ann, { limit: 1, offset: 1 })).map(({ thread_id }) => thread_id)).toEqual(['t2']);
        expect(await storage.threads.get(ann, 't1')).toEqual(threads[0]);
      });

      it('pages through messages with a cursor and never mixes threads', async () => {
        for (const n of [1, 2, 3]) {
          await say(`turn-${n}`, `m${n}`);
          await say(`other-${n}`, 'noise', 'other');
        }

        const first = await storage.threads.messages('t', { limit: 4 });
        const second = await storage.threads.messages('t', { limit: 4, after: first.next ?? 'none' });

        expect([...first.messages, ...second.messages].map(({ content }) => content)).toEqual(['m1', 're m1', 'm2', 're m2', 'm3', 're m3']);
        expect(first.next).toBe(first.messages.at(-1)?.id);
        expect(second.next).toBeNull();
        await expect(storage.threads.messages('t', { limit: 4, after: 'yesterday' })).rejects.toMatchObject({ code: 'invalid_input' });
      });

      it('gives the newest messages oldest first, without their replies', async () => {
        for (const n of [1, 2, 3]) await say(`turn-${n}`, `m${n}`);

        const recent = await storage.threads.recent('t', 3);

        expect(recent.map(({ content }) => content)).toEqual(['re m2', 'm3', 're m3']);
        expect(recent.some((message) => 'reply' in message)).toBe(false);
        expect(await storage.threads.recent('nowhere', 3)).toEqual([]);
      });

      it('finds the threads of a user by the newest message of either side', async () => {
        await say('turn-1', 'm1');
        await say('turn-2', 'm2');

        expect(await storage.threads.endingWith(ann, { role: 'assistant', content: 're m2' }, 5)).toEqual(['t']);
        expect(await storage.threads.endingWith(ann, { role: 'user', content: 'm2' }, 5)).toEqual(['t']);
        for (const [user, role, content] of [[ann, 'user', 'm1'], [ann, 'user', 're m2'], ['someone-else', 'user', 'm2']] as const) expect(await storage.threads.endingWith(user, { role, content }, 5)).toEqual([]);
      });

      it('keeps any text a user can type', async () => {
        const texts = ["Robert'); DROP TABLE messages;--", 'ナルト 🍥 \u202E', '{"lc":1}', ' \n\t', 'é'.normalize('NFD')];
        for (const [n, text] of texts.entries()) await say(`turn-${n}`, text);

        const stored = (await storage.threads.messages('t', { limit: 100 })).messages.filter(({ role }) => role === 'user');

        expect(stored.map(({ content }) => content)).toEqual(texts);
      });

      it('keeps what stands behind a NUL character', async () => {
        await say('turn-1', 'a\0b');

        const [message] = await storage.threads.recent('t', 2);

        expect(message?.content).toBe('a\uFFFDb');
      });

      it('deletes a thread with its messages and checkpoints, but not the list changes made in it', async () => {
        const unit = await openTurn('turn-1');
        await storage.list.apply(ann, [put(listEntry())], { door: 'chat', unit });
        await putCheckpoint(storage, 't', 'slots');
        await expect(storage.threads.delete(ann, 't')).rejects.toMatchObject({ code: 'conflict' });
        await storage.turns.commit(unit, { title: 'x', messages: [{ role: 'user', content: 'add it' }] });

        expect(await storage.threads.delete(ann, 't')).toBe(true);

        expect(await storage.threads.delete(ann, 't')).toBe(false);
        expect((await storage.threads.messages('t', { limit: 10 })).messages).toEqual([]);
        expect(await storage.checkpointer.getTuple(at('t'))).toBeUndefined();
        expect(await storage.list.all(ann)).toEqual([listEntry()]);
        expect(await storage.list.changes(ann, { limit: 10 })).toHaveLength(1);
      });
    });

    describe('lists', () => {
      it('stores entries, newest change first, for one user alone, across a restart', async () => {
        const [older, newer] = [listEntry(), listEntry({ anime_id: 'mal:2', score: 8.5, notes: 'ねこ', updated_at: '2026-01-03T00:00:00.000Z' })];
        await add(older, newer);
        await storage.close();
        storage = await under.open();

        expect(await storage.list.all(ann)).toEqual([newer, older]);
        expect(await storage.list.find(ann, ['mal:2'])).toEqual(newer);
        expect(await storage.list.find(ann, ['mal:3'])).toBeNull();
        expect(await storage.list.all('bob')).toEqual([]);
      });

      it('logs each change with what was there before, newest first', async () => {
        const [created] = await add(listEntry());
        time.forward(day);
        const since = time.now().toISOString();
        await storage.list.apply(ann, [nextEpisode('mal:1'), put(listEntry({ anime_id: 'mal:2' }))], { door: 'mcp' });
        await storage.list.apply(ann, [remove('mal:1')], { door: 'cli' });

        const changes = await storage.list.changes(ann, { limit: 10 });

        expect(changes.map(({ anime_id, before, after, door }) => [anime_id, before?.progress, after?.progress, door])).toEqual([
          ['mal:1', 4, undefined, 'cli'], ['mal:2', undefined, 3, 'mcp'], ['mal:1', 3, 4, 'mcp'], ['mal:1', undefined, 3, 'http'],
        ]);
        expect(changes[3]).toEqual({ change_id: created?.change_id, anime_id: 'mal:1', before: null, after: listEntry(), door: 'http', turn_id: null, created_at: '2026-02-01T12:00:00.000Z', undoes: null });
        expect(new Set(changes.map(({ change_id }) => change_id)).size).toBe(4);
        expect(changes.map(({ change_id }) => change_id)).toEqual(changes.map(({ change_id }) => change_id).toSorted().toReversed());
        expect(await storage.list.changes(ann, { limit: 1 })).toEqual(changes.slice(0, 1));
        expect(await storage.list.changes(ann, { limit: 10, change_id: changes[2]?.change_id ?? '' })).toEqual(changes.slice(2, 3));
        expect(await storage.list.changes(ann, { limit: 10, before: changes[1]?.change_id ?? '' })).toEqual(changes.slice(2));
        expect(await storage.list.changes(ann, { limit: 10, since })).toEqual(changes.slice(0, 3));
        expect(await storage.list.changes(ann, { limit: 10, anime_ids: ['mal:2', 'anilist:2'] })).toEqual(changes.slice(1, 2));
        expect(await storage.list.changes('bob', { limit: 10 })).toEqual([]);
      });

      it('logs what was changed as one thing under its name', async () => {
        await storage.list.apply(ann, [put(listEntry()), put(listEntry({ anime_id: 'mal:2' }))], { door: 'http', group: 'import_1' });

        expect((await storage.list.changes(ann, { limit: 10 })).map(({ anime_id, turn_id }) => [anime_id, turn_id])).toEqual([['mal:2', 'import_1'], ['mal:1', 'import_1']]);
      });

      it('logs nothing for a mutation that changes nothing', async () => {
        await add(listEntry());

        const applied = await storage.list.apply(ann, [
          { anime_id: 'mal:1', aliases: ['mal:1'], mutate: (before) => before },
          put(listEntry({ updated_at: '2026-12-31T00:00:00.000Z' })),
          remove('mal:404'),
        ], { door: 'http' });

        expect(applied.map(({ change_id }) => change_id)).toEqual([null, null, null]);
        expect(applied[0]?.after).toEqual(listEntry());
        expect(await storage.list.all(ann)).toEqual([listEntry()]);
        expect(await storage.list.changes(ann, { limit: 10 })).toHaveLength(1);
      });

      it('applies all mutations or none, each on the outcome of those before it', async () => {
        const applied = await storage.list.apply(ann, [put(listEntry()), nextEpisode('mal:1'), nextEpisode('mal:1')], { door: 'http' });
        expect(applied.map(({ after }) => after?.progress)).toEqual([3, 4, 5]);

        await expect(storage.list.apply(ann, [nextEpisode('mal:1'), nextEpisode('mal:404')], { door: 'http' })).rejects.toThrow('mal:404 is not on the list');

        expect((await storage.list.find(ann, ['mal:1']))?.progress).toBe(5);
        expect(await storage.list.changes(ann, { limit: 10 })).toHaveLength(3);
      });

      it('finds a row under an older id and moves it to the new one when it changes', async () => {
        await add(listEntry({ anime_id: 'anilist:1' }));
        const aliases = ['mal:1', 'anilist:1'];
        expect((await storage.list.find(ann, aliases))?.anime_id).toBe('anilist:1');

        const [moved] = await storage.list.apply(ann, [{ ...nextEpisode('mal:1'), aliases }], { door: 'http' });

        expect(moved).toMatchObject({ anime_id: 'mal:1', before: { anime_id: 'anilist:1', progress: 3 }, after: { anime_id: 'mal:1', progress: 4 } });
        expect((await storage.list.all(ann)).map(({ anime_id }) => anime_id)).toEqual(['mal:1']);
      });

      it('folds two rows of one anime into the newest and logs the other as removed', async () => {
        await add(listEntry({ anime_id: 'anilist:1', progress: 9, updated_at: '2026-01-09T00:00:00.000Z' }), listEntry({ progress: 2 }));

        await storage.list.apply(ann, [{ ...nextEpisode('mal:1'), aliases: ['mal:1', 'anilist:1'] }], { door: 'http' });

        expect((await storage.list.all(ann)).map(({ anime_id, progress }) => [anime_id, progress])).toEqual([['mal:1', 10]]);
        const [main, folded] = await storage.list.changes(ann, { limit: 2 });
        expect([main?.before?.progress, main?.after?.progress, folded?.before?.progress, folded?.after]).toEqual([9, 10, 2, null]);
      });

      it('imports thousands of entries in one go', async () => {
        const many = Array.from({ length: 3000 }, (_, n) => put(listEntry({ anime_id: `mal:${n}` })));

        const applied = await storage.list.apply(ann, many, { door: 'cli' });

        expect(applied).toHaveLength(3000);
        expect(await storage.list.all(ann)).toHaveLength(3000);
        expect(await storage.list.changes(ann, { limit: 5000 })).toHaveLength(3000);
      });

      it('sees what another process wrote', async () => {
        await add(listEntry());
        await storage.list.all(ann);
        const elsewhere = await under.open();

        await elsewhere.list.apply(ann, [nextEpisode('mal:1')], { door: 'cli' });

        expect((await storage.list.all(ann))[0]?.progress).toBe(4);
      });

      it('loses no change of many callers at once', async () => {
        await add(listEntry({ progress: 0 }));
        const elsewhere = await under.open();

        await Promise.all(Array.from({ length: 40 }, (_, n) => (n % 2 === 0 ? storage : elsewhere).list.apply(ann, [nextEpisode('mal:1')], { door: 'http' })));

        expect((await storage.list.find(ann, ['mal:1']))?.progress).toBe(40);
        expect(await storage.list.changes(ann, { limit: 100 })).toHaveLength(41);
      });
    });

    describe('lists inside a turn', () => {
      it('shows the turn its own writes and commits them under the ids it was given', async () => {
        await add(listEntry());
        const unit = await openTurn('turn-1');
        expect(storage.turns.hasWrites(unit)).toBe(false);

        const [next] = await storage.list.apply(ann, [nextEpisode('mal:1')], { door: 'chat', unit });
        const [created] = await storage.list.apply(ann, [put(listEntry({ anime_id: 'mal:2', updated_at: '2026-04-04T00:00:00.000Z' }))], { door: 'chat', unit });
        const [removed] = await storage.list.apply(ann, [remove('mal:2')], { door: 'chat', unit });

        expect(storage.turns.hasWrites(unit)).toBe(true);
        expect((await storage.list.all(ann, unit)).map(({ anime_id, progress }) => [anime_id, progress])).toEqual([['mal:1', 4]]);
        expect(await storage.list.find(ann, ['mal:2'], unit)).toBeNull();
        const ids = [removed, created, next].map((change) => change?.change_id);
        const staged = await storage.list.changes(ann, { limit: 3 }, unit);
        expect(staged.map(({ change_id, turn_id }) => [change_id, turn_id])).toEqual(ids.map((id) => [id, 'turn-1']));
        expect((await storage.list.all(ann))[0]?.progress).toBe(3);

        await storage.turns.commit(unit, { title: 'x', messages: [] });

        expect((await storage.list.all(ann)).map(({ anime_id, progress }) => [anime_id, progress])).toEqual([['mal:1', 4]]);
        expect((await storage.list.changes(ann, { limit: 3 })).map(({ change_id, turn_id, door }) => [change_id, turn_id, door])).toEqual(ids.map((id) => [id, 'turn-1', 'chat']));
      });

      it('pages through what is staged and goes on with what is stored', async () => {
        await add(listEntry());
        for (let time = 0; time < 3; time++) await storage.list.apply(ann, [nextEpisode('mal:1')], { door: 'http' });
        const unit = await openTurn('turn-1');
        for (let time = 0; time < 3; time++) await storage.list.apply(ann, [nextEpisode('mal:1')], { door: 'chat', unit });

        const pages: (number | undefined)[][] = [];
        for (let before: string | undefined; ; ) {
          const page = await storage.list.changes(ann, { limit: 2, ...(before !== undefined && { before }) }, unit);
          if (page.length === 0) break;
          pages.push(page.map(({ after }) => after?.progress));
          before = page.at(-1)?.change_id;
        }

        expect(pages).toEqual([[9, 8], [7, 6], [5, 4], [3]]);
        expect((await storage.list.changes(ann, { limit: 5, anime_ids: ['mal:1'], since: '2000' }, unit)).map(({ after }) => after?.progress)).toEqual([9, 8, 7, 6, 5]);
      });

      it('stages what is asked for at once one after the other, however much it is', async () => {
        const many = (from: number): ListMutation[] => Array.from({ length: 500 }, (_, at) => ({ anime_id: `mal:${at + 1}`, aliases: [], mutate: (before) => listEntry({ anime_id: `mal:${at + 1}`, progress: (before?.progress ?? 0) + from }) }));
        const unit = await openTurn('turn-1');
        const [, second] = await Promise.all([storage.list.apply(ann, many(1), { door: 'chat', unit }), storage.list.apply(ann, many(2), { door: 'chat', unit })]);

        expect(second.map(({ before, after }) => [before?.progress, after?.progress])).toEqual(Array.from({ length: 500 }, () => [1, 3]));
        await storage.turns.commit(unit, { title: 'x', messages: [] });
        expect((await storage.list.all(ann)).every(({ progress }) => progress === 3)).toBe(true);
      });

      it('stages nothing for a mutation that changes nothing', async () => {
        await add(listEntry());
        const unit = await openTurn('turn-1');

        const [same] = await storage.list.apply(ann, [put(listEntry())], { door: 'chat', unit });

        expect(same?.change_id).toBeNull();
        expect(storage.turns.hasWrites(unit)).toBe(false);
      });

      it('runs its mutations again on the newest row when it commits', async () => {
        await add(listEntry());
        const unit = await openTurn('turn-1');
        const [staged] = await storage.list.apply(ann, [nextEpisode('mal:1')], { door: 'chat', unit });
        await storage.list.apply(ann, [nextEpisode('mal:1')], { door: 'http' });

        await storage.turns.commit(unit, { title: 'x', messages: [] });

        expect(staged?.after?.progress).toBe(4);
        expect((await storage.list.find(ann, ['mal:1']))?.progress).toBe(5);
        expect((await storage.list.changes(ann, { limit: 1 }))[0]).toMatchObject({ change_id: staged?.change_id, before: { progress: 4 }, after: { progress: 5 } });
      });

      it('commits nothing at all when a mutation can no longer be made, and can then be abandoned', async () => {
        await add(listEntry());
        const unit = await openTurn('turn-1');
        await storage.list.apply(ann, [nextEpisode('mal:1')], { door: 'chat', unit });
        await putCheckpoint(storage, 't', 'slots');
        await storage.list.apply(ann, [remove('mal:1')], { door: 'http' });

        await expect(storage.turns.commit(unit, { title: 'x', messages: [{ role: 'user', content: 'next' }] })).rejects.toThrow('not on the list');
        storage.turns.abandon(unit);

        expect(await storage.threads.get(ann, 't')).toBeNull();
        expect(await storage.checkpointer.getTuple(at('t'))).toBeUndefined();
        expect(await storage.list.all(ann)).toEqual([]);
      });

      it("refuses another user's list", async () => {
        const unit = await openTurn('turn-1');

        await expect(storage.list.all('bob', unit)).rejects.toMatchObject({ code: 'forbidden' });
        await expect(storage.list.apply('bob', [put(listEntry())], { door: 'chat', unit })).rejects.toMatchObject({ code: 'forbidden' });
      });
    });

    describe('remembered replies', () => {
      const write = (key = claim) => storage.list.apply(ann, [nextEpisode('mal:1')], { door: 'http', idempotency: { ...key, reply: (changes) => ({ progress: changes[0]?.after?.progress }) } });

      it('gives the reply of a write again for a day, to its user and request alone', async () => {
        await add(listEntry());
        expect(await storage.idempotency.recall(ann, claim)).toBeNull();

        await write();

        expect(await storage.idempotency.recall(ann, claim)).toEqual({ progress: 4 });
        expect(await storage.idempotency.recall('bob', claim)).toBeNull();
        await expect(storage.idempotency.recall(ann, { ...claim, request_hash: 'other' })).rejects.toMatchObject({ code: 'conflict' });
        time.forward(day + 1000);
        expect(await storage.idempotency.recall(ann, claim)).toBeNull();
      });

      it('writes once when two requests with one key race', async () => {
        await add(listEntry());

        const outcomes = await Promise.allSettled([write(), write()]);

        expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
        expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict', retryAfter: 0 } });
        expect((await storage.list.find(ann, ['mal:1']))?.progress).toBe(4);
      });

      it('takes a key again once its day is over', async () => {
        await add(listEntry());
        await write();
        time.forward(day + 1000);

        await write({ ...claim, request_hash: 'new' });

        expect(await storage.idempotency.recall(ann, { ...claim, request_hash: 'new' })).toEqual({ progress: 5 });
      });

      it("remembers a turn's reply in the turn's own transaction", async () => {
        const unit = await openTurn('turn-1');
        const answer = reply({ turn_id: 'turn-1' });
        await storage.turns.commit(unit, { title: 'x', messages: [{ role: 'user', content: 'hi' }], idempotency: { ...claim, reply: answer } });

        expect(await storage.idempotency.recall(ann, claim)).toEqual(answer);

        const again = await openTurn('turn-2');
        await expect(storage.turns.commit(again, { title: 'x', messages: [{ role: 'user', content: 'hi' }], idempotency: { ...claim, reply: answer } })).rejects.toMatchObject({ code: 'conflict' });
        expect((await storage.threads.messages('t', { limit: 10 })).messages).toHaveLength(1);
      });
    });

    describe('checkpoints of a turn', () => {
      it('are seen by the turn at once and by others after the commit', async () => {
        const elsewhere = await under.open();
        const unit = await openTurn('turn-1');
        const config = await putCheckpoint(storage, 't', 'slots');
        await storage.checkpointer.putWrites(config, [['slot', 'pending'], ['__interrupt__', { question: 'Which?' }]], 'task-1', 'path');

        expect((await storage.checkpointer.getTuple(at('t')))?.pendingWrites).toEqual([['task-1', '__interrupt__', { question: 'Which?' }], ['task-1', 'slot', 'pending']]);
        expect(await elsewhere.checkpointer.getTuple(at('t'))).toBeUndefined();
        await storage.turns.commit(unit, { title: 'x', messages: [] });

        const committed = await elsewhere.checkpointer.getTuple(at('t'));
        expect(committed).toEqual(await storage.checkpointer.getTuple(at('t')));
        expect(committed).toMatchObject({ config, checkpoint: { channel_values: { slot: 'slots' } }, pendingWrites: [['task-1', '__interrupt__', { question: 'Which?' }], ['task-1', 'slot', 'pending']] });
      });

      it('replace the older ones: only the newest of a thread stays', async () => {
        for (const n of [1, 2, 3]) {
          const unit = await openTurn(`turn-${n}`);
          const first = await putCheckpoint(storage, 't', `draft ${n}`, await storage.checkpointer.getTuple(at('t')).then((tuple) => tuple?.config));
          await storage.checkpointer.putWrites(first, [['slot', n]], 'task');
          await putCheckpoint(storage, 't', `final ${n}`, first);
          expect(await collect(storage.checkpointer.list(at('t')))).toEqual(n === 1 ? ['final 1', 'draft 1'] : [`final ${n}`, `draft ${n}`, `final ${n - 1}`]);
          await storage.turns.commit(unit, { title: 'x', messages: [] });
        }

        expect(await collect(storage.checkpointer.list(at('t')))).toEqual(['final 3']);
        expect((await storage.checkpointer.getTuple(at('t')))?.pendingWrites).toEqual([]);
      });

      it('deleted in the turn are gone with the commit and not before', async () => {
        await putCheckpoint(storage, 't', 'old');
        const elsewhere = await under.open();
        const unit = await openTurn('turn-1');

        await storage.checkpointer.deleteThread('t');

        expect(await storage.checkpointer.getTuple(at('t'))).toBeUndefined();
        expect(await elsewhere.checkpointer.getTuple(at('t'))).toBeDefined();
        await storage.turns.commit(unit, { title: 'x', messages: [] });
        expect(await elsewhere.checkpointer.getTuple(at('t'))).toBeUndefined();
      });

      it('vanish with abandon', async () => {
        await putCheckpoint(storage, 't', 'old');
        const unit = await openTurn('turn-1');
        await putCheckpoint(storage, 't', 'new');
        storage.turns.abandon(unit);

        expect(await collect(storage.checkpointer.list(at('t')))).toEqual(['old']);
      });

      it('come back as plain data, whatever they look like', async () => {
        const tricky = JSON.parse('{"lc":1,"type":"constructor","id":["langchain","x"],"kwargs":{},"__proto__":{"polluted":true},"constructor":{"prototype":1},"n":null}') as unknown;
        const config = await putCheckpoint(storage, 't', tricky);
        await storage.checkpointer.putWrites(config, [['constructor', tricky], ['__proto__', undefined]], 'task');

        const tuple = await storage.checkpointer.getTuple(at('t'));

        expect(JSON.stringify(tuple?.checkpoint.channel_values['slot'])).toBe(JSON.stringify(tricky));
        expect(JSON.stringify(tuple?.pendingWrites)).toBe(JSON.stringify([['task', 'constructor', tricky], ['task', '__proto__', undefined]]));
        expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
      });
    });

    describe('wishes', () => {
      const without = (tag: string): WishMutation => (before) => ({ ...before, preferences: { ...before.preferences, not_interested: { ...before.preferences.not_interested, tags: [...before.preferences.not_interested.tags, tag] } } });
      const saying = (anime_id: string, kind: FeedbackKind): WishMutation => (before) => ({ ...before, feedback: [{ anime_id, kind, at: time.now().toISOString() }, ...before.feedback.filter((one) => one.anime_id !== anime_id)] });
      const tagsOf = ({ preferences }: Wishes): string[] => preferences.not_interested.tags;

      it('are what everybody begins with until something is set, for one user alone, across a restart', async () => {
        expect(await storage.wishes.read(ann)).toEqual(noWishes);
        await storage.wishes.apply(ann, without('mecha'), {});
        await storage.wishes.apply(ann, saying('mal:1', 'liked'), {});
        await storage.close();
        storage = await under.open({ now: time.now });

        expect(await storage.wishes.read(ann)).toEqual({ preferences: { ...noPreferences, not_interested: { titles: [], tags: ['mecha'], franchises: [] } }, feedback: [{ anime_id: 'mal:1', kind: 'liked', at: time.now().toISOString() }] });
        expect(await storage.wishes.read('bob')).toEqual(noWishes);
      });

      it('keep the last word on a title and forget what is taken back', async () => {
        await storage.wishes.apply(ann, saying('mal:1', 'liked'), {});
        await storage.wishes.apply(ann, saying('mal:2', 'already_seen'), {});
        await storage.wishes.apply(ann, saying('mal:1', 'disliked'), {});
        await storage.wishes.apply(ann, (before) => ({ ...before, feedback: before.feedback.filter(({ anime_id }) => anime_id !== 'mal:2') }), {});
        const elsewhere = await under.open();

        expect((await storage.wishes.read(ann)).feedback.map(({ anime_id, kind }) => [anime_id, kind])).toEqual([['mal:1', 'disliked']]);
        expect(await elsewhere.wishes.read(ann)).toEqual(await storage.wishes.read(ann));
      });

      it('see what another process wrote', async () => {
        const elsewhere = await under.open({ now: time.now });
        await storage.wishes.read(ann);
        await elsewhere.wishes.apply(ann, without('mecha'), {});
        await storage.list.all(ann); // the list hears of it first

        expect(tagsOf(await storage.wishes.read(ann))).toEqual(['mecha']);
      });

      it('lose nothing of many callers at once', async () => {
        const elsewhere = await under.open({ now: time.now });
        const tags = Array.from({ length: 12 }, (_, index) => `tag ${index}`);

        await Promise.all(tags.map((tag, index) => (index % 2 === 0 ? storage : elsewhere).wishes.apply(ann, without(tag), {})));

        expect(tagsOf(await storage.wishes.read(ann)).sort()).toEqual(tags.sort());
      });

      it('are seen by the turn that stages them, and by others when it commits, on top of what came between', async () => {
        const unit = await openTurn('turn-1');
        expect(storage.turns.hasWrites(unit)).toBe(false);
        await storage.wishes.apply(ann, without('mecha'), { unit });
        await storage.wishes.apply(ann, without('harem'), {});

        expect(storage.turns.hasWrites(unit)).toBe(true);
        expect(tagsOf(await storage.wishes.read(ann, unit))).toContain('mecha');
        expect(tagsOf(await storage.wishes.read(ann))).toEqual(['harem']);
        await storage.turns.commit(unit, { title: 'x', messages: [] });

        expect(tagsOf(await storage.wishes.read(ann))).toEqual(['harem', 'mecha']);
      });

      it('leave nothing of a turn that is abandoned, and are refused to another user', async () => {
        const unit = await openTurn('turn-1');
        await storage.wishes.apply(ann, without('mecha'), { unit });
        await expect(storage.wishes.apply('bob', without('harem'), { unit })).rejects.toMatchObject({ code: 'forbidden' });
        storage.turns.abandon(unit);

        expect(await storage.wishes.read(ann)).toEqual(noWishes);
      });

      it('are written once with a key, whose reply is remembered', async () => {
        const once = () => storage.wishes.apply(ann, without('mecha'), { idempotency: { ...claim, reply: (before, after) => [tagsOf(before), tagsOf(after)] } });
        await once();

        expect(await storage.idempotency.recall(ann, claim)).toEqual([[], ['mecha']]);
        await expect(once()).rejects.toMatchObject({ code: 'conflict' });
        expect(tagsOf(await storage.wishes.read(ann))).toEqual(['mecha']);
      });
    });

    describe('suggestions', () => {
      const suggestion = (anime_id: string, more: Partial<Suggested> = {}): Suggested => ({ anime_id, score: 0.5, reason: 'like Aria', kind: 'recommendation', context: 'something calm', ...more });
      const suggest = async (turn_id: string, suggested: Suggested[], user_id = ann): Promise<void> => {
        const unit = await openTurn(turn_id, `t-${turn_id}`, user_id);
        await storage.turns.commit(unit, { title: 'x', messages: [], suggested });
      };

      it('are kept with the turn that showed them, last shown first, each title once', async () => {
        const first = time.now().toISOString();
        await suggest('1', [suggestion('mal:1'), suggestion('mal:2', { score: null, reason: null, kind: 'similar' })]);
        time.forward(1000);
        await suggest('2', [suggestion('mal:2', { score: 0.9, context: 'again' }), suggestion('mal:2'), suggestion('mal:3')]);
        const shown = await storage.suggestions.list(ann, { limit: 10 });

        expect(shown.map(({ anime_id, times }) => [anime_id, times])).toEqual([['mal:2', 2], ['mal:3', 1], ['mal:1', 1]]);
        expect(shown[0]).toEqual({ ...suggestion('mal:2'), times: 2, first_shown_at: first, shown_at: time.now().toISOString() });
        expect(await storage.suggestions.list('bob', { limit: 10 })).toEqual([]);
        expect(await storage.suggestions.list(ann, { limit: 1 })).toHaveLength(1);
      });

      it('leave nothing when the turn does not commit', async () => {
        const unit = await openTurn('turn-1');
        storage.turns.abandon(unit);
        await expect(storage.turns.commit(unit, { title: 'x', messages: [], suggested: [suggestion('mal:1')] })).rejects.toMatchObject({ code: 'conflict' });

        expect(await storage.suggestions.list(ann, { limit: 10 })).toEqual([]);
      });

      it('are forgotten after 90 days, and a hundred in one answer are kept', async () => {
        await suggest('1', [suggestion('mal:0')]);
        time.forward(91 * day);
        expect(await storage.suggestions.list(ann, { limit: 10 })).toEqual([]);
        await suggest('2', Array.from({ length: 100 }, (_, index) => suggestion(`mal:${index + 1}`)));
        time.forward(-91 * day);

        expect((await storage.suggestions.list(ann, { limit: 200 })).map(({ anime_id }) => anime_id)).not.toContain('mal:0'); // the row itself is gone
        expect(await storage.suggestions.list(ann, { limit: 200 })).toHaveLength(100);
      });

      it('of a user may be shown by two turns at once', async () => {
        const ids = Array.from({ length: 8 }, (_, index) => `mal:${index}`);
        await Promise.all([suggest('1', ids.map((id) => suggestion(id))), suggest('2', ids.toReversed().map((id) => suggestion(id)))]);

        expect((await storage.suggestions.list(ann, { limit: 20 })).map(({ times }) => times)).toEqual(ids.map(() => 2));
      });
    });

    it('answers a ping until it is closed, then refuses everything', async () => {
      await expect(storage.ping()).resolves.toBeUndefined();
      await storage.close();
      await storage.close();

      await expect(storage.ping()).rejects.toMatchObject({ code: 'unavailable' });
      await expect(storage.list.all(ann)).rejects.toMatchObject({ code: 'unavailable' });
      await expect(openTurn('turn-1')).rejects.toMatchObject({ code: 'unavailable' });
    });
  });
};

const at = (thread_id: string) => ({ configurable: { thread_id, checkpoint_ns: '' } });

const putCheckpoint = (storage: Storage, thread_id: string, slot: unknown, parent: { configurable?: Record<string, unknown> } = at(thread_id)) => {
  const checkpoint: Checkpoint = { ...emptyCheckpoint(), channel_values: { slot }, channel_versions: { slot: 1 } };
  return storage.checkpointer.put(parent, checkpoint, { source: 'loop', step: 0, parents: {} }, { slot: 1 });
};

const collect = async (tuples: AsyncGenerator<{ checkpoint: Checkpoint }>): Promise<unknown[]> => {
  const slots: unknown[] = [];
  for await (const { checkpoint } of tuples) slots.push(checkpoint.channel_values['slot']);
  return slots;
};
