/** A message may have 10,000 characters, and everybody else waits while it is read: no text, made for it or not, may keep the brain or one of its patterns long. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { createEmbeddedBrain } from '../../graphs/chat/brains/embedded/embedded-brain.ts';
import { emptySlots } from '../../graphs/chat/state.ts';
import { maxMessageLength } from '../../src/domain/chat-turn.ts';
import { projectRoot } from '../support/service.ts';
import { shippedField } from '../support/shipped-field.ts';

const brain = createEmbeddedBrain(await shippedField(), null);
const long = (text: string): string => text.repeat(Math.ceil(maxMessageLength / text.length)).slice(0, maxMessageLength);
const msOf = (work: () => void): number => {
  const begun = performance.now();
  work();
  return performance.now() - begun;
};
/** Half a millisecond is usual for all patterns together; the best of four, because the machine may be busy. */
const mostOfPattern = 60;
const mostOfMessage = 6_000;

/** What a text costs in all, and the patterns that took too long on it: `test`, `replace` and all the others call `exec`. */
const read = async (message: string): Promise<{ ms: number; slow: string[] }> => {
  const slow = new Map<string, string>();
  const { exec } = RegExp.prototype;
  RegExp.prototype.exec = function (text) {
    let found: RegExpExecArray | null = null;
    const { lastIndex } = this;
    const once = (): number => msOf(() => {
      this.lastIndex = lastIndex;
      found = exec.call(this, text);
    });
    let best = once();
    for (let more = 0; best > mostOfPattern && more < 3; more++) best = Math.min(best, once());
    if (best > mostOfPattern) slow.set(this.source, `${Math.round(best)} ms: ${this.source.slice(0, 120)}`);
    return found;
  };
  const begun = process.cpuUsage().user;
  try {
    const { intent } = await brain.classify({ message, history: async () => [], slots: emptySlots });
    await brain.extract({ message, history: async () => [], slots: emptySlots }, intent);
  } finally {
    RegExp.prototype.exec = exec;
  }
  return { ms: (process.cpuUsage().user - begun) / 1000, slow: [...slow.values()] };
};

const sentences = readFileSync(path.join(projectRoot, 'data/golden/intents-train.jsonl'), 'utf8').trim().split('\n')
  .map((line) => (JSON.parse(line) as { text: string }).text.replaceAll('{t}', 'Monster').replaceAll('{u}', 'Naruto')); // its shape is checked where it is trained on

it.each([
  ' ', ', ', ',', '"', "' ", '“', '1', '1 ', '12, ', '1.', '-', '- ', '/', '? ', '! ', '\n', 'a', 'a ', 'A ', 'é ', 'no ', 'and ', 'not and ', 'the ', 'a an ', 'an with ', 'with ', 'lol ', 'lmao lol ', 'nice ', 'let me see ', 'never ', "don't show me ",
  'note: ', 'x y, ', "i'm ", 'Naruto, ', 'ep 5 and ', 'add Naruto and ', 'add Naruto with a note that ', 'ok and whats airing now. ', 'Monster was perfect. more like it please ', ...sentences.filter((_, at) => at % 400 === 0).map((text) => `${text} `),
])('reads %j over and over in a moment', async (text) => {
  const { ms, slow } = await read(long(text));

  expect(slow).toEqual([]);
  expect(ms).toBeLessThan(mostOfMessage);
}, 60_000);
