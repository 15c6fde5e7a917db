import { describe, expect, it } from 'vitest';
import { createQueryCache } from '../../../src/models/embeddings/query-cache.ts';

const counting = () => {
  const asked: string[] = [];
  return { asked, embed: (text: string) => async () => (asked.push(text), [text.length]) };
};

describe('createQueryCache', () => {
  it('forgets the text that was not asked for longest', async () => {
    const { asked, embed } = counting();
    const cache = createQueryCache(2);
    for (const text of ['a', 'b', 'a', 'c', 'a', 'b']) await cache.get(text, embed(text));

    expect(asked).toEqual(['a', 'b', 'c', 'b']);
  });

  it('does not remember a failure', async () => {
    const cache = createQueryCache(2);
    await expect(cache.get('a', () => Promise.reject(new Error('down')))).rejects.toThrow('down');

    expect(await cache.get('a', async () => [7])).toEqual([7]);
  });

  it('embeds once for two who ask at the same time', async () => {
    const { asked, embed } = counting();
    const cache = createQueryCache(2);

    expect(await Promise.all([cache.get('abc', embed('abc')), cache.get('abc', embed('abc'))])).toEqual([[3], [3]]);
    expect(asked).toEqual(['abc']);
  });
});
