import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadNewestSnapshot } from '../../src/catalogue/load-snapshot.ts';
import { createProgressDisplay } from '../../src/catalogue/show-progress.ts';
import { syncReportText } from '../../src/catalogue/sync-report.ts';
import { runSync, type SyncInput } from '../../src/catalogue/sync.ts';
import type { SyncProgress } from '../../src/domain/sync-state.ts';
import { countingModel, jsonLines, metadataLine, projectData, sourceLine, temporaryFile, temporaryFolder, zstdFrame } from './made-up.ts';

const entries = Array.from({ length: 6 }, (_, at) => sourceLine(at + 1));
const own = sourceLine(2, { title: 'Our Title', title_english: null, title_native: null, synopsis: 'Ours.', prominence: 5, tags: ['cozy'] });
const setUp = async (more: Partial<SyncInput> = {}) => {
  const { model, asked } = countingModel();
  const dataDir = await temporaryFolder();
  const progress: SyncProgress[] = [];
  const input: SyncInput = {
    dataDir, shippedData: await projectData([own]), dataUrl: await temporaryFile(jsonLines(metadataLine, ...entries)), root: '/', embeddingModel: model,
    writeFaissFolder: async () => false, onProgress: (step) => void progress.push(step), ...more,
  };
  const load = () => loadNewestSnapshot(dataDir, { encoder: { provider: 'test', model: 'words', dimension: 16 } });
  return { input, asked, dataDir, progress, load };
};
const serve = async (routes: Record<string, Uint8Array>) => {
  const server = createServer((request, response) => {
    const content = routes[request.url ?? ''];
    if (content === undefined) response.writeHead(404).end();
    else response.writeHead(200, { etag: '"x"', 'content-length': content.length }).end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

describe('runSync', () => {
  it('builds a snapshot of the data set with our entries on top, and reports it', async () => {
    const { input, load, progress } = await setUp();

    const report = await runSync(input);
    const { catalogue } = await load();

    expect(report).toMatchObject({
      entries: 6, own: 1, adult: 0, embedded: 6, reused: 0, refused: [], problems: [], faiss: false,
      source: { name: 'anime-offline-database', location: 'data.jsonl', tag: '2031-07', last_update: '2031-02-14', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect(catalogue?.info).toMatchObject({ snapshot_id: report.snapshot_id, origin: 'synced', entries: 6, licence: [{ name: 'Open Licence' }, { name: 'MIT' }] });
    expect(catalogue?.byId('mal:2')).toMatchObject({ title: 'Our Title', synopsis: 'Ours.', tags: ['iyashikei'], picture: 'https://pictures.example/2.jpg' });
    expect(catalogue?.vectors?.rows).toBe(6);
    expect([...new Set(progress.map(({ stage }) => stage))]).toEqual(['read', 'embed', 'write', 'index']);
  });

  it('lays bangumi-data between both, and says how much of it', async () => {
    const work = { title: '作り話', english: [], translations: [], type: 'TV' as const, year: 2011, season: null, streaming: [{ site: 'Niwa+', url: 'https://niwa.example/', regions: ['JP'] }], isForAll: true };
    const works = [{ ...work, aliases: ['mal:1'] }, { ...work, aliases: ['mal:2'] }, { ...work, title: 'Only There', aliases: ['bangumi:7'] }, { ...work, title: '何か', aliases: ['bangumi:8'] }];
    const { input, dataDir, load } = await setUp({ works: { version: '9.9.9', works, refused: 0 } });

    const report = await runSync(input);
    const { catalogue } = await load();

    expect(report).toMatchObject({ entries: 7, supplement: { version: '9.9.9', laid: 2, added: 1, left: 1 } });
    expect(syncReportText(report)).toContain('release 9.9.9: 2 entries know more, 1 are known by it alone, 1 of its works left out');
    expect(JSON.parse(await readFile(path.join(dataDir, 'snapshots', report.snapshot_id, 'manifest.json'), 'utf8'))).toMatchObject({ supplement: report.supplement });
    expect(catalogue?.info.licence.map(({ name }) => name)).toEqual(['Open Licence', 'MIT', 'CC BY 4.0']);
    expect(catalogue?.byId('mal:2')).toMatchObject({ title: 'Our Title', title_native: '作り話', streaming: work.streaming });
    expect(catalogue?.byId('bangumi:7')?.title).toBe('Only There');
  });

  it('computes only what changed', async () => {
    const { input, asked, load } = await setUp();
    const before = await runSync(input);
    asked.length = 0;

    const after = await runSync({ ...input, dataUrl: await temporaryFile(jsonLines(metadataLine, ...entries.slice(0, 5), sourceLine(6, { title: 'New Name' }), sourceLine(7))) });

    expect(after).toMatchObject({ entries: 7, embedded: 2, reused: 5 });
    expect(asked).toHaveLength(2);
    expect(after.snapshot_id > before.snapshot_id).toBe(true);
    expect((await load()).catalogue?.info.snapshot_id).toBe(after.snapshot_id);
  });

  it('reports refused entries by reason with their lines', async () => {
    const broken = Array.from({ length: 7 }, () => sourceLine(99, { type: 'BOOK' }));
    const { input } = await setUp({ dataUrl: await temporaryFile(jsonLines(metadataLine, ...broken, '{oops', ...entries, sourceLine(1), sourceLine(50, { sources: ['https://nobody.example/1'] }))) });

    const report = await runSync(input);

    expect(report.refused).toEqual([
      { reason: expect.stringContaining('type'), count: 7, lines: [2, 3, 4, 5, 6] },
      { reason: 'not valid JSON', count: 1, lines: [9] },
      { reason: 'an earlier entry has the same id', count: 1, lines: [16] },
      { reason: 'no source of a known provider', count: 1, lines: [17] },
    ]);
    expect(syncReportText(report)).toContain('refused   10\n    7 x type');
  });

  it.each([
    ['is cut off', jsonLines(metadataLine, ...entries).slice(0, -20), 'invalid_input'],
    ['holds no usable entry', jsonLines(metadataLine, sourceLine(1, { sources: ['https://nobody.example/1'] })), 'invalid_input'],
    ['is empty', '', 'invalid_input'],
  ])('makes nothing of a data set that %s; what was there stays', async (_what, content, code) => {
    const { input, load, dataDir } = await setUp();
    const { snapshot_id } = await runSync(input);

    await expect(runSync({ ...input, dataUrl: await temporaryFile(content) })).rejects.toMatchObject({ code });

    expect((await load()).catalogue?.info.snapshot_id).toBe(snapshot_id);
    expect(await readdir(path.join(dataDir, 'snapshots'))).toEqual([snapshot_id]);
  });

  it('leaves nothing to serve when stopped, and does not lose the vectors it had', async () => {
    const stop = new AbortController();
    const { input, asked, load } = await setUp({ signal: stop.signal });
    const onProgress = ({ stage }: SyncProgress) => void (stage === 'index' && stop.abort());

    await expect(runSync({ ...input, onProgress })).rejects.toMatchObject({ name: 'AbortError' });
    expect((await load()).catalogue).toBeNull();
    asked.length = 0;
    const { signal: _stopped, ...again } = input;
    const report = await runSync(again);

    expect(report).toMatchObject({ embedded: 0, reused: 6 });
    expect(asked).toEqual([]);
  });

  it('keeps the newest three snapshots', async () => {
    const { input, dataDir } = await setUp();
    const ids = [];
    for (let at = 0; at < 4; at += 1) ids.push((await runSync({ ...input, now: () => new Date(Date.UTC(2031, 0, 1, 0, at)) })).snapshot_id);

    expect((await readdir(path.join(dataDir, 'snapshots'))).sort()).toEqual(ids.slice(1));
  });

  it('downloads a packed release from the second home when the first has none, and cleans up', async () => {
    const origin = await serve({ '/b/download/2026-27/anime-offline-database.jsonl.zst': zstdFrame(Buffer.from(jsonLines(metadataLine, ...entries))) });
    const homes = [{ name: 'first/home', releases: `${origin}/a`, newest: 'latest' }, { name: 'second/home', releases: `${origin}/b`, newest: '2026-27' }];
    const { input, dataDir, progress } = await setUp({ dataUrl: '', homes });

    const report = await runSync(input);

    expect(report).toMatchObject({ entries: 6, source: { name: 'anime-offline-database (second/home)', tag: '2026-27', location: expect.stringContaining('/b/download/2026-27/') } });
    expect(progress[0]).toMatchObject({ stage: 'download' });
    expect(await readdir(path.join(dataDir, 'downloads'))).toEqual([]);
  });

  it('throws a downloaded file away that cannot be used, so that the next run does not resume it', async () => {
    const origin = await serve({ '/data.zst': zstdFrame(Buffer.from(jsonLines(metadataLine, ...entries))).subarray(0, -9) });
    const { input, dataDir } = await setUp({ dataUrl: `${origin}/data.zst` });

    await expect(runSync(input)).rejects.toMatchObject({ code: 'invalid_input' });

    expect(await readdir(path.join(dataDir, 'downloads'))).toEqual([]);
  });

  it('takes shipped vectors over where the data set adds nothing to an entry', async () => {
    const { input, asked } = await setUp();
    const { loadVocabulary } = await import('../../src/catalogue/load-vocabulary.ts');
    const { writeShippedVectors } = await import('../../src/catalogue/shipped.ts');
    const vocabulary = await loadVocabulary(path.join(input.shippedData, 'lexicon'));
    await writeShippedVectors({ folder: path.join(input.shippedData, 'catalogue'), vocabulary, model: input.embeddingModel, now: new Date(0) });
    asked.length = 0;

    expect(await runSync(input)).toMatchObject({ embedded: 5, reused: 1 });
  });

  it('names own entries that cannot be used and goes on without them', async () => {
    const { input } = await setUp();
    const folder = path.join(input.shippedData, 'catalogue/entries');
    await mkdir(folder, { recursive: true });
    await writeFile(path.join(folder, 'broken.jsonl'), jsonLines(sourceLine(2), sourceLine(8, { type: 'BOOK' }), sourceLine(9)));

    const report = await runSync(input);

    expect(report.entries).toBe(7);
    expect(report.problems).toEqual([expect.stringContaining('broken.jsonl:2 is refused: type'), expect.stringContaining('own.jsonl:1 is refused: mal:2 is at broken.jsonl:1')]);
    expect(syncReportText(report)).toContain('own entry broken.jsonl:2');
  });
});

describe('createProgressDisplay', () => {
  const show = (isTTY: boolean, steps: readonly SyncProgress[]): string => {
    let text = '';
    const display = createProgressDisplay({ isTTY, write: (piece: string | Uint8Array) => (text += String(piece)) !== '' }, () => 0);
    for (const step of steps) display.show(step);
    display.close();
    return text;
  };

  it('writes the first and last line of a stage where there is no terminal', () => {
    const steps = [{ stage: 'download', done: 0, total: null }, { stage: 'download', done: 5e6, total: 9e6 }, { stage: 'embed', done: 1, total: 1234 }, { stage: 'embed', done: 700, total: 1234 }, { stage: 'embed', done: 1234, total: 1234 }] as const;

    expect(show(false, steps)).toBe('Downloading: 0.0 MB\nEmbedding: 1 of 1,234\nEmbedding: 1,234 of 1,234\n');
  });
});

describe('a snapshot manifest', () => {
  it('tells counts, source, licences and checksums', async () => {
    const { input, dataDir } = await setUp();
    const { snapshot_id } = await runSync(input);

    const manifest = JSON.parse(await readFile(path.join(dataDir, 'snapshots', snapshot_id, 'manifest.json'), 'utf8'));

    expect(manifest).toMatchObject({ format: 1, counts: { entries: 6, own: 1, adult: 0, with_synopsis: 1, refused: 0 }, info: { source: { sha256: expect.any(String) } } });
    expect(Object.keys(manifest.files)).toEqual(['entries.jsonl', 'vectors.f32', 'text-hashes.txt']);
  });
});
