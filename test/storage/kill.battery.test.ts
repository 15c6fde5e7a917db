import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { listEntry, put } from './samples.ts';
import { sqliteUnderTest } from './sqlite-under-test.ts';

const child = fileURLToPath(new URL('writer.child.ts', import.meta.url));

let under: ReturnType<typeof sqliteUnderTest>;
beforeEach(() => {
  under = sqliteUnderTest();
});
afterEach(() => under.dispose());

/** Runs the writer until it has acknowledged so many turns, kills it, and gives the last number it acknowledged. */
const writeAndKill = async (file: string, turns: number): Promise<number> => {
  const writer = spawn(process.execPath, ['--import', 'tsx', child, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  let last = 0;
  let seen = 0;
  for await (const line of createInterface({ input: writer.stdout })) {
    last = Number(line);
    seen += 1;
    if (seen === turns) writer.kill('SIGKILL');
  }
  return last;
};

it('loses nothing that was acknowledged and tears no turn apart when the process is killed', async () => {
  const first = await under.open();
  await first.list.apply('ann', [put(listEntry({ progress: 0 }))], { door: 'cli' });
  await first.close();

  for (const turns of [1, 7, 20, 45, 80]) {
    const acknowledged = await writeAndKill(under.file, turns);
    const storage = await under.open();

    const progress = (await storage.list.find('ann', ['mal:1']))?.progress ?? 0;
    const checkpoint = await storage.checkpointer.getTuple({ configurable: { thread_id: 't' } });

    expect(acknowledged).toBeGreaterThanOrEqual(turns);
    expect(progress).toBeGreaterThanOrEqual(acknowledged);
    expect((await storage.threads.get('ann', 't'))?.message_count).toBe(progress);
    expect(Number((await storage.threads.recent('t', 1))[0]?.content)).toBe(progress);
    expect(checkpoint?.checkpoint.channel_values['n']).toBe(progress);
    expect(await storage.list.changes('ann', { limit: 10_000 })).toHaveLength(progress + 1);
    await storage.close();
  }
}, 60_000);
