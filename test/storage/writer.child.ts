/** A process for `kill -9`: commits turns for ever and prints the number of each one that was acknowledged. */
import { emptyCheckpoint } from '@langchain/langgraph-checkpoint';
import { createSqliteStorage } from '../../src/storage/sqlite.ts';
import { nextEpisode } from './samples.ts';

const storage = await createSqliteStorage({ file: process.argv[2] ?? '' });
const config = { configurable: { thread_id: 't', checkpoint_ns: '' } };
for (let n = (await storage.list.find('ann', ['mal:1']))?.progress ?? 0; ; n += 1) {
  const unit = await storage.turns.open({ turn_id: `turn-${String(n + 1)}`, thread_id: 't', user_id: 'ann' });
  await storage.list.apply('ann', [nextEpisode('mal:1')], { door: 'chat', unit });
  await storage.checkpointer.put(config, { ...emptyCheckpoint(), channel_values: { n: n + 1 }, channel_versions: { n: 1 } }, { source: 'loop', step: 0, parents: {} }, { n: 1 });
  await storage.turns.commit(unit, { title: 'x', messages: [{ role: 'user', content: String(n + 1) }] });
  process.stdout.write(`${String(n + 1)}\n`);
}
