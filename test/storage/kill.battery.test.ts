/** Eight writers of one list, killed again and again: what was acknowledged is there, once; turns are whole; the log is the list. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { anomaliesOfLog } from './list-history.ts';
import { listEntry, put } from './samples.ts';
import { sqliteUnderTest } from './sqlite-under-test.ts';

const cycles = process.env['BATTERY_SIZE'] === 'small' ? 10 : 200;
const writers = 8;
const shared = 'mal:100';
const child = fileURLToPath(new URL('writer.child.ts', import.meta.url));

const under = sqliteUnderTest();
afterAll(() => under.dispose());

/** Runs the writers until they have acknowledged so many changes together, kills them, and gives the last number of each. */
const writeAndKill = async (changes: number): Promise<Map<number, number>> => {
  const process_ = spawn(process.execPath, ['--import', 'tsx', child, under.file, String(writers)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const last = new Map<number, number>();
  let seen = 0;
  for await (const line of createInterface({ input: process_.stdout })) {
    const [at, n] = line.split(' ').map(Number);
    // the last line may have been torn apart
    if (at === undefined || n === undefined || Number.isNaN(n)) continue;
    last.set(at, Math.max(n, last.get(at) ?? 0));
    seen += 1;
    if (seen === changes) process_.kill('SIGKILL');
  }
  return last;
};

it(`loses nothing that was acknowledged and tears no turn apart in ${cycles} kills`, async () => {
  const first = await under.open();
  await first.list.apply('ann', [...Array(writers).keys()].map((at) => put(listEntry({ anime_id: `mal:${at}`, progress: 0 }))), { door: 'cli' });
  await first.list.apply('ann', [put(listEntry({ anime_id: shared, progress: 0 }))], { door: 'cli' });
  await first.close();
  let kept = 0;

  for (let cycle = 0; cycle < cycles; cycle += 1) {
    const acknowledged = await writeAndKill(1 + ((cycle * 13) % 60));
    const storage = await under.open();
    const list = await storage.list.all('ann');
    const progress = new Map(list.map(({ anime_id, progress: episodes }) => [anime_id, episodes]));
    let sum = 0;
    for (let at = 0; at < writers; at += 1) {
      const stored = progress.get(`mal:${at}`) ?? 0;
      sum += stored;
      // one may have been written and not acknowledged
      expect(stored - (acknowledged.get(at) ?? stored)).toBeGreaterThanOrEqual(0);
      if (acknowledged.has(at)) expect(stored - (acknowledged.get(at) ?? 0)).toBeLessThanOrEqual(1);
      const turns = Math.ceil(stored / 2);
      if (turns === 0) continue;
      expect((await storage.threads.get('ann', `t${at}`))?.message_count).toBe(turns);
      expect((await storage.checkpointer.getTuple({ configurable: { thread_id: `t${at}` } }))?.checkpoint.channel_values['n']).toBe(2 * turns - 1);
    }
    expect(progress.get(shared)).toBe(sum);
    const log = await storage.list.changes('ann', { limit: 10_000_000 });
    expect(log).toHaveLength(2 * sum + writers + 1);
    expect(anomaliesOfLog(log.toReversed(), list)).toEqual([]);
    kept = sum;
    await storage.close();
  }
  process.stderr.write(`${cycles} kills, ${kept} changes of two entries each kept\n`);
  expect(kept).toBeGreaterThan(cycles);
}, 1_800_000);
