import { describe, expect, it } from 'vitest';
import { readAnimeOfflineDatabase, type SourceItem } from '../../src/catalogue/anime-offline-database.ts';
import { jsonLines, metadataLine, sourceLine, temporaryFile, temporaryFolder, zstdFrame } from './made-up.ts';

const readAll = async (file: string, limits?: { maxFileBytes: number; maxTextBytes: number }): Promise<SourceItem[]> => {
  const items: SourceItem[] = [];
  for await (const item of readAnimeOfflineDatabase(file, limits)) items.push(item);
  return items;
};
const titles = (items: readonly SourceItem[]) => items.flatMap((item) => (item.kind === 'entry' ? [item.entry.title] : []));
const refused = (items: readonly SourceItem[]) => items.filter((item) => item.kind === 'refused');
const many = Array.from({ length: 300 }, (_, at) => sourceLine(at + 1, { title: `Title ${at + 1} "quoted" \\ {[ 日本語 😀`, synonyms: ['x'.repeat(900)] }));
const asDocument = (indent?: number) => JSON.stringify({ ...metadataLine, data: many }, null, indent);

describe('readAnimeOfflineDatabase', () => {
  it.each([
    ['JSONL', () => jsonLines(metadataLine, ...many)],
    ['JSONL without metadata or a last line break', () => jsonLines(...many).trimEnd()],
    ['JSONL with a byte order mark, blank lines and Windows line ends', () => `\uFEFF${jsonLines(metadataLine, '', ...many).replaceAll('\n', '\r\n')}`],
    ['a minified document', () => asDocument()],
    ['an indented document', () => asDocument(2)],
    ['a bare array', () => JSON.stringify(many)],
  ])('reads every entry of %s, plain and packed', async (_form, content) => {
    const plain = await readAll(await temporaryFile(content()));
    const packed = await readAll(await temporaryFile(zstdFrame(Buffer.from(content()))));

    expect(titles(plain)).toEqual(many.map(({ title }) => title));
    expect(packed).toEqual(plain);
    expect(refused(plain)).toEqual([]);
  });

  it.each([['JSONL', jsonLines(metadataLine, sourceLine(1))], ['a document', JSON.stringify({ ...metadataLine, data: [sourceLine(1)] })]])('hands on the metadata of %s', async (_form, content) => {
    const items = await readAll(await temporaryFile(content));

    expect(items).toContainEqual({ kind: 'metadata', metadata: metadataLine });
  });

  it('reads durations of any unit in seconds, and the most robust score there is', async () => {
    const file = await temporaryFile(jsonLines(
      sourceLine(1, { duration: { value: 2, unit: 'HOURS' }, score: { arithmeticMean: 7, median: 6 } }),
      sourceLine(2, { duration: null, score: { arithmeticGeometricMean: 8.123, arithmeticMean: 7, median: 6 } }),
    ));

    const [first, second] = await readAll(file);

    expect(first).toMatchObject({ entry: { duration: 7200, score: 7 } });
    expect(second).toMatchObject({ entry: { duration: null, score: 8.123 } });
  });

  it('takes absent fields for null ones, as the minified release leaves them out', async () => {
    const file = await temporaryFile(jsonLines({ sources: ['https://anidb.net/anime/1'], title: 'T', type: 'UNKNOWN', status: 'UNKNOWN' }));

    const [item] = await readAll(file);

    expect(item).toMatchObject({ kind: 'entry', entry: { episodes: 0, synonyms: [], tags: [], relatedAnime: [] } });
  });

  it.each([
    ['not JSON', '{"sources": [', 'not valid JSON'],
    ['no title', sourceLine(2, { title: undefined }), 'title'],
    ['an empty title', sourceLine(2, { title: '  ' }), 'title'],
    ['no sources', sourceLine(2, { sources: [] }), 'sources'],
    ['an unknown type', sourceLine(2, { type: 'BOOK' }), 'type'],
    ['a negative number of episodes', sourceLine(2, { episodes: -1 }), 'episodes'],
    ['half an episode', sourceLine(2, { episodes: 1.5 }), 'episodes'],
    ['a score of 11', sourceLine(2, { score: { arithmeticGeometricMean: 11 } }), 'score'],
    ['a season that does not exist', sourceLine(2, { animeSeason: { season: 'MONSOON' } }), 'animeSeason.season'],
    ['synonyms that are no list', sourceLine(2, { synonyms: 'x' }), 'synonyms'],
    ['a list instead of an entry', [1], 'not a JSON object'],
    ['more than an entry can be', sourceLine(2, { synopsis: 'x'.repeat(1_100_000) }), 'longer than an entry can be'],
  ])('refuses an entry with %s by line and reason, and goes on', async (_what, broken, reason) => {
    const file = await temporaryFile(jsonLines(metadataLine, sourceLine(1), broken, sourceLine(3)));

    const items = await readAll(file);

    expect(titles(items)).toEqual(['Tsukuri Banashi 1', 'Tsukuri Banashi 3']);
    expect(refused(items)).toEqual([{ kind: 'refused', line: 3, reason: expect.stringContaining(reason) }]);
  });

  it('refuses an entry of a document by its number', async () => {
    const file = await temporaryFile(JSON.stringify({ data: [sourceLine(1), sourceLine(2, { type: 'BOOK' }), sourceLine(3)] }));

    const items = await readAll(file);

    expect(titles(items)).toHaveLength(2);
    expect(refused(items)).toEqual([{ kind: 'refused', line: 2, reason: expect.stringContaining('type') }]);
  });

  const packed = zstdFrame(Buffer.from(jsonLines(metadataLine, ...many)));
  it.each([
    ['JSONL in a line', jsonLines(metadataLine, ...many).slice(0, -30)],
    ['JSONL in a line that a line break follows', `${jsonLines(metadataLine, ...many).slice(0, -30)}\n`],
    ['a document in an entry', asDocument().slice(0, 100_000)],
    ['a document between entries', asDocument().slice(0, asDocument().indexOf('{"sources"', 5000))],
    ['a document before its end', asDocument().slice(0, -1)],
    ['an indented document', asDocument(2).slice(0, -4)],
    ['the metadata line', JSON.stringify(metadataLine).slice(0, 60)],
    ['a packed file in a block', packed.subarray(0, packed.length - 20)],
    ['a packed file after its head', packed.subarray(0, 12)],
  ])('refuses a file as a whole that is cut off: %s', async (_where, content) => {
    await expect(readAll(await temporaryFile(content))).rejects.toMatchObject({ code: 'invalid_input', message: expect.stringContaining('cut off or damaged') });
  });

  it('refuses a document with rubbish between its entries', async () => {
    const file = await temporaryFile(`{"data":[${JSON.stringify(sourceLine(1))} oops ${JSON.stringify(sourceLine(2))}]}`);

    await expect(readAll(file)).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('refuses a packed file whose content is damaged', async () => {
    const content = Buffer.from(packed);
    content[9] = 0xff;
    content[10] = 0xff;

    await expect(readAll(await temporaryFile(content))).rejects.toMatchObject({ code: 'invalid_input' });
  });

  it('refuses an absent, an empty and an oversized file, and one that unpacks to too much', async () => {
    const folder = await temporaryFolder();

    await expect(readAll(`${folder}/nothing.jsonl`)).rejects.toMatchObject({ code: 'not_found' });
    await expect(readAll(await temporaryFile(''))).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(readAll(await temporaryFile('x'.repeat(100)), { maxFileBytes: 99, maxTextBytes: 1000 })).rejects.toMatchObject({ code: 'payload_too_large' });
    await expect(readAll(await temporaryFile(packed), { maxFileBytes: 1e9, maxTextBytes: 1000 })).rejects.toMatchObject({ code: 'payload_too_large' });
  });

  it('names no path of this machine in its errors', async () => {
    const folder = await temporaryFolder();

    await expect(readAll(`${folder}/nothing.jsonl`)).rejects.toMatchObject({ message: 'There is no data set file "nothing.jsonl".' });
  });
});
