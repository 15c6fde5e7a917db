/** A small made-up catalogue: none of these titles exists. */
import { createCatalogue } from '../../src/catalogue/create-catalogue.ts';
import type { Catalogue } from '../../src/catalogue/catalogue.ts';
import type { Anime } from '../../src/domain/anime.ts';

export const anime = (id: number, title: string, more: Partial<Anime> = {}): Anime => ({
  anime_id: `mal:${id}`,
  title,
  title_english: null,
  title_native: null,
  synonyms: [],
  type: 'TV',
  episodes: 12,
  duration_minutes: 24,
  status: 'FINISHED',
  year: 2010,
  season: 'SPRING',
  genres: [],
  tags: [],
  studios: [],
  score: null,
  synopsis: null,
  picture: null,
  links: { mal: `https://myanimelist.net/anime/${id}` },
  streaming: [],
  aliases: [`mal:${id}`, `anilist:${id + 1000}`],
  related: [],
  adult: false,
  spoiler_tags: [],
  prominence: 3,
  ...more,
});

export const entries: readonly Anime[] = [
  anime(1, 'Hoshi no Niwashi', {
    title_english: 'The Star Gardener', title_native: '星の庭師', synonyms: ['HnN'], genres: ['Sci-Fi', 'Slice of Life'], tags: ['iyashikei', 'space', 'robots'], studios: ['Studio Tanpopo'], score: 8.4, prominence: 4, year: 2019,
    synopsis: 'A lonely robot tends a garden on the far side of the moon and waits for a visitor.', related: ['mal:2', 'mal:9'], streaming: [{ site: 'Niwa+', url: 'https://niwa.example/star', regions: ['JP'] }],
  }),
  anime(2, 'Hoshi no Niwashi: Tsuki no Uta', { title_english: 'The Star Gardener: Song of the Moon', type: 'MOVIE', episodes: 1, duration_minutes: 98, genres: ['Sci-Fi', 'Drama'], tags: ['space', 'music'], studios: ['Studio Tanpopo'], score: 8.1, year: 2022, season: 'FALL', related: ['mal:1'] }),
  anime(3, 'Kaminari Squad', { genres: ['Action', 'Comedy'], tags: ['super power', 'school'], studios: ['Works Raiden'], score: 7.2, episodes: 24, year: 2015, synopsis: 'Five students share one lightning bolt and none of them can aim.' }),
  anime(4, 'Yoru no Toshokan', { title_english: 'The Night Library', genres: ['Mystery', 'Slice of Life'], tags: ['iyashikei', 'books', 'adult cast'], studios: ['Studio Tanpopo'], score: 7.9, prominence: 2, year: 2020, season: 'WINTER', synopsis: 'A librarian on the night shift returns lost books to lost people.' }),
  anime(5, 'Kumo to Ken', { year: 2001, score: 7.5, genres: ['Action'], tags: ['samurai'], prominence: 3, synopsis: 'A wandering swordsman owes a debt to a cloud.' }),
  anime(6, 'Kumo to Ken', { year: 2021, score: 8.0, genres: ['Action'], tags: ['samurai'], prominence: 3, synopsis: 'The wandering swordsman again, drawn anew.' }),
  anime(7, 'Mada Minu Machi', { status: 'UPCOMING', episodes: null, year: 2031, season: 'SPRING', genres: ['Drama'], tags: ['coming of age'], prominence: 1 }),
  anime(8, 'Asa no Ramen', { status: 'ONGOING', episodes: null, year: 2031, season: 'WINTER', genres: ['Comedy', 'Slice of Life'], tags: ['cooking', 'iyashikei'], studios: ['Works Raiden'], score: 7.0 }),
  anime(9, 'Hoshi no Niwashi: Midnight', { adult: true, year: 2023, prominence: 1 }),
  anime(10, 'Natsu no Umi', { year: 2018, genres: ['Comedy', 'Ecchi'], tags: ['beach', 'iyashikei'], prominence: 2, score: 6.1 }),
  anime(11, 'Yakan', { year: 2011, genres: ['Drama'], tags: ['kettles'], spoiler_tags: ['traitor in the kitchen'], prominence: 2, synopsis: 'A kettle is stolen.', related: ['mal:12'] }),
  anime(12, 'Yakan Season 2', { year: 2013, genres: ['Drama'], tags: ['kettles'], prominence: 2, synopsis: 'A second kettle is stolen, by the friend of the first one.', related: ['mal:11', 'mal:13'] }),
  anime(13, 'Yakan Season 3', { year: 2015, genres: ['Drama'], tags: ['kettles'], prominence: 2, synopsis: 'The last kettle is betrayed.', related: ['mal:12'] }),
  anime(86, 'Eighty Six Lanterns', { synonyms: ['86'], genres: ['Drama'], tags: ['military'], score: 8.3, prominence: 5, year: 2017 }),
];

export const madeUpCatalogue = (): Catalogue =>
  createCatalogue({
    info: {
      snapshot_id: 'made-up-1',
      origin: 'shipped',
      entries: entries.length,
      created_at: '2031-01-01T00:00:00.000Z',
      source: { name: 'made up', location: 'somewhere/private', tag: '2031-01', sha256: '0'.repeat(64), last_update: '2031-01-01' },
      licence: [{ name: 'Made-up Licence', url: 'https://licence.example/', covers: 'everything' }],
      encoder: { provider: 'local', model: 'none', dimension: 1 },
    },
    entries,
    vectors: null,
    faissFolder: null,
  });
