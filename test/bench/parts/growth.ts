/** A long thread costs what a short one costs: CPU of turn 500 against turn 10, and bytes on disk per turn. */
import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import Database from 'better-sqlite3';
import { costPerTime } from '../measure/cost.ts';
import { costRow, figure, limitRow } from '../measure/row.ts';
import { takeRounds } from '../measure/rounds.ts';
import { startService } from '../service/start-service.ts';
import type { Part } from './part.ts';
import { chatMessages } from './turn.ts';

/** Turns that search nothing: a search costs the same at any length and would hide growth. */
const cheapMessages = chatMessages.slice(2);

export const growth: Part = {
  name: 'growth',
  about: 'turn 500 of a thread against turn 10, and bytes stored per turn',
  async run(bench) {
    const dataDir = await bench.folder();
    const file = path.join(dataDir, 'animetrackr.sqlite');
    const { say, children } = await startService(dataDir, bench.atEnd);
    const long = bench.quick ? 60 : 500;
    const measured = bench.quick ? 8 : 40;

    const talk = async (thread: string, turns: number, texts: readonly string[]): Promise<number> => {
      let bytes = 0;
      for (let at = 0; at < turns; at += 1) {
        const text = texts[at % texts.length]!;
        bytes += Buffer.byteLength(text) + Buffer.byteLength((await say(text, thread)).response);
      }
      return bytes;
    };
    bench.say(`one thread of ${long} turns`);
    const thread = `bench-${randomUUID()}`;
    await talk(thread, 10, chatMessages);
    const before = await compactSize(file, path.join(dataDir, 'at-10.sqlite'));
    const text = await talk(thread, long - 10, chatMessages);
    const stored = (await compactSize(file, path.join(dataDir, 'at-end.sqlite'))) - before;

    const turns = async (of: string, texts: readonly string[]) => costPerTime(measured, async (at) => say(texts[at % texts.length]!, of), children());
    const rounds = await takeRounds(bench.rounds, bench.root, async () => {
      const fresh = `bench-${randomUUID()}`;
      await talk(fresh, 9, chatMessages);
      return {
        short: await turns(fresh, cheapMessages), long: await turns(thread, cheapMessages),
        shortMix: await turns(fresh, chatMessages), longMix: await turns(thread, chatMessages),
      };
    });
    const foreign = rounds.map((round) => round.foreign);
    const perTurn = (bytes: number): number => bytes / 1024 / (long - 10);
    return [
      costRow({ what: `turn ${long} against turn 10 of a thread, turns without search`, product: rounds.map((round) => round.long), yardstick: rounds.map(({ short }) => short), foreign, must: { atMost: 1.15 }, aim: { atMost: 1.03 } }),
      costRow({ what: `turn ${long} against turn 10 of a thread, with search`, product: rounds.map(({ longMix }) => longMix), yardstick: rounds.map(({ shortMix }) => shortMix), foreign, must: { atMost: 1.15 }, aim: { atMost: 1.03 } }),
      limitRow({
        what: `stored per turn beyond the text of its messages, over ${long - 10} turns`, value: perTurn(stored - text), unit: 'KB', must: { atMost: 3 }, aim: { atMost: 1.5 },
        yardstick: `${figure(perTurn(text))} KB of text`, ratio: `${(stored / text).toFixed(2)}x in all`, foreign,
      }),
    ];
  },
};

/** Bytes of the database without the room that it keeps for later. */
const compactSize = async (file: string, copy: string): Promise<number> => {
  const database = new Database(file, { readonly: true });
  database.prepare('vacuum into ?').run(copy);
  database.close();
  return (await stat(copy)).size;
};
