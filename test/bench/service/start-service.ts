/** The product in this process, put together by its own `compose`, and a list of its own for the user. */
import path from 'node:path';
import { compose, type App } from '../../../src/compose.ts';
import { loadConfig } from '../../../src/config.ts';
import { localUser } from '../../../src/domain/caller.ts';
import type { ChatReply } from '../../../src/domain/chat-turn.ts';
import { createLog } from '../../../src/log.ts';
import { descendantsOf } from '../measure/cpu.ts';

export const projectRoot = path.resolve(import.meta.dirname, '../../..');

export type Service = {
  readonly app: App;
  /** Its child processes (FAISS) as of now. */
  children(): number[];
  /** A turn that must work. */
  say(message: string, thread_id: string): Promise<ChatReply>;
};

/** @param end told how to stop it */
export const startService = async (dataDir: string, end: (close: () => Promise<unknown>) => void): Promise<Service> => {
  const app = await compose(loadConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'error' }, projectRoot), createLog('error'));
  end(() => app.close());
  await faissStarted(app);
  await fillList(app);
  return {
    app,
    children: () => descendantsOf(process.pid),
    say: async (message, thread_id) => {
      const reply = await app.runTurn({ message, thread_id, user_id: localUser });
      if (!reply.success || reply.interrupt !== null) throw new Error(`The turn ${JSON.stringify(message)} did not get a plain answer: ${reply.response}`);
      return reply;
    },
  };
};

/** Until then searches are answered by the flat scan, which is not what is measured. */
const faissStarted = async (app: App): Promise<void> => {
  for (let waited = 0; waited < 60_000; waited += 100) {
    const { vectors } = (await app.health.report()).parts;
    if (vectors.engine === 'faiss') return;
    if (vectors.detail.includes('not available')) throw new Error(`There is nothing to measure without FAISS: ${vectors.detail}.`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('FAISS did not start within a minute.');
};

const finished = ['Death Note', 'Cowboy Bebop', 'Mushishi', 'Steins;Gate', 'Monster', 'Spirited Away', 'Toradora!', 'K-On!'];
const planned = ['Berserk', 'Haikyuu!!', 'Planetes', 'Baccano!'];

/** A list like a person's. What the catalogue does not have is left out. */
const fillList = async (app: App): Promise<void> => {
  const caller = { user_id: localUser, door: 'cli' } as const;
  for (const [at, anime_title] of finished.entries()) await app.mcp.callTool('update_watchlist', { anime_title, status: 'completed', score: 10 - (at % 4) }, caller);
  for (const anime_title of planned) await app.mcp.callTool('update_watchlist', { anime_title, status: 'plan_to_watch' }, caller);
  const outcome = await app.mcp.callTool('get_watchlist', {}, caller);
  if (!outcome.ok || Number(outcome.structured['total']) < 6) throw new Error('The list of the bench could not be filled.');
};
