/** Graded queries and scripted dialogues are well made: enough of them, the same mix in both halves, patterns that compile. */
import { describe, expect, it } from 'vitest';
import type { Dialogue } from './dialogues.ts';
import { readGolden } from './golden.ts';
import type { Split } from './part.ts';

const queries = await readGolden<{ query: string; kind: string; split: Split; grades: Record<string, number> }>('queries', false);
const dialogues = await readGolden<Dialogue>('dialogues', false);
const count = (rows: readonly { split: Split }[], split: Split): number => rows.filter((row) => row.split === split).length;

describe('the graded queries', () => {
  it('are 70 and 70, of the same kinds', () => {
    for (const [kind, each] of [['vibe', 35], ['like', 17.5], ['constraint', 17.5]] as const) {
      const rows = queries.filter((row) => row.kind === kind);
      expect([Math.abs(count(rows, 'tune') - each), Math.abs(count(rows, 'held') - each)].every((off) => off < 1), kind).toBe(true);
    }
    expect([count(queries, 'tune'), count(queries, 'held')]).toEqual([70, 70]);
    expect(new Set(queries.map(({ query }) => query.toLowerCase())).size).toBe(140);
  });

  it('have at least eight titles each, graded 1 to 3, some of them exactly what is asked', () => {
    for (const { query, grades } of queries) {
      const values = Object.values(grades);
      expect(values.length, query).toBeGreaterThanOrEqual(8);
      expect(values.every((grade) => [1, 2, 3].includes(grade)) && values.includes(3), query).toBe(true);
    }
  });
});

describe('the scripted dialogues', () => {
  it('are 32 untouched ones and at least as many others, three to six turns long, with something to check in every turn', () => {
    expect(count(dialogues, 'held')).toBe(32);
    expect(count(dialogues, 'tune')).toBeGreaterThanOrEqual(32);
    for (const { name, turns } of dialogues) {
      expect(turns.length, name).toBeGreaterThanOrEqual(3);
      expect(turns.length, name).toBeLessThanOrEqual(6);
      expect(turns.every(({ expect: expected }) => Object.keys(expected).length > 0), name).toBe(true);
    }
  });

  it('say no opening twice and have patterns that compile', () => {
    const patterns = dialogues.flatMap(({ turns }) => turns.flatMap(({ resume, expect: { mentions, not_mentions } }) => [resume, mentions, not_mentions].filter((pattern) => pattern !== undefined)));
    for (const pattern of patterns) expect(() => new RegExp(pattern, 'i'), pattern).not.toThrow();
    expect(new Set(dialogues.map(({ turns }) => turns[0]?.say.toLowerCase())).size).toBe(dialogues.length);
  });
});
