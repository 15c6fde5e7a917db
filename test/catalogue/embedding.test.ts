import { appendFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { embedEntries } from '../../src/catalogue/embed-entries.ts';
import { embeddingText, textHash } from '../../src/catalogue/embedding-text.ts';
import { openVectorCache } from '../../src/catalogue/vector-cache.ts';
import { dequantise, floatsFromBytes, floatsToBytes, quantise } from '../../src/catalogue/vector-file.ts';
import { countingModel, normalised, temporaryFolder, vocabulary } from './made-up.ts';

describe('embeddingText', () => {
  it('says title, kind, what it is about in words and plain English, and the synopsis', () => {
    const anime = normalised(1, { title: 'Tsuki no Niwa', title_english: 'Moon Garden', type: 'MOVIE', tags: ['sf', 'healing', 'vampires', 'manga'], spoiler_tags: ['time travel'], synopsis: 'A robot rests.' });

    expect(embeddingText(anime, vocabulary)).toBe('Tsuki no Niwa, also known as Moon Garden, is an anime movie with sci-fi, iyashikei and vampire: calm and healing. A robot rests.');
  });

  it('says only what is known', () => {
    expect(embeddingText(normalised(1, { tags: [] }), vocabulary)).toBe('Tsukuri Banashi 1 is an anime TV series.');
  });

  it('stays short and ends a long synopsis at a word', () => {
    const text = embeddingText(normalised(1, { tags: Array.from({ length: 50 }, (_, at) => `word${at}`), synopsis: 'lovely '.repeat(100) }), vocabulary);

    expect(text.length).toBeLessThan(500);
    expect(text.endsWith('lovely')).toBe(true);
  });

  it('has a hash that changes with it', () => {
    expect(textHash('a')).toMatch(/^[0-9a-f]{16}$/);
    expect(textHash('a')).not.toBe(textHash('b'));
  });
});

describe('embedEntries', () => {
  const texts = ['one small word', 'another', 'one small word', 'third and last'];
  const input = (model: ReturnType<typeof countingModel>['model']) => ({ texts, textHashes: texts.map(textHash), dimension: 16, embeddings: model.embeddings, reuse: new Map<string, Float32Array>() });

  it('gives each text its unit vector, in order, asking once for equal texts', async () => {
    const { model, asked } = countingModel();

    const { vectors, embedded } = await embedEntries(input(model));

    expect(embedded).toBe(3);
    expect([...asked].sort()).toEqual(['another', 'one small word', 'third and last']);
    for (const [row, text] of texts.entries()) {
      const expected = await model.embeddings.embedQuery(text);
      const actual = vectors.values.subarray(row * 16, row * 16 + 16);
      expect(actual.reduce((sum, value, at) => sum + value * expected[at]!, 0)).toBeCloseTo(1, 5); // same length
    }
  });

  it('takes over what is known and computes the rest', async () => {
    const { model, asked } = countingModel();
    const known = new Float32Array(16).fill(0.25);

    const { vectors, embedded } = await embedEntries({ ...input(model), reuse: new Map([[textHash('another'), known]]) });

    expect(embedded).toBe(2);
    expect(asked).not.toContain('another');
    expect(vectors.values.subarray(16, 32)).toEqual(known);
  });

  it('refuses an answer that is no vector', async () => {
    const { model } = countingModel();
    model.embeddings.embedDocuments = async () => [[Number.NaN, 1]];

    await expect(embedEntries(input(model))).rejects.toMatchObject({ code: 'upstream_failed' });
  });

  it('remembers vectors of a run that was stopped, and cuts a torn record off', async () => {
    const folder = await temporaryFolder();
    const encoder = { provider: 'test', model: 'words', dimension: 16 };
    const first = countingModel();
    await embedEntries({ ...input(first.model), cache: await openVectorCache(folder, encoder) });
    const [file] = await readdir(path.join(folder, 'cache'));
    await appendFile(path.join(folder, 'cache', file!), 'torn record'); // one file was just written
    const second = countingModel();

    const cache = await openVectorCache(folder, encoder);
    const { embedded } = await embedEntries({ ...input(second.model), cache });

    expect([embedded, second.asked]).toEqual([0, []]);
    await cache.append([{ hash: textHash('new'), vector: new Float32Array(16) }]);
    expect((await openVectorCache(folder, encoder)).known.size).toBe(4);
    expect((await openVectorCache(folder, { ...encoder, model: 'other' })).known.size).toBe(0);
    await cache.discard();
    expect((await openVectorCache(folder, encoder)).known.size).toBe(0);
  });
});

describe('vector files', () => {
  const matrix = { rows: 3, dimension: 8, values: Float32Array.from([...Array.from({ length: 16 }, (_, at) => Math.sin(at + 1) / 2.1), ...new Array<number>(8).fill(0)]) };

  it('reads floats back as they were, from an unaligned buffer too', () => {
    const bytes = floatsToBytes(matrix);
    const shifted = new Uint8Array(bytes.length + 1).subarray(1);
    shifted.set(bytes);

    expect(floatsFromBytes(bytes, matrix)).toEqual(matrix);
    expect(floatsFromBytes(shifted, matrix).values).toEqual(matrix.values);
    expect(() => floatsFromBytes(bytes.subarray(4), matrix)).toThrow('damaged');
  });

  it('reads int8 back as unit vectors of nearly the same direction, and zeros as zeros', () => {
    const back = dequantise(quantise(matrix));

    for (const row of [0, 1]) {
      const [a, b] = [matrix, back].map(({ values }) => values.subarray(row * 8, row * 8 + 8));
      expect(a!.reduce((sum, value, at) => sum + value * b![at]!, 0) / Math.hypot(...a!)).toBeGreaterThan(0.9995);
      expect(Math.hypot(...b!)).toBeCloseTo(1, 5);
    }
    expect([...back.values.subarray(16)]).toEqual(new Array(8).fill(0));
    expect(quantise(matrix).byteLength).toBe(16 + 3 * 4 + 24);
  });

  it('refuses a file of another format, version or length', () => {
    const file = quantise(matrix);
    const newer = file.slice();
    newer[4] = 2;

    for (const wrong of [file.subarray(0, 10), file.subarray(0, file.length - 1), newer, new Uint8Array(64)]) expect(() => dequantise(wrong)).toThrow('damaged');
  });
});
