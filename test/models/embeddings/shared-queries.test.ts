import { expect, it } from 'vitest';
import { createSharedQueries } from '../../../src/models/embeddings/shared-queries.ts';

const world = () => {
  const stored = new Map<string, string>();
  const memory = { get: async (key: string) => stored.get(key) ?? null, set: async (key: string, value: string) => void stored.set(key, value) };
  let embedded = 0;
  const ask = () => createSharedQueries({ memory, key: 'model' }).get('anime', async () => (embedded += 1, [0.5, -1, 0.25]));
  return { stored, ask, embedded: () => embedded };
};

it('pays for a text once', async () => {
  const { ask, embedded } = world();

  expect([await ask(), await ask(), embedded()]).toEqual([[0.5, -1, 0.25], [0.5, -1, 0.25], 1]);
});

it.each<[string, (text: string) => string]>([
  ['nothing', () => ''], ['cut', (text) => text.slice(0, -3)], ['cut by a number', (text) => text.slice(0, -6)], ['no base64', () => '3:äöü'], ['no number', () => `1:${Buffer.from(Float32Array.of(NaN).buffer).toString('base64')}`], ['of another program', () => '{"vector":[1]}'],
])('pays again when what is remembered is %s', async (_, damage) => {
  const { stored, ask, embedded } = world();
  await ask();
  for (const [key, value] of stored) stored.set(key, damage(value));

  expect([await ask(), await ask(), embedded()]).toEqual([[0.5, -1, 0.25], [0.5, -1, 0.25], 2]);
});
