/** Whatever was done to a list can be taken back to its start, step by step. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import type { StoredListEntry } from '../../src/domain/list-entry.ts';
import { createSqliteStorage } from '../../src/storage/sqlite.ts';
import { createUndoWatchlist } from '../../src/watchlist/undo.ts';
import { listEntry } from '../storage/samples.ts';

/** All of them with BATTERY=1. */
const sequences = process.env['BATTERY'] ? 1_000 : 150;
const folder = mkdtempSync(path.join(tmpdir(), 'undo-'));
const storage = await createSqliteStorage({ file: path.join(folder, 'user.sqlite') });
afterAll(async () => {
  await storage.close();
  rmSync(folder, { recursive: true });
});

/** Two ids that a catalogue update joined, and one of its own. */
const aliases: Record<string, readonly string[]> = { 'mal:1': ['mal:1', 'anilist:1'], 'anilist:1': ['mal:1', 'anilist:1'], 'mal:2': ['mal:2'] };
const step = fc.record({
  anime_id: fc.constantFrom('mal:1', 'anilist:1', 'mal:2'),
  knowsAliases: fc.boolean(),
  entry: fc.option(fc.record({
    status: fc.constantFrom('watching' as const, 'completed' as const, 'dropped' as const),
    score: fc.option(fc.integer({ min: 2, max: 20 }).map((half) => half / 2)),
    progress: fc.nat(26),
    notes: fc.option(fc.string({ unit: 'binary', maxLength: 12 }).map((text) => Buffer.from(text.replaceAll('\0', ' ')).toString())),
  }), { freq: 4 }),
});

it(`takes ${sequences} random sequences of changes back to the start, byte for byte`, async () => {
  let user = 0;
  const undo = createUndoWatchlist({ list: storage.list, byId: () => undefined });
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
    const user_id = `user-${(user += 1)}`;
    const states: string[] = [];
    for (const [at, { anime_id, knowsAliases, entry }] of steps.entries()) {
      states.push(await bytes(user_id));
      const after = entry === null ? null : listEntry({ anime_id, ...entry, updated_at: new Date(1e12 + at * 1e6).toISOString() });
      const { length } = await storage.list.changes(user_id, { limit: 100 });
      await storage.list.apply(user_id, [{ anime_id, aliases: knowsAliases ? (aliases[anime_id] ?? []) : [anime_id], mutate: () => after }], { door: 'http' });
      // A change may be several in the log (rows that were joined): as many steps back.
      const made = (await storage.list.changes(user_id, { limit: 100 })).length - length;
      if (made === 0) states.pop();
      for (let more = 1; more < made; more += 1) states.push('between');
    }
    while (states.length > 0) {
      await undo.undo({ caller: { user_id, door: 'http' } });
      const wanted = states.pop();
      if (wanted !== 'between') expect(await bytes(user_id)).toBe(wanted);
    }
    expect(await bytes(user_id)).toBe('[]');
  }), { numRuns: sequences });
}, 120_000);

it('takes an import of 20,000 back inside a turn without holding up others', async () => {
  const count = 20_000;
  const undo = createUndoWatchlist({ list: storage.list, byId: () => undefined });
  await storage.list.apply('many', Array.from({ length: count }, (_, at) => ({ anime_id: `mal:${at + 1}`, aliases: [], mutate: () => listEntry({ anime_id: `mal:${at + 1}` }) })), { door: 'chat', group: 'import_1' });
  const unit = await storage.turns.open({ thread_id: 'thread-1', turn_id: 'turn-1', user_id: 'many' });
  const cpu = (): number => process.cpuUsage().user / 1000;
  // Of work, not of time: the machine and its disk may be busy with other things.
  let [longest, last] = [0, cpu()];
  const clock = setInterval(() => {
    longest = Math.max(longest, cpu() - last);
    last = cpu();
  }, 1);
  const begun = cpu();
  const { total } = await undo.undo({ caller: { user_id: 'many', door: 'chat', unit } });
  const staged = cpu() - begun;
  await storage.turns.commit(unit, { title: 'x', messages: [] });
  clearInterval(clock);
  process.stderr.write(`20,000 taken back: ${staged.toFixed(0)} ms staged, ${(cpu() - begun).toFixed(0)} ms in all, longest wait ${longest.toFixed(0)} ms\n`);

  expect([total, await storage.list.all('many')]).toEqual([count, []]);
  expect(staged).toBeLessThan(2000);
  expect(longest).toBeLessThan(500);
}, 60_000);

const bytes = async (user_id: string): Promise<string> => JSON.stringify([...(await storage.list.all(user_id))].sort((a: StoredListEntry, b: StoredListEntry) => (a.anime_id < b.anime_id ? -1 : 1)));
