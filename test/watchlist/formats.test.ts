/** What each format says, read and written: rows by what real files and broken ones look like. */
import { describe, expect, it } from 'vitest';
import { finish } from '../../src/retrieval/steps.ts';
import { listFormats, looksLike, type ListFormatName } from '../../src/watchlist/formats/all.ts';
import type { ListRow } from '../../src/watchlist/formats/list-format.ts';
import { readListFile } from '../../src/watchlist/read-list-file.ts';
import { gzipSync } from 'node:zlib';
import { bebop, stored } from './samples.ts';

const parse = (format: ListFormatName, text: string) => finish(listFormats[format].parse(text));
const write = (format: ListFormatName, changes: Parameters<typeof stored>[0] = {}, anime: typeof bebop | null = bebop) => finish(listFormats[format].write([{ stored: stored(changes), anime: anime ?? undefined }]));
const one = (format: ListFormatName, text: string): ListRow => {
  const { rows, refused } = parse(format, text);
  expect([rows.length, refused]).toEqual([1, []]);
  return rows[0]!;
};

const malRow = (fields: Record<string, string | number>): string => `<anime>${Object.entries({ series_animedb_id: 1, series_title: '<![CDATA[Cowboy Bebop]]>', ...fields }).map(([name, value]) => `<${name}>${value}</${name}>`).join('\n')}</anime>`;
const malFile = (...rows: string[]): string => `<?xml version="1.0" encoding="UTF-8" ?>\n<!-- made by hand -->\n<myanimelist>\n<myinfo><user_id>7</user_id><user_export_type>1</user_export_type></myinfo>\n${rows.join('\n')}\n</myanimelist>`;

describe('MyAnimeList XML', () => {
  it('reads everything a list can keep', () => {
    const text = malFile(malRow({
      series_type: 'TV', series_episodes: 26, my_id: 0, my_watched_episodes: 26, my_start_date: '2019-03-02', my_finish_date: '2019-04-00', my_rated: '', my_score: 9, my_storage: '', my_storage_value: '0.00',
      my_status: 'Completed', my_comments: '<![CDATA[See you, <space> & cowboy ]]]]><![CDATA[> twice]]>', my_times_watched: 2, my_priority: 'LOW', my_tags: '<![CDATA[jazz, space]]>', my_rewatching: 0, my_sns: 'default', update_on_import: 1,
    }));

    expect(one('mal-xml', text)).toEqual({
      line: 5, refs: ['mal:1'], titles: ['Cowboy Bebop'], status: 'completed', score: 9, score_step: 1, progress: 26, started_at: '2019-03-02', finished_at: '2019-04', rewatches: 2,
      notes: 'See you, <space> & cowboy ]]> twice\n\nTags: jazz, space', remarks: [],
    });
  });

  it.each([
    ['Watching', 'watching'], ['Completed', 'completed'], ['On-Hold', 'on_hold'], ['Dropped', 'dropped'], ['Plan to Watch', 'plan_to_watch'],
    ['1', 'watching'], ['2', 'completed'], ['3', 'on_hold'], ['4', 'dropped'], ['6', 'plan_to_watch'], [' watching ', 'watching'], ['', undefined],
  ])('reads the status %j as %s', (word, status) => {
    expect(one('mal-xml', malFile(malRow({ my_status: word }))).status).toBe(status);
  });

  it('takes a score of 0, dates of zeros and what is not there for nothing said', () => {
    expect(one('mal-xml', malFile(malRow({ my_score: 0, my_start_date: '0000-00-00', my_finish_date: '', my_comments: '<![CDATA[]]>' })))).toEqual({ line: 5, refs: ['mal:1'], titles: ['Cowboy Bebop'], score_step: 1, remarks: [] });
  });

  it('refuses broken rows one by one, with their lines, and keeps the others', () => {
    const { rows, refused, truncated } = parse('mal-xml', malFile(
      malRow({ my_status: 'Binging' }),
      malRow({ series_animedb_id: 2, my_score: 'nine' }),
      '<anime><series_animedb_id>3<series_title>Lost</series_title></anime>',
      '<anime><my_score>3</my_score></anime>',
      '<manga><manga_mangadb_id>4</manga_mangadb_id><manga_title>Berserk</manga_title></manga>',
      malRow({ series_animedb_id: 5, my_start_date: '2019-02-30' }),
      malRow({ series_animedb_id: 6, my_watched_episodes: -1 }),
      malRow({ series_animedb_id: 7, series_title: 'Tom & Jerry &eacute;', my_status: 'Completed' }),
    ));

    expect(refused.map(({ line, title, reason }) => [line, title, reason])).toEqual([
      [5, 'Cowboy Bebop', 'The status "Binging" is not known.'],
      [8, 'Cowboy Bebop', 'The score "nine" is not a number.'],
      [11, 'Lost', 'Its tags do not fit together.'],
      [12, null, 'There is neither an id nor a title.'],
      [13, 'Berserk', 'It is a manga; the list is for anime.'],
      [14, 'Cowboy Bebop', 'The start date "2019-02-30" does not exist.'],
      [17, 'Cowboy Bebop', 'The progress "-1" is not a number of episodes or times.'],
    ]);
    expect(rows).toMatchObject([{ refs: ['mal:7'], titles: ['Tom & Jerry &eacute;'], remarks: [expect.stringContaining('XML')] }]);
    expect(truncated).toBe(false);
  });

  it.each([1, 5, 20, 60, 120])('says that a file cut %d characters before its end is not whole', (cut) => {
    const text = malFile(malRow({ my_status: 'Watching' }), malRow({ series_animedb_id: 2, my_status: 'Completed' }));

    const { rows, truncated } = parse('mal-xml', text.slice(0, -cut));

    expect(truncated).toBe(true);
    expect(rows.length).toBeGreaterThanOrEqual(1);
  });

  it.each([
    ['entities of its own', '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]><myanimelist><anime><series_title>&lol2;</series_title></anime></myanimelist>', 'document type'],
    ['entities from elsewhere', '<!DOCTYPE a SYSTEM "file:///etc/passwd"><myanimelist></myanimelist>', 'document type'],
    ['depth', `<myanimelist>${'<a>'.repeat(100_000)}`, 'nested too deeply'],
    ['another document', '<html><body><p>Log in</p></body></html>', 'not a MyAnimeList export'],
  ])('refuses a file with %s', (_, text, message) => {
    expect(() => parse('mal-xml', text)).toThrow(message);
  });

  it('is written as MyAnimeList takes it', () => {
    const { text, left_out, warnings } = write('mal-xml', { status: 'on_hold', score: 8.5, progress: 12, started_at: '2019', notes: 'a ]]> b\n\nTags: jazz', rewatches: 1 });

    expect(text).toContain('<user_export_type>1</user_export_type>\n    <user_total_anime>1</user_total_anime>');
    expect(text).toContain('<series_animedb_id>1</series_animedb_id>\n    <series_title><![CDATA[Cowboy Bebop]]></series_title>\n    <series_type>TV</series_type>\n    <series_episodes>26</series_episodes>');
    expect(text).toContain('<my_start_date>2019-00-00</my_start_date>\n    <my_finish_date>0000-00-00</my_finish_date>');
    expect(text).toContain('<my_score>9</my_score>');
    expect(text).toContain('<my_status>On-Hold</my_status>\n    <my_comments><![CDATA[a ]]]]><![CDATA[> b]]></my_comments>\n    <my_times_watched>1</my_times_watched>');
    expect(text).toContain('<my_tags><![CDATA[jazz]]></my_tags>');
    expect(text).toContain('<update_on_import>1</update_on_import>');
    expect([left_out, warnings]).toEqual([[], ['1 score was rounded: MyAnimeList has whole numbers only.']]);
  });

  it('leaves out what MyAnimeList does not have, and says so', () => {
    expect(write('mal-xml', { anime_id: 'kitsu:9', title: 'Elsewhere' }, null)).toMatchObject({ written: 0, left_out: [{ anime_id: 'kitsu:9', title: 'Elsewhere', reason: 'MyAnimeList does not have it.' }] });
  });
});

const media = { id: 100, idMal: 1, type: 'ANIME', title: { romaji: 'Cowboy Bebop', english: null, native: 'カウボーイビバップ' } };
const collection = (lists: unknown[], scoreFormat?: string): string => JSON.stringify({ data: { MediaListCollection: { ...(scoreFormat !== undefined && { user: { mediaListOptions: { scoreFormat } } }), lists } } });
const inList = (...entries: object[]): unknown => ({ name: 'Completed TV', isCustomList: false, status: 'COMPLETED', entries });

describe('AniList JSON', () => {
  it('reads everything a list can keep', () => {
    const entry = { id: 5, mediaId: 100, status: 'PAUSED', score: 73, progress: 12, repeat: 3, notes: 'slow\r\nstart', startedAt: { year: 2019, month: 3, day: 2 }, completedAt: { year: 2020, month: null, day: null }, updatedAt: 1_600_000_000, media };

    expect(one('anilist-json', collection([inList(entry)], 'POINT_100'))).toEqual({
      line: 1, refs: ['mal:1', 'anilist:100'], titles: ['Cowboy Bebop', 'カウボーイビバップ'], status: 'on_hold', score: 7.5, progress: 12, rewatches: 3, notes: 'slow\nstart',
      started_at: '2019-03-02', finished_at: '2020', updated_at: '2020-09-13T12:26:40.000Z', remarks: ['Scores go in halves, so 73 became 7.5.'],
    });
  });

  it.each([
    ['POINT_100', 85, 8.5, undefined], ['POINT_10_DECIMAL', 8.5, 8.5, undefined], ['POINT_10', 8, 8, 1], ['POINT_5', 4, 8, 2], ['POINT_3', 3, 8.5, 3], ['POINT_3', 1, 3.5, 3], ['POINT_100', 0, undefined, undefined],
  ])('reads %s %d as %s', (scale, given, score, step) => {
    expect(one('anilist-json', collection([inList({ mediaId: 100, score: given, media })], scale))).toMatchObject({ ...(score !== undefined && { score }), ...(step !== undefined && { score_step: step }) });
  });

  it.each([
    [[85, 3], [8.5, 1], 0], [[7.5, 3], [7.5, 3], 0], [[9, 3], [9, 3], 0], [[5, 3], [5, 3], 1], [[5, 4, 4, 3, 5, 2, 4, 4, 5, 1], [10, 8, 8, 6, 10, 4, 8, 8, 10, 2], 1],
  ])('tells from %j how a file scores that does not say it', (given, scores, warnings) => {
    const parsed = parse('anilist-json', collection([inList(...given.map((score, at) => ({ mediaId: at + 1, score })))]));

    expect(parsed.rows.map(({ score }) => score)).toEqual(scores);
    expect(parsed.warnings.length).toBe(warnings);
  });

  it("takes the status of the entry before the list's, and an entry in several lists once", () => {
    const entry = { id: 5, mediaId: 100, status: 'DROPPED', media };
    const hidden = { id: 6, mediaId: 101, status: 'CURRENT', hiddenFromStatusLists: true };
    const { rows } = parse('anilist-json', collection([inList(entry, { id: 7, mediaId: 102 }), { name: 'Favourites', isCustomList: true, status: null, entries: [entry, hidden, { id: 8, mediaId: 103 }] }]));

    expect(rows.map(({ refs, status }) => [refs.at(-1), status])).toEqual([['anilist:100', 'dropped'], ['anilist:102', 'completed'], ['anilist:101', 'watching'], ['anilist:103', undefined]]);
  });

  it.each([
    ['the lists alone', JSON.stringify({ lists: [inList({ mediaId: 100, media })] })],
    ['an array of lists', JSON.stringify([inList({ mediaId: 100, media })])],
    ['bare entries', JSON.stringify([{ mediaId: 100, media, status: 'COMPLETED' }])],
  ])('reads %s too', (_, text) => {
    expect(one('anilist-json', text)).toMatchObject({ refs: ['mal:1', 'anilist:100'], status: 'completed' });
  });

  it('refuses what is no anime, and entries of odd shapes, one by one', () => {
    const { rows, refused } = parse('anilist-json', collection([inList({ mediaId: 1, media: { ...media, type: 'MANGA' } }, { mediaId: 2, status: 'BORED' }, { mediaId: 3, progress: { a: 1 } }, null as never, { mediaId: 4, progress: 3 }), 7]));

    expect(refused.map(({ line, reason }) => [line, reason])).toEqual([
      [1, 'It is a manga; the list is for anime.'], [2, 'The status "BORED" is not known.'], [3, 'The progress "{\\"a\\":1}" is not a number of episodes or times.'], [4, 'There is neither an id nor a title.'], [6, 'There is neither an id nor a title.'],
    ]);
    expect(rows).toMatchObject([{ refs: ['anilist:4'], progress: 3 }]);
  });

  it('says what is wrong with the whole', () => {
    expect(() => parse('anilist-json', collection([inList({ mediaId: 1 })]).slice(0, -9))).toThrow('The file ends in the middle');
    expect(() => parse('anilist-json', '{"data": nothing}')).toThrow('not JSON');
    expect(() => parse('anilist-json', '{"errors":[{"message":"Private"}],"data":null}')).toThrow('not an AniList list');
    expect(() => parse('anilist-json', `${'['.repeat(200_000)}${']'.repeat(200_000)}`)).not.toThrow(RangeError);
  });

  it('is written as the API answers it', () => {
    const { data } = JSON.parse(write('anilist-json', { status: 'watching', score: 8.5, progress: 3, started_at: '2019-03', rewatches: 2, notes: 'ok', updated_at: '2020-09-13T12:26:40.000Z' }).text) as { data: unknown };

    expect(data).toEqual({ MediaListCollection: {
      user: { mediaListOptions: { scoreFormat: 'POINT_10_DECIMAL' } }, hasNextChunk: false,
      lists: [{ name: 'Watching', isCustomList: false, isSplitCompletedList: false, status: 'CURRENT', entries: [{
        mediaId: 1, anime_id: 'mal:1', status: 'CURRENT', score: 8.5, progress: 3, repeat: 2, notes: 'ok', startedAt: { year: 2019, month: 3, day: null }, completedAt: { year: null, month: null, day: null }, updatedAt: 1_600_000_000,
        media: { id: 1, idMal: 1, type: 'ANIME', format: 'TV', episodes: 26, title: { romaji: 'Cowboy Bebop', english: bebop.title_english, native: bebop.title_native } },
      }] }],
    } });
  });
});

describe('CSV', () => {
  it.each([
    ['ours', 'anime_id,title,status,score,progress\nmal:1,Cowboy Bebop,completed,8.5,26\n'],
    ['semicolons and a decimal comma', 'MAL ID;Anime Title;My Status;My Rating;Episodes Watched\r\n1;Cowboy Bebop;Completed;8,5;26\r\n'],
    ['tabs', 'series_animedb_id\tseries_title\tmy_status\tmy_score\tmy_watched_episodes\n1\tCowboy Bebop\t2\t8.5/10\t26/26'],
    ['a mark, quotes and a line for the spreadsheet', '"mal_id","Title","Status","Score","Progress"\r"1","Cowboy ""Bebop""".,"COMPLETED","8.5","26"'.replace('"""."', '"""').replace('""".,', '""",')],
    ['links', 'sep=;\nURL;Title;Status;Score;Progress\nhttps://myanimelist.net/anime/1/Cowboy_Bebop;Cowboy Bebop;watched;17/20'.replace('17/20', '8.5;26')],
    ['a tracker of everything', 'media_id,source,media_type,title,image,score,status,notes,start_date,end_date,progress\n1,mal,anime,Cowboy Bebop,http://x,8.5,Completed,,,,26'],
  ])('reads columns by their names: %s', (_, text) => {
    expect(one('csv', text)).toMatchObject({ refs: ['mal:1'], status: 'completed', score: 8.5, progress: 26 });
  });

  it('reads quotes, line breaks in quotes, formula guards and dates in several forms', () => {
    const { rows } = parse('csv', 'title,notes,start date,finish date\n"Hello, ""World""","first\nsecond; third",02.03.2019,2019/4/5\n\'=SUM(A1),\'-- ok,3/25/2020,2020-06-01T10:00:00Z\n');

    expect(rows).toMatchObject([
      { line: 2, titles: ['Hello, "World"'], notes: 'first\nsecond; third', started_at: '2019-03-02', finished_at: '2019-04-05' },
      { line: 4, titles: ['=SUM(A1)'], notes: '-- ok', started_at: '2020-03-25', finished_at: '2020-06-01' },
    ]);
  });

  it('reads scores of 100 for all when one is above 10, and says so', () => {
    const { rows, warnings } = parse('csv', 'title,score\nA,85\nB,9\n');

    expect(rows.map(({ score }) => score)).toEqual([8.5, 1]);
    expect(warnings).toEqual([expect.stringContaining('points of 100')]);
  });

  it('refuses broken rows one by one, with their lines, and keeps the others', () => {
    const { rows, refused } = parse('csv', 'title,status,score,started_at\nA,completed,9,\nB,done,11/10,\nC,"watching,8,\nD,completed,8,,extra\nE,completed,8,03/04/2020\n,completed,8,\nF,completed,7,\n');

    expect(rows.map(({ titles }) => titles[0])).toEqual(['A', 'F']);
    expect(refused.map(({ line, reason }) => [line, reason])).toEqual([
      [3, 'The score "11/10" is out of range.'], [4, 'A quotation mark is opened and never closed.'], [5, 'It has 5 cells, the header has 4.'], [6, 'The start date "03/04/2020" is not a date such as 2020-04-30.'], [7, 'There is neither an id nor a title.'],
    ]);
  });

  it('tells a file that ends in the middle of a row', () => {
    expect(parse('csv', 'title,status,score\nA,completed,9\nB,comp')).toMatchObject({ truncated: true, rows: [{ titles: ['A'] }], refused: [{ line: 3, reason: 'The file ends in the middle of it.' }] });
    expect(parse('csv', 'title,status,notes\nA,completed,\nB,completed,"so far').truncated).toBe(true);
  });

  it('refuses a table without an anime', () => {
    expect(() => parse('csv', 'foo,bar\n1,2\n')).toThrow('No column says which anime is meant');
    expect(() => parse('csv', 'just some words')).toThrow('No column says which anime is meant');
  });

  it('is written for spreadsheets', () => {
    expect(write('csv', { status: 'completed', score: 9, progress: 26, notes: '=1+1, "quoted"' }).text).toBe(
      `\uFEFFanime_id,title,status,score,progress,episodes,started_at,finished_at,rewatches,notes,updated_at,mal_id,anilist_id\r\nmal:1,Cowboy Bebop,completed,9,26,26,,,0,"'=1+1, ""quoted""",2026-01-01T00:00:00.000Z,1,1\r\n`,
    );
  });
});

describe('the bytes of a file', () => {
  const text = 'title,notes\nÉtoile 星,größer\n';
  const url = (bytes: Buffer): string => `data:;base64,${bytes.toString('base64')}`;
  const utf16 = Buffer.from(`\uFEFF${text}`, 'utf16le');

  it.each([
    ['text', text], ['text with a mark', `\uFEFF${text}`], ['UTF-8', url(Buffer.from(text))], ['UTF-8 with a mark', url(Buffer.from(`\uFEFF${text}`))], ['UTF-16', url(utf16)], ['UTF-16 the other way', url(Buffer.from(utf16).swap16())],
    ['gzip', gzipSync(text).toString('base64')], ['gzip in a data URL', url(gzipSync(Buffer.from(`\uFEFF${text}`, 'utf16le')))],
  ])('are read from %s', async (_, content) => {
    expect(await readListFile(content)).toEqual({ text, warnings: [], truncated: false });
  });

  it('are read in the encoding that the XML declares, and in the one of old spreadsheets', async () => {
    const xml = '<?xml version="1.0" encoding="ISO-8859-1"?><myanimelist>größer</myanimelist>';
    expect((await readListFile(url(Buffer.from(xml, 'latin1')))).text).toBe(xml);
    expect(await readListFile(url(Buffer.from('title\ngrößer\n', 'latin1')))).toMatchObject({ text: 'title\ngrößer\n', warnings: [expect.stringContaining('Windows-1252')] });
    expect(await readListFile(url(Buffer.concat([Buffer.from('title\ngrößer Étoile\n'), Buffer.from([0xc3])])))).toMatchObject({ text: 'title\ngrößer Étoile\n\uFFFD', warnings: ['Some characters of the file are damaged.'] });
  });

  it('say that the packing breaks off', async () => {
    const whole = gzipSync(Buffer.from(malFile(...Array.from({ length: 2000 }, (_, at) => malRow({ series_animedb_id: at + 1, my_comments: `note ${at * 7919}` })))));
    const { text: part, truncated } = await readListFile(url(whole.subarray(0, whole.length / 2)));
    expect(truncated).toBe(true);
    expect(parse('mal-xml', part).rows.length).toBeGreaterThan(500);
  });

  it.each([
    ['nothing', ' \n', 'is empty'], ['a ZIP archive', url(Buffer.from('PK\u0003\u0004rest')), 'ZIP archive'], ['bytes', url(Buffer.from([...Array(50).keys()])), 'not a text file'], ['a damaged pack', url(Buffer.concat([gzipSync(text).subarray(0, 12), Buffer.alloc(40, 7)])), 'damaged'],
    ['an unknown encoding', url(Buffer.from('<?xml version="1.0" encoding="klingon"?><myanimelist/>')), 'klingon'],
    ['a bomb', url(gzipSync(Buffer.alloc(80 * 1024 * 1024, 32))), 'larger than a list can be'],
  ])('are refused when they are %s', async (_, content, message) => {
    await expect(readListFile(content)).rejects.toThrow(message);
  });

  it('say by themselves which format they have', () => {
    expect([malFile(), ' [1]', '{"a":1}', 'title\nA'].map(looksLike)).toEqual(['mal-xml', 'anilist-json', 'anilist-json', 'csv']);
  });
});
