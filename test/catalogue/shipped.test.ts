import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadShippedCatalogue, staleness, writeShippedVectors } from '../../src/catalogue/shipped.ts';
import { countingModel, jsonLines, projectData, sourceLine, vocabulary } from './made-up.ts';

const encoder = { provider: 'test', model: 'words', dimension: 16 };
const now = new Date('2031-01-01T00:00:00Z');
const setUp = async (entries: readonly unknown[] = [sourceLine(1), sourceLine(2, { relatedAnime: ['https://myanimelist.net/anime/1'] })]) => {
  const folder = path.join(await projectData(entries), 'catalogue');
  const { model, asked } = countingModel();
  const write = () => writeShippedVectors({ folder, vocabulary, model, now });
  const load = (used = encoder) => loadShippedCatalogue({ folder, vocabulary, encoder: used });
  const edit = (...lines: unknown[]) => writeFile(path.join(folder, 'entries/own.jsonl'), jsonLines(...lines));
  return { folder, asked, write, load, edit };
};

describe('the shipped catalogue', () => {
  it('is our entries with their precomputed vectors', async () => {
    const { write, load } = await setUp();

    expect(await write()).toEqual({ entries: 2, changed: true, problems: [] });
    const { catalogue, encoderMatches, problems } = await load();

    expect({ encoderMatches, problems }).toEqual({ encoderMatches: true, problems: [] });
    expect(catalogue.info).toMatchObject({ origin: 'shipped', entries: 2, snapshot_id: expect.stringMatching(/^shipped-[0-9a-f]{12}$/), encoder });
    expect(catalogue.byId('mal:2')?.related).toEqual(['mal:1']);
    const row = catalogue.vectors!.values.subarray(16, 32); // two rows of 16
    expect(Math.hypot(...row)).toBeCloseTo(1, 5);
  });

  it('writes the same bytes again, and nothing when nothing has changed', async () => {
    const { folder, write, edit, asked } = await setUp();
    const bytes = async () => [await readFile(path.join(folder, 'vectors.i8'), 'latin1'), await readFile(path.join(folder, 'manifest.json'), 'utf8')];
    await write();
    const first = await bytes();
    asked.length = 0;

    expect(await write()).toMatchObject({ changed: false });
    expect(asked).toEqual([]);
    await edit(sourceLine(1));
    await write();
    await edit(sourceLine(1), sourceLine(2, { relatedAnime: ['https://myanimelist.net/anime/1'] }));
    await write();

    expect(await bytes()).toEqual(first);
  });

  it('knows what is stale', async () => {
    const { folder, write, edit } = await setUp();
    const stale = (used = encoder) => staleness(folder, vocabulary, used);

    expect(await stale()).toEqual(['there is no manifest.json']);
    await write();
    expect(await stale()).toEqual([]);
    expect(await stale({ ...encoder, model: 'other' })).toEqual(['the vectors are of another encoder']);
    await edit(sourceLine(2), sourceLine(1));
    expect(await stale()).toEqual(['the order of entries has changed']);
    await edit(sourceLine(1, { synopsis: 'Now with words.' }), sourceLine(3));
    expect(await stale()).toEqual(['mal:1 is edited', 'mal:3 is new', 'mal:2 is gone']);
    await writeFile(path.join(folder, 'vectors.i8'), 'rubbish');
    expect(await stale()).toEqual(['vectors.i8 is missing or damaged']);
  });

  it('is served while it is being edited: rows follow their entries, new ones have none', async () => {
    const { write, load, edit } = await setUp();
    await write();
    const before = (await load()).catalogue.vectors!.values; // just written

    await edit(sourceLine(3), sourceLine(2), sourceLine(1, { synopsis: 'Edited.' }));
    const { catalogue, problems } = await load();

    expect(catalogue.entries.map(({ anime_id }) => anime_id)).toEqual(['mal:3', 'mal:2', 'mal:1']);
    const rows = [0, 1, 2].map((row) => catalogue.vectors?.values.subarray(row * 16, row * 16 + 16));
    expect(rows).toEqual([new Float32Array(16), before.subarray(16, 32), before.subarray(0, 16)]);
    expect(problems).toEqual([expect.stringContaining('1 shipped entries have no vector'), expect.stringContaining('1 shipped entries were edited')]);
  });

  it('has no vectors without a file of them, or for another encoder, and says so', async () => {
    const { write, load } = await setUp();

    expect(await load()).toMatchObject({ encoderMatches: false, catalogue: { vectors: null }, problems: [expect.stringContaining('no usable vectors')] });
    await write();
    expect(await load({ ...encoder, model: 'other' })).toMatchObject({ encoderMatches: false, catalogue: { vectors: null }, problems: [expect.stringContaining('another encoder')] });
  });

  it('goes on without a line or file that cannot be read', async () => {
    const { folder, load } = await setUp();
    await writeFile(path.join(folder, 'entries/cut.jsonl'), '{"sources": ["https://myanim');

    const { catalogue, problems } = await load();

    expect(catalogue.entries).toHaveLength(2);
    expect(problems[0]).toContain('cut.jsonl is not complete');
  });
});
