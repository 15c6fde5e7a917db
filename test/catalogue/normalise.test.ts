import { describe, expect, it } from 'vitest';
import { normalise } from '../../src/catalogue/normalise.ts';
import { entrySchema, toEntry } from '../../src/domain/anime.ts';
import { englishWords, normalised, sourceEntry, vocabulary } from './made-up.ts';

describe('normalise', () => {
  it('makes the public shape of an entry', () => {
    const anime = normalised(7, { score: { arithmeticGeometricMean: 7.456 }, studios: ['mappa', 'toei animation'], tags: ['action', 'vampires', 'manga'] });

    expect(entrySchema.parse(toEntry(anime))).toEqual({
      anime_id: 'mal:7', title: 'Tsukuri Banashi 7', title_english: null, title_native: null, synonyms: [], type: 'TV', episodes: 12, duration_minutes: 24, status: 'FINISHED', year: 2011, season: 'SPRING',
      genres: ['Action'], tags: ['vampire', 'based on a manga'], studios: ['MAPPA', 'Toei Animation'], score: 7.46, synopsis: null, picture: 'https://pictures.example/7.jpg',
      links: { mal: 'https://myanimelist.net/anime/7', anilist: 'https://anilist.co/anime/100007' }, streaming: [],
    });
    expect(anime.aliases).toEqual(['mal:7', 'anilist:100007']);
  });

  it('takes the canonical id of the best known provider and keeps all others as aliases', () => {
    const anime = normalised(1, { sources: ['https://anime-planet.com/anime/a-slug', 'https://nobody.example/1', 'https://anidb.net/anime/9', 'https://kitsu.io/anime/8'] });

    expect(anime.anime_id).toBe('kitsu:8');
    expect(anime.aliases).toEqual(['kitsu:8', 'anidb:9', 'anime-planet:a-slug']);
    expect(anime.links).toMatchObject({ kitsu: 'https://kitsu.app/anime/8', anidb: 'https://anidb.net/anime/9' });
  });

  it('refuses what no known provider has, and a title without a visible character', () => {
    const context = { vocabulary, englishWords };

    expect(normalise(sourceEntry(1, { sources: ['https://nobody.example/1'] }), context)).toEqual({ refused: 'no source of a known provider' });
    expect(normalise(sourceEntry(1, { title: '\u200B\u202E' }), context)).toEqual({ refused: 'title has no visible characters' });
  });

  it('says null for what is not known', () => {
    const anime = normalised(1, {
      episodes: 0, duration: { value: 0, unit: 'SECONDS' }, animeSeason: { season: 'UNDEFINED' }, score: null, studios: ['none found'],
      picture: 'https://raw.example/pics/no_pic.png',
    });

    expect(anime).toMatchObject({ episodes: null, duration_minutes: null, season: null, year: null, score: null, studios: [], picture: null });
  });

  it('says one minute for an episode of twenty seconds', () => {
    expect(normalised(1, { duration: { value: 20, unit: 'SECONDS' } }).duration_minutes).toBe(1);
  });

  it('sorts words into genres, tags and hidden tags, and drops what says nothing', () => {
    const anime = normalised(1, { tags: ['Funny', 'sf', 'tropes', 'kite flying', 'manga', 'cozy', 'main character dies', '7.12'], spoiler_tags: ['time travel'] });

    expect(anime.genres).toEqual(['Comedy', 'Sci-Fi']);
    expect(anime.tags).toEqual(['iyashikei', 'based on a manga', 'kite flying']);
    expect(anime.spoiler_tags).toEqual(['time travel', 'hero dies']);
  });

  it('takes a list that a source glued into one word apart, and a word of two genres too', () => {
    expect(normalised(1, { tags: ['action, vampires, funny'] })).toMatchObject({ genres: ['Action', 'Comedy'], tags: ['vampire'] });
    expect(normalised(1, { tags: ['romcom'] })).toMatchObject({ genres: ['Comedy', 'Romance'], tags: ['romantic comedy'] });
  });

  it('marks adult entries, and an adult cast is not one', () => {
    expect(normalised(1, { tags: ['erotica'] }).adult).toBe(true);
    expect(normalised(1, { tags: ['adult cast'] }).adult).toBe(false);
  });

  it('shows a synonym once, never the title, and no more than 30, those people can type first', () => {
    const foreign = Array.from({ length: 40 }, (_, at) => `Название ${at}`);
    const anime = normalised(1, { synonyms: ['TSUKURI  BANASHI 1', 'ＴＢ', 'tb', 'The Made-Up One', ...foreign, 'つくりばなし'] });

    expect(anime.synonyms).toHaveLength(30);
    expect(anime.synonyms).toEqual(expect.arrayContaining(['ＴＢ', 'The Made-Up One', 'つくりばなし']));
    expect(anime.synonyms).not.toContain('tb');
    expect(anime.synonyms.map((text) => text.toLowerCase())).not.toContain('tsukuri  banashi 1');
  });

  it('makes hostile text harmless', () => {
    const anime = normalised(1, {
      title: 'Nice\u202E\u0000 Title\u{E0041}\u{E0042}\n\tX', synonyms: ['a\u001B[31mred', '\uD800lone', 'x'.repeat(5000)],
      picture: 'javascript:alert(1)', streaming: [{ site: 's', url: 'data:text/html,x', regions: [] }, { site: 't', url: 'https://watch.example/1', regions: ['XX'] }],
    });

    expect(anime.title).toBe('Nice TitleX'.replace('eX', 'e X'));
    expect(anime.synonyms.slice(0, 2)).toEqual(['a[31mred', 'lone']);
    expect(anime.synonyms[2]).toHaveLength(300);
    expect(anime.picture).toBeNull();
    expect(anime.streaming).toEqual([{ site: 't', url: 'https://watch.example/1', regions: ['XX'] }]);
  });

  it('lets titles and prominence that are given win, an explicit null too', () => {
    const anime = normalised(1, { title: 'The Lonely Robot', title_english: null, title_native: 'ロボ', prominence: 4.5, synopsis: ' Rust.  ' });

    expect(anime).toMatchObject({ title_english: null, title_native: 'ロボ', prominence: 4.5, synopsis: 'Rust.' });
    expect(normalised(1, { title: 'The Lonely Robot' }).title_english).toBe('The Lonely Robot');
  });

  it('finds a much described series better known than an obscure film', () => {
    const known = normalised(1, { score: { arithmeticMean: 8.5 }, synonyms: Array.from({ length: 40 }, (_, at) => `S${at}`), tags: Array.from({ length: 30 }, (_, at) => `t${at}`) });
    const obscure = normalised(2, { type: 'MOVIE', animeSeason: { season: 'UNDEFINED', year: 1971 }, tags: [] });

    expect(known.prominence).toBeGreaterThan(4);
    expect(obscure.prominence).toBe(1);
  });

  it('writes studios as they do, merges their spellings and drops another column\'s values', () => {
    const studios = ['a-1 pictures', 'wit studio', 'ufotable', 'p.a.works', 'studio pierrot', 'pierrot', 'house of dreams', 'tnk', 'sci-fi', 'PascalCase Films'];

    expect(normalised(1, { studios }).studios).toEqual(['A-1 Pictures', 'Wit Studio', 'ufotable', 'P.A. Works', 'Pierrot', 'House of Dreams', 'TNK', 'PascalCase Films']);
  });
});
