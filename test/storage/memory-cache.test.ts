import { expect, it } from 'vitest';
import { createMemoryCache } from '../../src/storage/memory-cache.ts';
import { describeCache } from '../contracts/cache.ts';

describeCache('memory', async () => {
  let at = 0;
  return { cache: createMemoryCache({ now: () => at }), passTime: async (ms) => void (at += ms) };
});

it('lets go of what was written longest ago when it is full', async () => {
  const cache = createMemoryCache({ capacity: 2 });
  for (const key of ['a', 'b', 'a', 'c']) await cache.set(key, key, 60);

  expect([await cache.get('a'), await cache.get('b'), await cache.get('c')]).toEqual(['a', null, 'c']);
});
