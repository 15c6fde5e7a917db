/** Scripted dialogues of `data/golden/dialogues.jsonl`, held with the real graph: what was said, what came back, what the list held then. */
import type { ChatReply, Interrupt } from '../../src/domain/chat-turn.ts';
import type { Expected, ListedEntry } from './expectations.ts';
import type { Split } from './part.ts';
import type { World } from './world.ts';

export type Dialogue = {
  readonly name: string;
  readonly split: Split;
  /** Changes that the user's list starts with, as `update_watchlist` takes them. */
  readonly list?: readonly Record<string, unknown>[];
  readonly turns: readonly {
    readonly say: string;
    /** Pattern of the option that is chosen when the agent asks. */
    readonly resume?: string;
    readonly expect: Expected;
  }[];
};

export type HeldTurn = {
  /** The last reply of the turn: after the choice, when there was one. */
  readonly reply: ChatReply;
  /** What the agent asked before that. */
  readonly asked: Interrupt['kind'] | null;
  readonly list: readonly ListedEntry[];
  /** Everything tools said in the thread so far, as text. */
  readonly said: readonly string[];
};
/** `turns` ends early where a turn was refused: `problem` says with what. */
export type Held = { readonly dialogue: Dialogue; readonly turns: readonly HeldTurn[]; readonly problem: string | null };

const mostChoices = 3;
const held = new WeakMap<World, Promise<Held[]>>();

/** All dialogues of this run; held once, whoever asks. */
export const holdDialogues = (world: World): Promise<Held[]> => {
  const done = held.get(world) ?? hold(world);
  held.set(world, done);
  return done;
};

const hold = async (world: World): Promise<Held[]> => {
  const heard = listen(world);
  const all: Held[] = [];
  for (const [at, dialogue] of (await world.golden<Dialogue>('dialogues')).entries()) {
    heard.length = 0;
    all.push(await holdOne(world, dialogue, `dialogue-${at}`, heard));
  }
  return all;
};

const holdOne = async (world: World, dialogue: Dialogue, user_id: string, heard: readonly string[]): Promise<Held> => {
  if (dialogue.list !== undefined) await world.call('update_watchlist', { updates: dialogue.list }, user_id);
  const turns: HeldTurn[] = [];
  for (const { say, resume } of dialogue.turns) {
    const outcome = await turn(world, user_id, say, resume).catch((problem: unknown) => (problem instanceof Error ? problem.message : String(problem)));
    if (typeof outcome === 'string') return { dialogue, turns, problem: outcome };
    const { results } = await world.call('get_watchlist', { limit: 100 }, user_id);
    turns.push({ ...outcome, list: results as ListedEntry[], said: [...heard] }); // the tool's own output schema
  }
  return { dialogue, turns, problem: null };
};

const turn = async ({ app }: World, user_id: string, message: string, resume: string | undefined): Promise<{ reply: ChatReply; asked: Interrupt['kind'] | null }> => {
  let reply = await app.runTurn({ message, thread_id: user_id, user_id });
  const asked = reply.interrupt?.kind ?? null;
  for (let choices = 0; choices < mostChoices && resume !== undefined && reply.interrupt !== null; choices++) {
    const { id, options } = reply.interrupt;
    const chosen = options.find(({ label }) => new RegExp(resume, 'i').test(label));
    if (chosen === undefined) break;
    reply = await app.runTurn({ resume: { interrupt_id: id, option_id: chosen.id }, thread_id: user_id, user_id });
  }
  return { reply, asked };
};

/** Collects what tools tell the graph: a reply shows only what the answer is about. */
const listen = ({ app }: World): string[] => {
  const heard: string[] = [];
  const tools = app.chatDeps.tools as { call: typeof app.chatDeps.tools.call }; // to put an ear into it: nodes look `call` up at every call
  const { call } = tools;
  tools.call = async (...args) => {
    const outcome = await call(...args);
    heard.push(...textsIn(outcome));
    return outcome;
  };
  return heard;
};

const textsIn = (value: unknown): string[] =>
  typeof value === 'string' ? [value] : value !== null && typeof value === 'object' ? Object.values(value).flatMap(textsIn) : [];
