import { describe, expect, it } from 'vitest';
import { toEntry } from '../../src/domain/anime.ts';
import { compare } from '../../src/retrieval/compare.ts';
import { entries } from './catalogue.ts';
import { call, createWorld } from './world.ts';

describe('compare_anime', () => {
  it('puts the facts of each side by side, with the entries', async () => {
    const pair = entries.filter(({ anime_id }) => anime_id === 'mal:1' || anime_id === 'mal:4');

    const result = await call(await createWorld(), 'compare_anime', { titles: ['The Star Gardener', 'Yoru no Toshokan'] });

    expect(result).toEqual({ ...compare(pair), results: pair.map(toEntry) });
    expect(result['facts']).toContainEqual({ fact: 'episodes', values: [12, 12] });
  });

  it('takes ids and titles together, in that order', async () => {
    const { results } = (await call(await createWorld(), 'compare_anime', { titles: ['Yoru no Toshokan'], anime_ids: ['anilist:1003'] })) as { results: { anime_id: string }[] };

    expect(results.map(({ anime_id }) => anime_id)).toEqual(['mal:3', 'mal:4']);
  });

  it.each([
    ['one anime', { titles: ['Yoru no Toshokan'] }, 'invalid_input'],
    ['the same anime twice', { titles: ['Yoru no Toshokan', 'The Night Library'] }, 'invalid_input'],
    ['nothing', {}, 'invalid_input'],
    ['six anime', { anime_ids: ['mal:1', 'mal:2', 'mal:3', 'mal:4', 'mal:5', 'mal:6'] }, 'invalid_input'],
    ['six anime in two lists', { anime_ids: ['mal:1', 'mal:2', 'mal:3'], titles: ['Yoru no Toshokan', 'Kumo to Ken 2021', 'Asa no Ramen'] }, 'invalid_input'],
    ['an unclear title', { titles: ['Kumo to Ken', 'Yoru no Toshokan'] }, 'ambiguous'],
    ['an unknown id', { anime_ids: ['mal:1', 'mal:404'] }, 'not_found'],
  ])('refuses %s', async (_what, args, code) => {
    expect(await call(await createWorld(), 'compare_anime', args)).toMatchObject({ refused: { code, hint: expect.any(String) } });
  });
});
