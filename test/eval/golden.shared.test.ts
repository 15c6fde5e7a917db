import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { projectRoot } from '../bench/service/start-service.ts';
import { idsOf } from './entity-labels.ts';
import { readGolden } from './golden.ts';
import type { Utterance } from './read-utterances.ts';

it('every title of the golden utterances is an entry of the data set', async () => {
  const dataSet = await readFile(path.resolve(projectRoot, '../shared/data/aod-real.jsonl'), 'utf8');
  const known = new Set([...dataSet.matchAll(/myanimelist\.net\/anime\/(\d+)"/g)].map((match) => `mal:${match[1] ?? ''}`));
  const named = (await readGolden<Utterance>('utterances', false)).flatMap(({ entities, context }) => [...(entities?.titles ?? []).flatMap(idsOf), ...(context?.shown ?? []).map(({ anime_id }) => anime_id)]);
  expect(named.length).toBeGreaterThan(300);
  expect(named.filter((id) => !known.has(id))).toEqual([]);
});
