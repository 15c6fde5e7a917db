/** Conversations about one's list, turn by turn: what is asked, what is written, and that a question's diff is exactly what a "yes" then does. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Interrupt } from '../../src/domain/chat-turn.ts';
import type { StoredListEntry } from '../../src/domain/list-entry.ts';
import { createChatWorld } from './world.ts';

/** Titles, or `#2` for the second of what was shown last, to what the list says: `completed 9 e26`. */
type Listed = Readonly<Record<string, string>>;
type Conversation = {
  readonly name: string;
  readonly list?: Listed;
  readonly turns: readonly {
    readonly say: string;
    /** Kind of the question; absent = none is asked, `*` = as may be. */
    readonly asks?: string;
    /** The whole list after the turn; absent = as before, `diff` = as the question said. */
    readonly list?: Listed | 'diff';
    readonly says?: string;
  }[];
};

const conversations = (await readFile(path.join(import.meta.dirname, 'list-conversations.jsonl'), 'utf8')).split('\n').filter(Boolean).map((line) => JSON.parse(line) as Conversation);

const told = ({ status, score, progress }: Pick<StoredListEntry, 'status' | 'score' | 'progress'>): string => [status, score ?? '', progress > 0 ? `e${progress}` : ''].filter((part) => part !== '').join(' ');

type DiffRow = { readonly anime_id: string; readonly before: StoredListEntry | null; readonly after: StoredListEntry | null };
const rowsOf = (question: Interrupt | null): readonly DiffRow[] => (question?.diff ?? []) as unknown as DiffRow[]; // as `confirmation` makes them

describe('a conversation about the list', () => {
  it.each(conversations)('$name', async ({ list = {}, turns }) => {
    const world = await createChatWorld();
    for (const [title, words] of Object.entries(list)) await world.say(`add ${title}`).then(() => seed(world, title, words));
    const state = async (): Promise<Map<string, StoredListEntry>> => new Map((await world.list()).map((entry) => [entry.anime_id, entry]));
    const named = async (): Promise<Listed> => Object.fromEntries([...(await state()).values()].map((entry) => [entry.title, told(entry)]));
    expect(await named()).toEqual(list);

    let [before, open, shown]: [Listed, Interrupt | null, readonly string[]] = [list, null, []];
    let stood = await state();
    for (const { say, asks, list: wanted, says } of turns) {
      const reply = await world.say(say, { thread_id: 'talk' });
      const [now, stands] = [await named(), await state()];

      if (asks !== '*') expect([say, reply.interrupt?.kind ?? null]).toEqual([say, asks ?? null]);
      if (says !== undefined) expect(reply.response).toMatch(new RegExp(says));
      const place = (key: string): string => (key.startsWith('#') ? (shown.at(Number(key.slice(1)) - (key.startsWith('#-') ? 0 : 1)) ?? key) : key);
      if (wanted !== 'diff') expect([say, now]).toEqual([say, wanted === undefined ? before : Object.fromEntries(Object.entries(wanted).map(([key, value]) => [place(key), value]))]);
      else expect(Object.keys(now).length - Object.keys(before).length).toBe(rowsOf(open).filter(({ before: was }) => was === null).length);
      // What a question showed as the outcome is what was written, and nothing else was; a part of it may have been agreed to.
      for (const { anime_id, after } of rowsOf(open)) {
        const [was, is] = [stood.get(anime_id), stands.get(anime_id)];
        if (is?.updated_at !== was?.updated_at || (is === undefined) !== (was === undefined)) expect(is === undefined ? null : told(is)).toBe(after === null ? null : told(after));
      }
      if (wanted === 'diff') expect(rowsOf(open).every(({ anime_id, after }) => (after === null ? !stands.has(anime_id) : stands.has(anime_id)))).toBe(true);
      if (reply.results.length > 1) shown = reply.results.map(({ title }) => title);
      [before, open, stood] = [now, reply.interrupt, stands];
    }
  });
});

/** What the list says of a title before the conversation. */
const seed = async (world: Awaited<ReturnType<typeof createChatWorld>>, title: string, words: string): Promise<void> => {
  const [, status, score, progress] = /^(\w+)(?: (\d+))?(?: e(\d+))?$/.exec(words) ?? [];
  const entry = (await world.list()).find((one) => one.title === title);
  if (entry === undefined) throw new Error(`${title} was not added`);
  const after = { ...entry, status: status as StoredListEntry['status'], score: score === undefined ? null : Number(score), progress: Number(progress ?? 0), updated_at: 'before' }; // as written in the cases
  await world.storage.list.apply('mika', [{ anime_id: entry.anime_id, aliases: [entry.anime_id], mutate: () => after }], { door: 'chat' });
};
