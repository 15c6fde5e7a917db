/** Small catalogues written in the tests: each entry says only what the test is about. */
import { createCatalogue } from '../../src/catalogue/create-catalogue.ts';
import type { Catalogue } from '../../src/catalogue/catalogue.ts';
import type { Anime } from '../../src/domain/anime.ts';
import type { VectorMatrix } from '../../src/vectors/vector-index.ts';

export const animeOf = (part: Partial<Anime> & { title: string }, number = 1): Anime => {
  const anime_id = part.anime_id ?? `mal:${number}`;
  return {
    anime_id, aliases: [anime_id], title_english: null, title_native: null, synonyms: [], type: 'TV', episodes: 12, duration_minutes: 24, status: 'FINISHED', year: 2010, season: 'SPRING',
    genres: [], tags: [], studios: [], score: 7, synopsis: null, picture: null, links: {}, streaming: [], related: [], adult: false, spoiler_tags: [], prominence: 3, ...part,
  };
};

/** Ids are `mal:1`, `mal:2`, ... in the order given, unless an entry says its own. */
export const catalogueOf = (parts: readonly (Partial<Anime> & { title: string })[], vectors: VectorMatrix | null = null): Catalogue =>
  createCatalogue({
    info: {
      snapshot_id: 'test', origin: 'shipped', entries: parts.length, created_at: '2031-01-01T00:00:00.000Z', licence: [],
      source: { name: 'test', location: 'test', tag: null, sha256: '', last_update: null }, encoder: { provider: 'test', model: 'test', dimension: vectors?.dimension ?? 1 },
    },
    entries: parts.map((part, index) => animeOf(part, index + 1)),
    vectors,
    faissFolder: null,
  });

/** Titles whose names are a trap: franchises, remakes, everyday words, other scripts. */
export const trickyTitles: readonly (Partial<Anime> & { title: string })[] = [
  { title: 'Fullmetal Alchemist', title_english: 'Fullmetal Alchemist', title_native: '鋼の錬金術師', synonyms: ['FMA', 'Hagane no Renkinjutsushi'], year: 2003, prominence: 4.6, related: ['mal:2'] },
  { title: 'Fullmetal Alchemist: Brotherhood', title_english: 'Fullmetal Alchemist: Brotherhood', synonyms: ['FMAB', 'Hagane no Renkinjutsushi (2009)'], year: 2009, prominence: 5, related: ['mal:1'] },
  { title: 'Naruto', title_english: 'Naruto', year: 2002, prominence: 5, related: ['mal:4'] },
  { title: 'Naruto: Shippuuden', title_english: 'Naruto Shippuden', synonyms: ['Naruto'], year: 2007, prominence: 5, related: ['mal:3'] },
  { title: 'Kimetsu no Yaiba', title_english: 'Demon Slayer: Kimetsu no Yaiba', title_native: '鬼滅の刃', synonyms: ['Demon Slayer', 'KnY'], year: 2019, prominence: 5, related: ['mal:6', 'mal:7'] },
  { title: 'Kimetsu no Yaiba Movie: Mugen Ressha-hen', title_english: 'Demon Slayer: Kimetsu no Yaiba the Movie: Mugen Train', synonyms: ['Demon Slayer'], type: 'MOVIE', episodes: 1, year: 2020, prominence: 5, related: ['mal:5'] },
  { title: 'Kimetsu no Yaiba: Yuukaku-hen', title_english: 'Demon Slayer: Entertainment District Arc', synonyms: ['Demon Slayer', 'Demon Slayer Season 2', 'Kimetsu no Yaiba Season 2'], year: 2021, prominence: 5, related: ['mal:5'] },
  { title: 'Hunter x Hunter', title_english: 'Hunter x Hunter', year: 1999, prominence: 4, related: ['mal:9'] },
  { title: 'Hunter x Hunter (2011)', title_english: 'Hunter x Hunter', title_native: 'HUNTER×HUNTER', synonyms: ['HxH'], year: 2011, prominence: 5, related: ['mal:8'] },
  { title: 'Shingeki no Kyojin', title_english: 'Attack on Titan', title_native: '進撃の巨人', synonyms: ['AoT', 'SnK'], year: 2013, prominence: 5, related: ['mal:11'] },
  { title: 'Shingeki no Kyojin Season 2', title_english: 'Attack on Titan Season 2', year: 2017, prominence: 5, related: ['mal:10'] },
  { title: 'Steins;Gate', title_english: 'Steins;Gate', year: 2011, prominence: 5 },
  { title: 'Mob Psycho 100', title_english: 'Mob Psycho 100', year: 2016, prominence: 5, related: ['mal:14'] },
  { title: 'Mob Psycho 100 II', title_english: 'Mob Psycho 100 II', synonyms: ['Mob Psycho 100 2nd Season'], year: 2019, prominence: 4.5, related: ['mal:13'] },
  { title: 'K-On!', title_english: 'K-ON!', year: 2009, prominence: 4, related: ['mal:16'] },
  { title: 'K-On!!', title_english: 'K-ON!! Season 2', year: 2010, prominence: 4, related: ['mal:15'] },
  { title: 'Another', title_english: 'Another', year: 2012, prominence: 4.5 },
  { title: 'Monster', title_english: 'Monster', year: 2004, prominence: 4.6 },
  { title: 'Orange', title_english: 'Orange', year: 2016, prominence: 4 },
  { title: 'Given', title_english: 'given', year: 2019, prominence: 4 },
  { title: 'Kimi no Na wa.', title_english: 'Your Name.', type: 'MOVIE', year: 2016, prominence: 5 },
  { title: 'Bleach', title_english: 'Bleach', year: 2004, prominence: 5 },
  { title: 'Romance', title_english: 'Romance', year: 1999, prominence: 1.2 },
  { title: 'Boku no Hero Academia', title_english: 'My Hero Academia', year: 2016, prominence: 5 },
  { title: 'Kaguya-sama wa Kokurasetai: Tensai-tachi no Renai Zunousen', title_english: 'Kaguya-sama: Love Is War', year: 2019, prominence: 5 },
  { title: 'Sousou no Frieren', title_english: "Frieren: Beyond Journey's End", title_native: '葬送のフリーレン', year: 2023, prominence: 5 },
  { title: 'Mushishi', title_english: 'Mushi-Shi', title_native: '蟲師', year: 2005, prominence: 4 },
  { title: 'Uchuu Kyoudai', synonyms: ['Space Brothers'], year: 2012, episodes: 99, prominence: 4.5, related: ['mal:29'] },
  { title: 'Uchuu Kyoudai: Itten no Hikari', title_english: 'Space Brothers', type: 'MOVIE', episodes: 1, year: 2012, prominence: 2.2, related: ['mal:28'] },
  { title: 'One Piece', title_native: 'ONE PIECE', synonyms: ['ワンピース'], year: 1999, episodes: null, prominence: 5, related: ['mal:31'] },
  { title: 'ワンピース', title_native: 'ワンピース', year: 2017, episodes: 3, prominence: 1, related: ['mal:30'] },
];
