import { appendFile, mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkSnapshot, loadNewestSnapshot, reusableVectors } from '../../src/catalogue/load-snapshot.ts';
import { listSnapshots, pruneSnapshots, snapshotsFolder, writeSnapshot, type WriteFaissFolder } from '../../src/catalogue/snapshot.ts';
import { watchSnapshots } from '../../src/catalogue/watch-snapshots.ts';
import { normalised, temporaryFolder } from './made-up.ts';

const encoder = { provider: 'test', model: 'words', dimension: 4 };
const noFaiss: WriteFaissFolder = async () => false;
const withFaiss: WriteFaissFolder = async ({ folder, documents }) => {
  await mkdir(folder);
  await writeFile(path.join(folder, 'faiss.index'), 'index');
  await writeFile(path.join(folder, 'docstore.json'), JSON.stringify(documents));
  return true;
};
const content = (title: string, second: number) => {
  const entries = [normalised(1, { title }), normalised(2)];
  return {
    info: {
      origin: 'synced' as const, entries: 2, created_at: `2031-01-01T00:00:0${second}.000Z`, licence: [], encoder,
      source: { name: 'made up', location: 'x', tag: null, sha256: '', last_update: null },
    },
    counts: { entries: 2, own: 0, adult: 0, with_synopsis: 0, refused: 0 }, entries,
    vectors: { rows: 2, dimension: 4, values: Float32Array.of(1, 0, 0, 0, 0, 1, 0, 0) }, texts: [title, 'two'], textHashes: ['a'.repeat(16), 'b'.repeat(16)],
  };
};
const write = (dataDir: string, title: string, second: number, writeFaissFolder = noFaiss) => writeSnapshot(dataDir, content(title, second), { writeFaissFolder });
const fileOf = (dataDir: string, id: string, name: string) => path.join(snapshotsFolder(dataDir), id, name);

describe('a snapshot', () => {
  it('is read back as it was written', async () => {
    const dataDir = await temporaryFolder();

    const id = await write(dataDir, 'First', 1, withFaiss);
    const { catalogue, problems, encoderMatches } = await loadNewestSnapshot(dataDir, { encoder });

    expect({ problems, encoderMatches }).toEqual({ problems: [], encoderMatches: true });
    expect(catalogue?.info).toEqual({ snapshot_id: id, ...content('First', 1).info });
    expect(catalogue?.entries).toEqual(content('First', 1).entries);
    expect(catalogue?.vectors).toEqual(content('First', 1).vectors);
    expect(catalogue?.byId('anilist:100002')?.anime_id).toBe('mal:2');
    expect(JSON.parse(await readFile(path.join(catalogue?.faissFolder ?? '', 'docstore.json'), 'utf8'))).toEqual([
      { pageContent: 'First', metadata: { anime_id: 'mal:1', row: 0 } }, { pageContent: 'two', metadata: { anime_id: 'mal:2', row: 1 } },
    ]);
  });

  it('says so when there is none, and has no FAISS folder where FAISS is not available', async () => {
    const dataDir = await temporaryFolder();

    expect(await loadNewestSnapshot(dataDir, { encoder })).toEqual({ catalogue: null, encoderMatches: false, problems: [] });
    await write(dataDir, 'First', 1);
    expect((await loadNewestSnapshot(dataDir, { encoder })).catalogue?.faissFolder).toBeNull();
  });

  it('is the newest one', async () => {
    const dataDir = await temporaryFolder();
    await write(dataDir, 'Newer', 2);
    await write(dataDir, 'Older', 1);

    expect((await loadNewestSnapshot(dataDir, { encoder })).catalogue?.byId('mal:1')?.title).toBe('Newer');
  });

  it.each([
    ['a byte of its vectors has changed', (dataDir: string, id: string) => writeFile(fileOf(dataDir, id, 'vectors.f32'), Buffer.alloc(32, 1)), 'vectors.f32 does not match its checksum'],
    ['its entries are cut off', async (dataDir: string, id: string) => writeFile(fileOf(dataDir, id, 'entries.jsonl'), (await readFile(fileOf(dataDir, id, 'entries.jsonl'))).subarray(0, 50)), 'entries.jsonl has 50 bytes'],
    ['a file is gone', (dataDir: string, id: string) => rm(fileOf(dataDir, id, 'faiss/faiss.index')), 'faiss/faiss.index is missing'],
    ['its manifest is gone', (dataDir: string, id: string) => rm(fileOf(dataDir, id, 'manifest.json')), 'it has no manifest'],
    ['its manifest is half written', (dataDir: string, id: string) => writeFile(fileOf(dataDir, id, 'manifest.json'), '{"format":1,'), 'its manifest cannot be read'],
    ['its manifest is of a later format', (dataDir: string, id: string) => writeFile(fileOf(dataDir, id, 'manifest.json'), '{"format":2}'), 'its manifest cannot be read'],
  ])('is passed over for the one before when %s', async (_what, damage, words) => {
    const dataDir = await temporaryFolder();
    await write(dataDir, 'Good', 1);
    const newest = await write(dataDir, 'Damaged', 2, withFaiss);

    await damage(dataDir, newest);
    const { catalogue, problems } = await loadNewestSnapshot(dataDir, { encoder });

    expect(catalogue?.byId('mal:1')?.title).toBe('Good');
    expect(problems).toEqual([expect.stringContaining(`Snapshot ${newest} is not used: ${words}`)]);
  });

  it('made with another encoder is served without vectors, and says what to run', async () => {
    const dataDir = await temporaryFolder();
    await write(dataDir, 'First', 1, withFaiss);

    const { catalogue, encoderMatches, problems } = await loadNewestSnapshot(dataDir, { encoder: { ...encoder, model: 'other' } });

    expect(catalogue).toMatchObject({ vectors: null, faissFolder: null });
    expect(encoderMatches).toBe(false);
    expect(problems).toEqual([expect.stringContaining('run `npm run sync`')]);
    expect((await reusableVectors(dataDir, { ...encoder, model: 'other' })).size).toBe(0);
    expect((await reusableVectors(dataDir, encoder)).get('b'.repeat(16))).toEqual(Float32Array.of(0, 1, 0, 0));
  });

  it('leaves no trace when writing it fails or is cancelled', async () => {
    const dataDir = await temporaryFolder();
    const failing: WriteFaissFolder = async () => Promise.reject(new Error('disk full'));
    const stop = new AbortController();
    const stopping: WriteFaissFolder = async () => {
      stop.abort();
      return false;
    };

    await expect(write(dataDir, 'First', 1, failing)).rejects.toThrow('disk full');
    await expect(writeSnapshot(dataDir, content('First', 1), { writeFaissFolder: stopping, signal: stop.signal })).rejects.toMatchObject({ name: 'AbortError' });
    expect(await readdir(snapshotsFolder(dataDir))).toEqual([]);
  });

  it('is not seen before it is whole', async () => {
    const dataDir = await temporaryFolder();
    const seen: string[][] = [];
    const looking: WriteFaissFolder = async () => {
      seen.push(await listSnapshots(dataDir));
      return false;
    };

    await write(dataDir, 'First', 1, looking);

    expect(seen).toEqual([[]]);
    expect(await listSnapshots(dataDir)).toHaveLength(1);
  });
});

describe('pruneSnapshots', () => {
  it('keeps the newest three good ones and newer bad ones, and clears what dead writers left', async () => {
    const dataDir = await temporaryFolder();
    const ids = [];
    for (const second of [1, 2, 3, 4, 5]) ids.push(await write(dataDir, `T${second}`, second));
    await appendFile(fileOf(dataDir, ids[4]!, 'entries.jsonl'), 'x');
    const parent = snapshotsFolder(dataDir);
    const [dead, alive, ancient] = ['.tmp-999999999-aa', `.tmp-${process.pid}-bb`, `.tmp-${process.pid}-cc`];
    for (const name of [dead, alive, ancient]) await mkdir(path.join(parent, name));
    await utimes(path.join(parent, ancient), 0, 0);

    await pruneSnapshots(dataDir, new Set(ids.slice(0, 4)));

    expect((await readdir(parent)).sort()).toEqual([alive, ids[1], ids[2], ids[3], ids[4]]);
    expect(await checkSnapshot(path.join(parent, ids[3]!))).toHaveProperty('manifest');
  });
});

describe('watchSnapshots', () => {
  it('tells of each newer snapshot once, by polling alone too', async () => {
    const dataDir = await temporaryFolder();
    await write(dataDir, 'Old', 2);
    const told: string[] = [];
    let wake = (): void => {};
    const next = () => new Promise<void>((resolve) => (wake = resolve));
    const watching = await watchSnapshots(dataDir, (id) => (told.push(id), wake()), { pollMs: 20 });

    const first = next();
    const third = await write(dataDir, 'Third', 3);
    await first;
    await write(dataDir, 'Older still', 1);
    const second = next();
    const fourth = await write(dataDir, 'Fourth', 4);
    await second;
    watching.close();

    expect(told).toEqual([third, fourth]);
  });
});
