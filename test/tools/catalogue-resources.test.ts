import { describe, expect, it } from 'vitest';
import { buildGeneration } from '../../src/retrieval/generation.ts';
import { catalogueResources } from '../../src/tools/catalogue-resources.ts';
import { madeUpCatalogue } from './catalogue.ts';

const resources = () => {
  const generation = buildGeneration({ catalogue: madeUpCatalogue(), index: null });
  return catalogueResources({ current: () => generation });
};

describe('the catalogue as resources', () => {
  it('says what the data set is, and not where it lies', () => {
    expect(resources().read('anime://database')).toMatchInlineSnapshot(`
      {
        "counts": {
          "MOVIE": 1,
          "TV": 13,
        },
        "created_at": "2031-01-01T00:00:00.000Z",
        "entries": 14,
        "licence": [
          {
            "covers": "everything",
            "name": "Made-up Licence",
            "url": "https://licence.example/",
          },
        ],
        "origin": "shipped",
        "snapshot_id": "made-up-1",
        "source": {
          "last_update": "2031-01-01",
          "name": "made up",
          "tag": "2031-01",
        },
      }
    `);
  });

  it.each(['anime://anime/mal:1', 'anime://anime/mal%3A1', 'anime://anime/anilist:1001', 'anime://anime/https%3A%2F%2Fmyanimelist.net%2Fanime%2F1'])('reads the entry at %s', (uri) => {
    expect(resources().read(uri)).toMatchObject({ anime_id: 'mal:1', title: 'Hoshi no Niwashi' });
  });

  it('shows the public part of an entry only', () => {
    expect(resources().read('anime://anime/mal:1')).not.toHaveProperty('aliases');
  });

  it.each(['anime://anime/', 'anime://anime/mal:404', 'anime://anime/%E0%A4%A', 'anime://other', 'file:///etc/passwd', ''])('has nothing at %j', (uri) => {
    expect(resources().read(uri)).toBeUndefined();
  });
});
