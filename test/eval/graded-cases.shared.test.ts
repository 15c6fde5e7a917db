import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../bench/service/start-service.ts';
import type { Dialogue } from './dialogues.ts';
import { readGolden } from './golden.ts';
import type { Split } from './part.ts';

it('every graded id and every id of a dialogue is an entry of the data set', async () => {
  const dataSet = await readFile(path.resolve(projectRoot, '../shared/data/aod-real.jsonl'), 'utf8');
  const known = new Set([...dataSet.matchAll(/myanimelist\.net\/anime\/(\d+)"/g)].map((match) => `mal:${match[1] ?? ''}`));
  const queries = await readGolden<{ split: Split; grades: Record<string, number> }>('queries', false);
  const dialogues = await readGolden<Dialogue>('dialogues', false);
  const named = [...queries.flatMap(({ grades }) => Object.keys(grades)), ...Array.from(JSON.stringify(dialogues).matchAll(/mal:\d+/g), ([id]) => id)];
  expect(named.length).toBeGreaterThan(3000);
  expect(named.filter((id) => !known.has(id))).toEqual([]);
});
