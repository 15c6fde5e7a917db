/** What every sentence encoder promises. Providers call this suite with a factory. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EmbeddingModel } from '../../src/models/embedding-model.ts';

type Opened = { readonly model: EmbeddingModel; close?(): Promise<void> };

export const describeEmbeddingModel = (provider: string, open: () => Promise<Opened>): void => {
  describe(`embedding model contract: ${provider}`, () => {
    let opened: Opened;
    beforeAll(async () => {
      opened = await open();
    }, 60_000);
    afterAll(() => opened.close?.());
    const embed = (texts: string[]): Promise<number[][]> => opened.model.embeddings.embedDocuments(texts);

    it('names its vector space', async () => {
      expect(opened.model.provider).not.toBe('');
      expect(opened.model.model).not.toBe('');
      expect(await opened.model.dimension()).toBeGreaterThan(1);
    });

    it('gives vectors of length 1 and of its dimension, whatever the text', async () => {
      const texts = ['a', '', ' ', 'two\nlines\tand a tab', '進撃の巨人', '🎌🔥', 'e\u0301 \uFB01', 'word '.repeat(400), '<s></s>', '\u0000'];
      const vectors = await embed(texts);

      expect(vectors).toHaveLength(texts.length);
      for (const vector of vectors) {
        expect(vector).toHaveLength(await opened.model.dimension());
        expect(Math.hypot(...vector)).toBeCloseTo(1, 4);
      }
    });

    it('keeps the order of the texts, however long each is, and gives a query the vector of the same document', async () => {
      const texts = Array.from({ length: 40 }, (_, i) => `story number ${i} ${'about a long journey '.repeat((i * 7) % 11)}`);
      const vectors = await embed(texts);

      for (const at of [0, 1, 17, 39]) expect(cosine(vectors[at], await opened.model.embeddings.embedQuery(texts[at] ?? ''))).toBeGreaterThan(0.9999);
    });

    it('puts texts that say alike closer than texts that do not', async () => {
      const [one, alike, unlike] = await embed(['a giant robot fights in space', 'a giant robot fights in the city', 'baking bread slowly on sunday morning']);

      expect(cosine(one, alike)).toBeGreaterThan(cosine(one, unlike) + 0.1);
    });

    it('answers nothing for no texts', async () => {
      expect(await embed([])).toEqual([]);
    });

    it('answers many queries at once, each with its own vector', async () => {
      const texts = Array.from({ length: 30 }, (_, i) => `query ${i % 15} of many`);
      const vectors = await Promise.all(texts.map((text) => opened.model.embeddings.embedQuery(text)));

      expect(vectors[20]).toEqual(vectors[5]);
      expect(cosine(vectors[1], vectors[2])).toBeLessThan(0.99999);
    });

    it('is not changed by what a caller does with a vector', async () => {
      const vector = await opened.model.embeddings.embedQuery('keep me');
      const first = vector[0];
      vector.fill(0);

      expect((await opened.model.embeddings.embedQuery('keep me'))[0]).toBe(first);
    });

    it('reports progress up to the last text', async () => {
      const seen: [number, number][] = [];
      await opened.model.embeddings.embedDocuments(Array.from({ length: 300 }, (_, i) => `text ${i}`), { onProgress: (done, total) => seen.push([done, total]) });

      expect(seen.length).toBeGreaterThan(1);
      expect(seen.at(-1)).toEqual([300, 300]);
      expect(seen.map(([done]) => done)).toEqual(seen.map(([done]) => done).sort((a, b) => a - b));
    });

    it('stops when aborted', async () => {
      const controller = new AbortController();
      const work = opened.model.embeddings.embedDocuments(Array.from({ length: 1000 }, (_, i) => `text ${i}`), {
        signal: controller.signal,
        onProgress: (done) => {
          controller.abort();
          expect(done).toBeLessThan(1000);
        },
      });

      await expect(work).rejects.toMatchObject({ code: 'cancelled' });
    });
  });
};

export const cosine = (one: readonly number[] = [], other: readonly number[] = []): number =>
  one.reduce((sum, component, i) => sum + component * (other[i] ?? Number.NaN), 0) / (Math.hypot(...one) * Math.hypot(...other));
