import { describe, expect, it } from 'vitest';
import { call, createWorld } from './world.ts';

describe('get_anime_details', () => {
  it('answers with everything known, and what is on the list about it', async () => {
    const world = await createWorld();
    await call(world, 'update_watchlist', { anime_id: 'mal:1', status: 'watching', progress: 3 });

    expect(await call(world, 'get_anime_details', { title: 'hoshi no niwashi' })).toMatchInlineSnapshot(`
      {
        "anime_id": "mal:1",
        "duration_minutes": 24,
        "episodes": 12,
        "genres": [
          "Sci-Fi",
          "Slice of Life",
        ],
        "links": {
          "mal": "https://myanimelist.net/anime/1",
        },
        "list_entry": {
          "anime_id": "mal:1",
          "finished_at": null,
          "notes": null,
          "progress": 3,
          "rewatches": 0,
          "score": null,
          "started_at": "2031-02-03",
          "status": "watching",
          "title": "Hoshi no Niwashi",
          "updated_at": "2031-02-03T12:00:00.000Z",
        },
        "picture": null,
        "related": [
          {
            "anime_id": "mal:2",
            "title": "Hoshi no Niwashi: Tsuki no Uta",
            "type": "MOVIE",
            "year": 2022,
          },
        ],
        "score": 8.4,
        "season": "SPRING",
        "status": "FINISHED",
        "streaming": [
          {
            "regions": [
              "JP",
            ],
            "site": "Niwa+",
            "url": "https://niwa.example/star",
          },
        ],
        "studios": [
          "Studio Tanpopo",
        ],
        "synonyms": [
          "HnN",
        ],
        "synopsis": "A lonely robot tends a garden on the far side of the moon and waits for a visitor.",
        "tags": [
          "iyashikei",
          "space",
          "robots",
        ],
        "title": "Hoshi no Niwashi",
        "title_english": "The Star Gardener",
        "title_native": "星の庭師",
        "type": "TV",
        "year": 2019,
      }
    `);
  });

  it('says null of what is not on the list', async () => {
    const world = await createWorld();

    expect(await call(world, 'get_anime_details', { anime_id: 'mal:3' })).toMatchObject({ anime_id: 'mal:3', related: [], list_entry: null });
  });

  it('keeps adult entries out of what is related', async () => {
    const world = await createWorld();

    expect(await call(world, 'get_anime_details', { anime_id: 'mal:1' })).toMatchObject({ related: [{ anime_id: 'mal:2', title: 'Hoshi no Niwashi: Tsuki no Uta', type: 'MOVIE', year: 2022 }] });
  });

  it.each([
    ['another id', { anime_id: 'anilist:1001' }, 'mal:1'],
    ['a URL', { anime_id: 'https://myanimelist.net/anime/1/Hoshi_no_Niwashi' }, 'mal:1'],
    ['a URL as title', { title: 'https://anilist.co/anime/1001' }, 'mal:1'],
    ['a bare number', { anime_id: 1 }, 'mal:1'],
    ['an abbreviation', { title: 'HnN' }, 'mal:1'],
    ['a native title', { title: '星の庭師' }, 'mal:1'],
    ['a typo', { title: 'The Star Gardner' }, 'mal:1'],
    ['a title where the id belongs', { anime_id: 'Kaminari Squad' }, 'mal:3'],
    ['a title that is a number', { title: '86' }, 'mal:86'],
    ['an unknown id beside a title', { anime_id: 'mal:404', title: 'Kaminari Squad' }, 'mal:3'],
    ['an id beside another title', { anime_id: 'mal:3', title: 'The Star Gardener' }, 'mal:3'],
  ])('finds an anime by %s', async (_what, args, anime_id) => {
    expect(await call(await createWorld(), 'get_anime_details', args)).toMatchObject({ anime_id });
  });

  it('asks back when a title is unclear', async () => {
    expect(await call(await createWorld(), 'get_anime_details', { title: 'Kumo to Ken' })).toEqual({
      refused: {
        code: 'ambiguous',
        message: '"Kumo to Ken" could mean several anime.',
        hint: 'Call again with the anime_id of the one that is meant; ask the user if it is not clear.',
        data: { candidates: [{ anime_id: 'mal:5', title: 'Kumo to Ken', type: 'TV', year: 2001 }, { anime_id: 'mal:6', title: 'Kumo to Ken', type: 'TV', year: 2021 }] },
      },
    });
  });

  it('needs no question when the year is said', async () => {
    expect(await call(await createWorld(), 'get_anime_details', { title: 'Kumo to Ken 2021' })).toMatchObject({ anime_id: 'mal:6' });
  });

  it('says what is near when nothing is meant', async () => {
    const { refused } = await call(await createWorld(), 'get_anime_details', { title: 'Kaminari and the Wizards of Old Kyoto' });

    expect(refused).toMatchObject({ code: 'not_found', message: 'No anime called "Kaminari and the Wizards of Old Kyoto" was found.', hint: expect.any(String) });
  });

  it.each([
    ['an unknown id', { anime_id: 'mal:404' }, 'not_found'],
    ['nothing at all', {}, 'invalid_input'],
  ])('refuses %s', async (_what, args, code) => {
    expect(await call(await createWorld(), 'get_anime_details', args)).toMatchObject({ refused: { code, hint: expect.any(String) } });
  });
});
