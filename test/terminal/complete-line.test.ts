import { expect, it } from 'vitest';
import type { Anime } from '../../src/domain/anime.ts';
import { titlesBeginning } from '../../src/retrieval/titles-beginning.ts';
import { completeLine } from '../../src/terminal/complete-line.ts';

const entry = (title: string, prominence: number, title_english: string | null = null): Anime => ({ title, title_english, synonyms: [], prominence }) as unknown as Anime; // nothing else is read
const entries = [entry('Sousou no Frieren', 5, "Frieren: Beyond Journey's End"), entry('Monster', 4), entry('Monster Musume', 3), entry('Mononoke Hime', 5)];
const complete = (line: string) => completeLine(line, { commands: ['/new', '/why', '/threads'], titles: (typed) => titlesBeginning(entries, typed) });

it.each([
  ['/', ['/new', '/why', '/threads'], '/'],
  ['/th', ['/threads'], '/th'],
  ['/call x', [], '/call x'],
  ['something like monst', ['Monster', 'Monster Musume'], 'monst'],
  ['I finished sousou no fr', ['Sousou no Frieren'], 'sousou no fr'],
  ['compare Monster and frie', ["Frieren: Beyond Journey's End"], 'frie'],
  ['tell me about "Mono', ['Mononoke Hime'], 'Mono'],
  ['xyz', [], 'xyz'],
  ['m', [], 'm'],
  ['', [], ''],
])('of %j', (line, hits, typed) => {
  expect(complete(line)).toEqual([hits, typed]);
});
