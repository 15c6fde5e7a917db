import { describe, expect, it } from 'vitest';
import { aliasUrl, parseAnimeRef, providerOf, sortAliases } from '../../src/domain/ids.ts';

describe('parseAnimeRef', () => {
  it.each([
    ['https://myanimelist.net/anime/77', 'mal:77'],
    ['http://www.myanimelist.net/anime/77/Some_Title?q=1', 'mal:77'],
    ['myanimelist.net/anime/77', 'mal:77'],
    ['https://anilist.co/anime/77/', 'anilist:77'],
    ['https://kitsu.io/anime/77', 'kitsu:77'],
    ['https://kitsu.app/anime/Some-Slug', 'kitsu:some-slug'],
    ['https://anidb.net/anime/77', 'anidb:77'],
    ['https://anidb.net/a77', 'anidb:77'],
    ['https://animenewsnetwork.com/encyclopedia/anime.php?id=77', 'ann:77'],
    ['https://anime-planet.com/anime/some-slug', 'anime-planet:some-slug'],
    ['https://animecountdown.com/77', 'animecountdown:77'],
    ['MAL:77', 'mal:77'],
    [' 0077 ', 'mal:77'],
  ])('reads %s', (text, alias) => {
    expect(parseAnimeRef(text)).toBe(alias);
  });

  it.each(['', 'Some Title', 'https://example.com/anime/77', 'https://myanimelist.net/manga/77', 'https://myanimelist.net/anime/', 'nobody:77', 'https://myanimelist.net.evil.example/anime/77'])('does not take %j for an anime', (text) => {
    expect(parseAnimeRef(text)).toBeUndefined();
  });

  it('reads back the page that it gives for an alias', () => {
    for (const alias of ['mal:1', 'anilist:2', 'kitsu:3', 'anidb:4', 'anisearch:5', 'ann:6', 'livechart:7', 'anime-planet:eight', 'simkl:9', 'animecountdown:10', 'bangumi:11']) {
      expect(parseAnimeRef(aliasUrl(alias) ?? '')).toBe(alias);
    }
    expect(aliasUrl('nobody:1')).toBeUndefined();
  });
});

describe('sortAliases', () => {
  it('puts the canonical id first: MyAnimeList, AniList, Kitsu, AniDB, then the rest, each once', () => {
    const aliases = ['anime-planet:slug', 'anidb:4', 'kitsu:3', 'mal:10', 'mal:9', 'anilist:2', 'anidb:4'];

    expect(sortAliases(aliases)).toEqual(['mal:9', 'mal:10', 'anilist:2', 'kitsu:3', 'anidb:4', 'anime-planet:slug']);
  });

  it('names the provider of an alias', () => {
    expect(providerOf('anime-planet:a-slug')).toBe('anime-planet');
  });
});
