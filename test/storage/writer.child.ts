/** A process for `kill -9`: eight writers, turns and list changes in turn, for ever; prints `writer number` for each one that was acknowledged. */
import { emptyCheckpoint } from '@langchain/langgraph-checkpoint';
import { createSqliteStorage } from '../../src/storage/sqlite.ts';
import { nextEpisode } from './samples.ts';

const [file = '', writers = '8'] = process.argv.slice(2);
const storage = await createSqliteStorage({ file });

const write = async (at: number): Promise<void> => {
  const own = `mal:${at}`;
  const thread_id = `t${at}`;
  const config = { configurable: { thread_id, checkpoint_ns: '' } };
  const both = [nextEpisode(own), nextEpisode('mal:100')];
  for (let n = ((await storage.list.find('ann', [own]))?.progress ?? 0) + 1; ; n += 1) {
    if (n % 2 === 0) await storage.list.apply('ann', both, { door: 'mcp' });
    else {
      const unit = await storage.turns.open({ turn_id: `turn-${at}-${n}`, thread_id, user_id: 'ann' });
      await storage.list.apply('ann', both, { door: 'chat', unit });
      await storage.checkpointer.put(config, { ...emptyCheckpoint(), channel_values: { n }, channel_versions: { n: 1 } }, { source: 'loop', step: 0, parents: {} }, { n: 1 });
      await storage.turns.commit(unit, { title: 'x', messages: [{ role: 'user', content: String(n) }] });
    }
    process.stdout.write(`${at} ${n}\n`);
  }
};

await Promise.all(Array.from({ length: Number(writers) }, (_, at) => write(at)));
