/** Eight writers, and a server that dies under them again and again: what was acknowledged is there, once. */
import { afterAll, expect, it } from 'vitest';
import { createPostgresStorage } from '../../src/storage/postgres.ts';
import { createCluster, postgresPrograms } from './postgres-cluster.ts';
import { listEntry, nextEpisode, put } from './samples.ts';

const cycles = process.env['BATTERY_SIZE'] === 'small' ? 5 : 20;
const writers = 8;
const shared = 'mal:100';

const programs = postgresPrograms();
if (programs === null) process.stderr.write('NO POSTGRESQL SERVER PROGRAMS in /usr/lib/postgresql: the crash cycles do not run.\n');
const cluster = programs === null ? null : await createCluster(programs);
afterAll(() => cluster?.remove());

it.runIf(cluster !== null)(`loses and doubles nothing in ${cycles} crashes of the server`, async () => {
  if (cluster === null) return;
  await cluster.start();
  const acknowledged = Array.from({ length: writers }, () => 0);
  let sharedAcknowledged = 0;
  const setUp = await createPostgresStorage({ url: cluster.url });
  await setUp.list.apply('ann', [...acknowledged.keys()].map((at) => put(listEntry({ anime_id: `mal:${at}`, progress: 0 }))), { door: 'cli' });
  await setUp.list.apply('ann', [put(listEntry({ anime_id: shared, progress: 0 }))], { door: 'cli' });
  await setUp.close();

  for (let cycle = 0; cycle < cycles; cycle += 1) {
    const storages = await Promise.all(acknowledged.map(() => createPostgresStorage({ url: cluster.url })));
    let isDown = false;
    const write = async (at: number): Promise<void> => {
      while (!isDown) {
        const worked = await storages[at]?.list.apply('ann', [nextEpisode(`mal:${at}`), nextEpisode(shared)], { door: 'mcp' }).then(() => true, () => false);
        if (worked !== true) return;
        acknowledged[at] = (acknowledged[at] ?? 0) + 1;
        sharedAcknowledged += 1;
      }
    };
    const writing = Promise.all(acknowledged.map((_, at) => write(at)));
    await new Promise((resolve) => setTimeout(resolve, 40 + 25 * (cycle % 7)));
    await cluster.crash();
    isDown = true;
    await writing;
    await Promise.all(storages.map((storage) => storage.close()));

    await cluster.start();
    const after = await createPostgresStorage({ url: cluster.url });
    const progress = new Map((await after.list.all('ann')).map((row) => [row.anime_id, row.progress]));
    for (const [at, count] of acknowledged.entries()) {
      const stored = progress.get(`mal:${at}`) ?? -1;
      expect(stored).toBeGreaterThanOrEqual(count);
      expect(stored).toBeLessThanOrEqual(count + 1); // one may have been written and not acknowledged
      expect(await after.list.changes('ann', { anime_ids: [`mal:${at}`], limit: 100_000 })).toHaveLength(stored + 1);
      acknowledged[at] = stored;
    }
    const together = progress.get(shared) ?? -1;
    expect(together).toBe(acknowledged.reduce((sum, count) => sum + count, 0));
    expect(together).toBeGreaterThanOrEqual(sharedAcknowledged);
    sharedAcknowledged = together;
    await after.close();
  }
  process.stderr.write(`${cycles} crashes, ${sharedAcknowledged} changes of two entries each kept\n`);
  expect(sharedAcknowledged).toBeGreaterThan(cycles);
}, 300_000);
