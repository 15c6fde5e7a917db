import { describe, expect, it } from 'vitest';
import { call, createWorld } from './world.ts';

describe('compare_anime', () => {
  it('puts the facts of each side by side', async () => {
    const result = await call(await createWorld(), 'compare_anime', { titles: ['The Star Gardener', 'Yoru no Toshokan'] });

    expect(result).toMatchObject({ results: [{ anime_id: 'mal:1' }, { anime_id: 'mal:4' }] });
    const { results: _, ...comparison } = result;
    expect(comparison).toMatchInlineSnapshot(`
      {
        "facts": [
          {
            "fact": "type",
            "values": [
              "TV",
              "TV",
            ],
          },
          {
            "fact": "year",
            "values": [
              2019,
              2020,
            ],
          },
          {
            "fact": "episodes",
            "values": [
              12,
              12,
            ],
          },
          {
            "fact": "minutes per episode",
            "values": [
              24,
              24,
            ],
          },
          {
            "fact": "hours in all",
            "values": [
              4.8,
              4.8,
            ],
          },
          {
            "fact": "status",
            "values": [
              "finished",
              "finished",
            ],
          },
          {
            "fact": "studio",
            "values": [
              "Studio Tanpopo",
              "Studio Tanpopo",
            ],
          },
          {
            "fact": "crowd score",
            "values": [
              8.4,
              7.9,
            ],
          },
          {
            "fact": "genres",
            "values": [
              "Sci-Fi, Slice of Life",
              "Mystery, Slice of Life",
            ],
          },
        ],
        "shared_tags": [
          "Slice of Life",
          "iyashikei",
        ],
        "suits": [
          {
            "anime_id": "mal:1",
            "sentence": "Choose it if you want sci-fi, space, robots, you like the older one or you trust the crowd, which scores it highest.",
            "title": "Hoshi no Niwashi",
          },
          {
            "anime_id": "mal:4",
            "sentence": "Choose it if you want mystery, books, adult cast or you prefer the newer one.",
            "title": "Yoru no Toshokan",
          },
        ],
        "unique_tags": [
          {
            "anime_id": "mal:1",
            "tags": [
              "Sci-Fi",
              "space",
              "robots",
            ],
            "title": "Hoshi no Niwashi",
          },
          {
            "anime_id": "mal:4",
            "tags": [
              "Mystery",
              "books",
              "adult cast",
            ],
            "title": "Yoru no Toshokan",
          },
        ],
      }
    `);
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
