import { describe, expect, it } from 'vitest';
import { createEntryCollector } from '../../src/catalogue/collect-entries.ts';
import { createCatalogue } from '../../src/catalogue/create-catalogue.ts';
import type { Anime } from '../../src/domain/anime.ts';
import { normalised } from './made-up.ts';

const collect = (entries: readonly Anime[], own: readonly Anime[] = []): Anime[] => {
  const collector = createEntryCollector();
  for (const anime of entries) collector.add(anime);
  for (const anime of own) collector.overlay(anime);
  return collector.finish();
};

describe('createEntryCollector', () => {
  it('resolves relations of any provider to canonical ids of the set, each once and never itself', () => {
    const first = normalised(1, { relatedAnime: ['https://anilist.co/anime/100002', 'https://myanimelist.net/anime/2', 'https://myanimelist.net/anime/1', 'https://myanimelist.net/anime/999'] });

    expect(collect([first, normalised(2)])[0]?.related).toEqual(['mal:2']);
  });

  it('refuses an id that is taken', () => {
    const collector = createEntryCollector();

    expect([collector.add(normalised(1)), collector.add(normalised(1)), collector.add(normalised(2))]).toEqual([true, false, true]);
    expect(collector.finish()).toHaveLength(2);
  });

  it('leaves an id that two entries claim to the first', () => {
    const second = normalised(2, { sources: ['https://myanimelist.net/anime/2', 'https://anilist.co/anime/100001'] });

    expect(collect([normalised(1), second]).map(({ aliases }) => aliases)).toEqual([['mal:1', 'anilist:100001'], ['mal:2']]);
  });

  it('lays our words over the data set, and keeps its score, picture, ids and relations', () => {
    const below = normalised(1, { score: { median: 8 }, synonyms: ['Older Name'], tags: ['action', 'kite flying'], relatedAnime: ['https://myanimelist.net/anime/2'], episodes: 13 });
    const own = normalised(1, {
      sources: ['https://myanimelist.net/anime/1', 'https://kitsu.app/anime/5'], title: 'Our Title', title_english: 'Our English', title_native: null, synonyms: ['Our Name'], tags: ['funny'],
      spoiler_tags: ['time travel'], synopsis: 'Ours.', prominence: 5, picture: null, episodes: 12, relatedAnime: [],
    });

    const [laid] = collect([below, normalised(2)], [own]);

    expect(laid).toMatchObject({
      anime_id: 'mal:1', aliases: ['mal:1', 'anilist:100001', 'kitsu:5'], title: 'Our Title', title_english: 'Our English', synonyms: ['Our English', 'Our Name', 'Tsukuri Banashi 1', 'Older Name'],
      genres: ['Comedy'], tags: [], spoiler_tags: ['time travel'], synopsis: 'Ours.', prominence: 5, score: 8, picture: 'https://pictures.example/1.jpg', related: ['mal:2'], episodes: 13,
    });
    expect(laid?.links).toHaveProperty('kitsu');
  });

  it('adds own entries that the data set lacks', () => {
    expect(collect([normalised(1)], [normalised(9)]).map(({ anime_id }) => anime_id)).toEqual(['mal:1', 'mal:9']);
  });

  it('keeps an entry adult when either side says so', () => {
    expect(collect([normalised(1, { tags: ['erotica'] })], [normalised(1, { tags: ['funny'] })])[0]?.adult).toBe(true);
  });

  it('gives an entry the better id that ours knows', () => {
    const below = normalised(1, { sources: ['https://anidb.net/anime/7'] });
    const own = normalised(1, { sources: ['https://myanimelist.net/anime/1', 'https://anidb.net/anime/7'] });

    expect(collect([below], [own])).toMatchObject([{ anime_id: 'mal:1', aliases: ['mal:1', 'anidb:7'] }]);
  });
});

describe('createCatalogue', () => {
  const info = {
    snapshot_id: 'x', origin: 'shipped' as const, entries: 2, created_at: '', licence: [],
    source: { name: '', location: '', tag: null, sha256: '', last_update: null }, encoder: { provider: 'test', model: 'words', dimension: 2 },
  };
  const entries = collect([normalised(1), normalised(2)]);

  it('finds an entry by any of its ids and addresses', () => {
    const { byId, rowOf } = createCatalogue({ info, entries, vectors: null, faissFolder: null });

    for (const ref of ['mal:2', 'MAL:2', '2', 'anilist:100002', 'https://www.anilist.co/anime/100002/slug', 'myanimelist.net/anime/2']) expect(byId(ref)?.anime_id).toBe('mal:2');
    expect(byId('mal:3')).toBeUndefined();
    expect(byId('Tsukuri Banashi 2')).toBeUndefined();
    expect(rowOf('mal:2')).toBe(1);
    expect(rowOf('anilist:100002')).toBeUndefined();
  });

  it('refuses vectors of other entries', () => {
    const vectors = { rows: 3, dimension: 2, values: new Float32Array(6) };

    expect(() => createCatalogue({ info, entries, vectors, faissFolder: null })).toThrow('2 entries but 3 vectors');
  });
});
