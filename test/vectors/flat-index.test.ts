import { describe, expect, it } from 'vitest';
import { createFlatIndex } from '../../src/vectors/flat-index.ts';
import { describeVectorIndex } from '../contracts/vector-index.ts';
import { createRandom, randomMatrix, randomUnitVector } from './random-matrix.ts';

describeVectorIndex('flat', async (matrix) => createFlatIndex(matrix));

describe('createFlatIndex', () => {
  // 4000 x 300 products are more than one turn's worth
  const matrix = randomMatrix({ rows: 4000, dimension: 300 });
  const query = randomUnitVector(300, createRandom(3));

  it('lets other work have a turn between two large scans', async () => {
    const index = createFlatIndex(matrix);
    const order: string[] = [];

    const first = index.search(query, 3).then(() => order.push('first'));
    const second = index.search(query, 3).then(() => setImmediate(() => order.push('work between')));
    const third = index.search(query, 3).then(() => setImmediate(() => order.push('last')));
    await Promise.all([first, second, third]);
    await new Promise((resolve) => setImmediate(resolve));

    expect(order).toEqual(['first', 'work between', 'last']);
  });

  it('refuses further searches when too many wait, and answers those that do', async () => {
    const index = createFlatIndex(matrix, { maxWaiting: 2 });
    const accepted = [index.search(query, 1), index.search(query, 1)];

    await expect(index.search(query, 1)).rejects.toMatchObject({ code: 'unavailable', retryAfter: 1 });
    expect(await Promise.all(accepted)).toHaveLength(2);
    expect(await index.search(query, 1)).toHaveLength(1);
  });

  it('drops a search that is aborted while it waits', async () => {
    const index = createFlatIndex(matrix);
    const controller = new AbortController();
    const others = [index.search(query, 1), index.search(query, 2)];
    const dropped = index.search(query, 3, { signal: controller.signal });
    controller.abort();

    await expect(dropped).rejects.toMatchObject({ code: 'cancelled' });
    expect((await Promise.all(others)).map((hits) => hits.length)).toEqual([1, 2]);
  });

  it('says that it is the flat engine', () => {
    expect(createFlatIndex(matrix).status()).toEqual({ engine: 'flat', detail: 'exact scan in TypeScript', rows: 4000, dimension: 300, restarts: 0, memory_bytes: null });
  });
});
