/** Files that are made to hurt, and large ones that are not: what they cost, and how long anybody else waits meanwhile. */
import { describe, expect, it } from 'vitest';
import { finish, type Steps } from '../../src/retrieval/steps.ts';
import { listFormats, type ListFormatName } from '../../src/watchlist/formats/all.ts';
import type { ParsedList } from '../../src/watchlist/formats/list-format.ts';
import { readListFile } from '../../src/watchlist/read-list-file.ts';

const million = 1_000_000;
const cpuMs = (): number => process.cpuUsage().user / 1000;

/** All of it, and the longest stretch of work between two breaths. */
const run = (format: ListFormatName, text: string): { parsed: ParsedList | Error; longest: number; whole: number } => {
  const begun = cpuMs();
  let [longest, last] = [0, begun];
  const parsed = attempt(() => {
    const steps: Steps<ParsedList> = listFormats[format].parse(text);
    for (;;) {
      const { done, value } = steps.next();
      const now = cpuMs();
      longest = Math.max(longest, now - last);
      last = now;
      if (done === true) return value;
    }
  });
  return { parsed, longest, whole: cpuMs() - begun };
};
const attempt = <Value>(work: () => Value): Value | Error => {
  try {
    return work();
  } catch (thrown) {
    return thrown as Error; // the formats throw nothing else
  }
};
const problemOf = (parsed: ParsedList | Error): string => (parsed instanceof Error ? parsed.message : `${parsed.rows.length} rows, ${parsed.refused.length} refused`);

const spaces = ' '.repeat(50_000);

describe('a hostile file', () => {
  it.each<[string, ListFormatName, string, string]>([
    ['cells of space', 'csv', `title,status,score,progress,start date,year\n${Array.from({ length: 20 }, () => `x,${Array.from({ length: 5 }, () => `${spaces}z`).join(',')}`).join('\n')}`, '0 rows, 20 refused'],
    ['values of space', 'mal-xml', `<myanimelist>${`<anime><series_title>x</series_title><my_score>9${spaces}z</my_score><my_status>${spaces}z</my_status></anime>`.repeat(20)}</myanimelist>`, '0 rows, 20 refused'],
    ['progress of space', 'anilist-json', `[${Array.from({ length: 20 }, (_, at) => JSON.stringify({ mediaId: at + 1, progress: `12${spaces}/${spaces}z` })).join()}]`, '0 rows, 20 refused'],
    ['one-letter lines', 'csv', `title\n${'a\n'.repeat(5 * million)}`, 'more than 50000 rows'],
    ['blank lines', 'csv', `title\n${'\n'.repeat(5 * million)}a\n`, '1 rows, 0 refused'],
    ['blank lines of space', 'csv', `title\n${' \r\n'.repeat(2 * million)}a\n`, '1 rows, 0 refused'],
    ['commas', 'csv', `title\n${','.repeat(5 * million)}`, '0 rows, 1 refused'],
    ['quotes', 'csv', `title\n"${'""'.repeat(5 * million)}`, '0 rows, 1 refused'],
    ['open quotes', 'csv', `title\n${'"a\n'.repeat(2 * million)}`, 'more than 50000 rows'],
    ['quoted rows that go on in the next', 'csv', `title\n${'"x","\n'.repeat(200_000)}`, 'more than 50000 rows'],
    ['one line', 'csv', `title\n${'a'.repeat(10 * million)}`, '0 rows, 1 refused'],
    ['nothing but a header', 'csv', 'a|'.repeat(5 * million), 'No column says which anime is meant'],
    ['arrays in arrays', 'anilist-json', '['.repeat(10 * million), 'nested too deeply'],
    ['empty entries', 'anilist-json', `[${'{},'.repeat(3 * million)}{}]`, 'more than 50000 rows'],
    ['empty entries in lists', 'anilist-json', `[${`{"entries":[${'{},'.repeat(40_000)}{}]},`.repeat(80)}{}]`, 'more than 50000 rows'],
    ['one text', 'anilist-json', `{"lists":"${'a'.repeat(10 * million)}"}`, 'too long'],
    ['space', 'anilist-json', `{"lists":${' '.repeat(10 * million)}[]}`, '0 rows, 0 refused'],
    ['empty rows', 'mal-xml', `<myanimelist>${'<anime></anime>'.repeat(200_000)}`, 'more than 50000 rows'],
    ['what is no XML', 'mal-xml', `<myanimelist>${'&;'.repeat(2 * million)}`, 'not XML'],
    ['a title without an end', 'mal-xml', `<myanimelist><anime><series_title>${'a '.repeat(5 * million)}</series_title></anime></myanimelist>`, '1 rows, 0 refused'],
    ['fields that nobody knows', 'mal-xml', `<myanimelist><anime>${Array.from({ length: 200_000 }, (_, at) => `<a${at}/>`).join('')}</anime></myanimelist>`, '0 rows, 1 refused'],
  ])('of %s (%s) costs little and holds up nobody', (_, format, text, outcome) => {
    const { parsed, longest, whole } = run(format, text);

    expect(problemOf(parsed)).toContain(outcome);
    expect(longest).toBeLessThan(150);
    expect(whole).toBeLessThan(3000);
  });

  it.each([['that are no characters', Buffer.alloc(10 * million, 0xe4)], ['of two each', Buffer.from(`title\n${'é'.repeat(5 * million)}\u{fffd}`)]])('of bytes %s is read in portions', async (_, bytes) => {
    const content = `data:;base64,${bytes.toString('base64')}`;
    let [longest, last] = [0, cpuMs()];
    const clock = setInterval(() => {
      longest = Math.max(longest, cpuMs() - last);
      last = cpuMs();
    }, 1);
    const before = process.memoryUsage().rss;
    const { text, warnings } = await readListFile(content);
    clearInterval(clock);

    expect([text.length > 4 * million, warnings.length]).toEqual([true, 1]);
    expect(longest).toBeLessThan(200);
    expect(process.memoryUsage().rss - before).toBeLessThan(300 * million);
  });

  it('may name what every object has', () => {
    for (const word of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
      const { rows, refused } = finish(listFormats.csv.parse(`title,status,score,source,media_id\nA,${word},${word},${word},1\nB,watching,8,mal,2`));
      expect([rows.map(({ titles }) => titles), refused.map(({ reason }) => reason)]).toEqual([[['B']], [`The status "${word}" is not known.`]]);

      const json = `{"user":{"mediaListOptions":{"scoreFormat":"${word}"}},"${word}":1,"lists":[{"entries":[{"mediaId":1,"status":"${word}"},{"mediaId":2,"score":"${word}"},{"mediaId":3,"status":"CURRENT","score":7}]}]}`;
      expect(finish(listFormats['anilist-json'].parse(json))).toMatchObject({ rows: [{ refs: ['anilist:3'], score: 7 }], refused: [{ line: 1 }, { line: 2 }] });
      expect(finish(listFormats['anilist-json'].parse(json.replace(`"${word}"}},`, '"POINT_3"}},'))).refused.length).toBe(2);
    }
  });
});

describe('JSON in steps', () => {
  const large = (): object[] => Array.from({ length: 3000 }, (_, at) => ({ mediaId: at + 1, score: at % 10, notes: `"quoted" \\ [${at}] {é}\n${'x'.repeat(at % 300)}`, startedAt: { year: 2019, month: null, day: null } }));

  it('reads large documents as JSON.parse does, however they are laid out', () => {
    const document = { a: [], b: {}, data: { MediaListCollection: { user: null, lists: [{ name: 'x', entries: large() }, { name: 'y', isCustomList: true, entries: large().slice(0, 5) }] } } };
    const texts = [JSON.stringify(document), JSON.stringify(document, null, 2), JSON.stringify(document, null, '\t').replaceAll('\n', '\r\n')];
    const rows = texts.map((text) => finish(listFormats['anilist-json'].parse(text)).rows);

    expect(rows[0]?.map(({ notes }) => notes)).toEqual(large().map((one) => (one as { notes: string }).notes.trim())); // as made above
    expect(rows[1]).toEqual(rows[0]);
    expect(rows[2]).toEqual(rows[0]);
  });

  it.each([
    ['an end in the middle', (text: string) => text.slice(0, -200), 'ends in the middle'], ['an end in a text', (text: string) => text.slice(0, text.indexOf('xxxx') + 2), 'ends in the middle'],
    ['something behind it', (text: string) => `${text}]`, 'not JSON'], ['a comma too many', (text: string) => text.replace('},{', '},,{'), 'not JSON'], ['no colon', (text: string) => text.replace('"lists":', '"lists"'), 'not JSON'],
    ['a word', (text: string) => text.replace('"score":3', '"score":three'), 'not JSON'], ['other brackets', (text: string) => text.replace(/\]\}$/, '}]'), 'not JSON'],
  ])('tells a large document with %s', (_, spoil, message) => {
    expect(() => finish(listFormats['anilist-json'].parse(spoil(JSON.stringify({ lists: large() }))))).toThrow(message);
  });
});
