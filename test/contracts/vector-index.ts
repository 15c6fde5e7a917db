/** What every vector index promises. Engines call this suite with a factory. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VectorIndex, VectorMatrix } from '../../src/vectors/vector-index.ts';
import { bruteForce, createRandom, randomMatrix, randomUnitVector } from '../vectors/random-matrix.ts';

const dimension = 24;

/** @param create opens an index of the engine under test, ready to answer by that engine */
export const describeVectorIndex = (engine: string, create: (matrix: VectorMatrix) => Promise<VectorIndex>): void => {
  describe(`vector index contract: ${engine}`, () => {
    const matrix = randomMatrix({ rows: 3000, dimension });
    let index: VectorIndex;
    // one for all: it cannot be changed, and FAISS needs a second to start
    beforeAll(async () => {
      index = await create(matrix);
    });
    afterAll(() => index.close());
    const query = (seed = 7): Float32Array => randomUnitVector(dimension, createRandom(seed));
    const everyNth = (n: number): Uint32Array => Uint32Array.from({ length: Math.floor(matrix.rows / n) }, (_, i) => i * n);

    it('finds exactly what comparing with every row finds, best first', async () => {
      for (const [seed, k] of [[1, 1], [2, 10], [3, 100], [4, 700]] as const) {
        const hits = await index.search(query(seed), k);

        expect(hits.map(({ row }) => row)).toEqual(bruteForce(matrix, query(seed), k));
        expect(hits.map(({ score }) => score)).toEqual(hits.map(({ score }) => score).sort((a, b) => b - a));
      }
    });

    it('scores by inner product', async () => {
      const row = 1234;
      const [best] = await index.search(matrix.values.slice(row * dimension, (row + 1) * dimension), 1);

      expect(best?.row).toBe(row);
      expect(best?.score).toBeCloseTo(1, 6);
    });

    it.each([2, 3, 10, 100, 1500])('keeps to one of every %i rows when told to, exactly', async (n) => {
      const rows = everyNth(n);
      for (const k of [1, 10, 40]) {
        expect((await index.search(query(n), k, { rows })).map(({ row }) => row)).toEqual(bruteForce(matrix, query(n), k, rows));
      }
    });

    it('keeps to allowed rows that are the farthest of all', async () => {
      const ranked = bruteForce(matrix, query(), matrix.rows);
      const rows = Uint32Array.from(ranked.slice(-1000)).sort();

      expect((await index.search(query(), 10, { rows })).map(({ row }) => row)).toEqual(ranked.slice(-1000, -990));
    });

    it('returns nothing when no row is allowed', async () => {
      expect(await index.search(query(), 5, { rows: new Uint32Array(0) })).toEqual([]);
    });

    it('returns all rows when k is larger than their number', async () => {
      expect(await index.search(query(), 50_000)).toHaveLength(matrix.rows);
      expect(await index.search(query(), 50, { rows: Uint32Array.of(3, 9) })).toHaveLength(2);
    });

    it('orders rows of equal score by row', async () => {
      const values = new Float32Array(600 * dimension);
      for (let row = 0; row < 600; row += 1) values.set(query(row % 20 === 0 ? 1 : row + 2), row * dimension);
      const tied = await create({ rows: 600, dimension, values });

      expect((await tied.search(query(1), 12)).map(({ row }) => row)).toEqual([0, 20, 40, 60, 80, 100, 120, 140, 160, 180, 200, 220]);
      await tied.close();
    });

    it.each([0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses k = %d', async (k) => {
      await expect(index.search(query(), k)).rejects.toMatchObject({ code: 'invalid_input' });
    });

    it('refuses a query of another dimension', async () => {
      await expect(index.search(new Float32Array(dimension + 1).fill(0.1), 5)).rejects.toMatchObject({ code: 'invalid_input' });
    });

    it.each([Number.NaN, Number.POSITIVE_INFINITY])('refuses a query with a component that is %d', async (bad) => {
      const spoilt = query();
      spoilt[3] = bad;

      await expect(index.search(spoilt, 5)).rejects.toMatchObject({ code: 'invalid_input' });
    });

    it('answers a query of zeros by row order', async () => {
      expect((await index.search(new Float32Array(dimension), 3)).map(({ row }) => row)).toEqual([0, 1, 2]);
    });

    it('answers many searches at once, each with its own k and rows', async () => {
      const rows = everyNth(2);
      const searches = Array.from({ length: 200 }, (_, i) => ({ seed: i + 50, k: (i % 30) + 1, filtered: i % 3 === 0 }));

      const found = await Promise.all(searches.map(({ seed, k, filtered }) => index.search(query(seed), k, filtered ? { rows } : {})));

      expect(found.map((hits) => hits.map(({ row }) => row))).toEqual(searches.map(({ seed, k, filtered }) => bruteForce(matrix, query(seed), k, filtered ? rows : undefined)));
    });

    it('drops a search whose signal is aborted already', async () => {
      await expect(index.search(query(), 5, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
    });

    it('holds an empty matrix', async () => {
      const empty = await create({ rows: 0, dimension, values: new Float32Array(0) });

      expect(await empty.search(query(), 5)).toEqual([]);
      await empty.close();
    });

    it('says its size', () => {
      expect(index.status()).toMatchObject({ rows: matrix.rows, dimension });
    });

    it('refuses a matrix that is not what it says', async () => {
      await expect((async () => create({ rows: 2, dimension, values: new Float32Array(dimension) }))()).rejects.toMatchObject({ code: 'internal' });
      await expect((async () => create({ rows: 1, dimension, values: new Float32Array(dimension).fill(Number.NaN) }))()).rejects.toMatchObject({ code: 'internal' });
    });
  });
};
