/** What every cache promises. Engines call this suite with a factory. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Cache } from '../../src/storage/cache.ts';

/** @param open an empty cache of the engine under test; `passTime` lets its clock run on by that many milliseconds */
export const describeCache = (engine: string, open: () => Promise<{ cache: Cache; passTime(ms: number): Promise<void> }>): void => {
  describe(`cache contract: ${engine}`, () => {
    let under: Awaited<ReturnType<typeof open>>;
    beforeEach(async () => {
      under = await open();
    });
    afterEach(() => under.cache.close());

    it('gives back what was put in, of any script and length', async () => {
      const { cache } = under;
      const values = ['', 'plain', '日本語 🦊 \u0000 "', 'x'.repeat(100_000)];

      for (const [at, value] of values.entries()) await cache.set(`key:${at}`, value, 60);

      expect(await Promise.all(values.map((_, at) => cache.get(`key:${at}`)))).toEqual(values);
    });

    it('knows nothing of other keys', async () => {
      await under.cache.set('a', '1', 60);

      expect([await under.cache.get('A'), await under.cache.get('a:b')]).toEqual([null, null]);
    });

    it('keeps the last value of a key', async () => {
      await under.cache.set('a', '1', 60);
      await under.cache.set('a', '2', 60);

      expect(await under.cache.get('a')).toBe('2');
    });

    it('forgets when the time is over, counted from the last value', async () => {
      const { cache, passTime } = under;
      await cache.set('short', '1', 0.05);
      await cache.set('again', '1', 0.05);
      await cache.set('again', '2', 60);
      await passTime(120);

      expect([await cache.get('short'), await cache.get('again')]).toEqual([null, '2']);
    });

    it('answers a ping', async () => {
      await expect(under.cache.ping()).resolves.toBeUndefined();
    });
  });
};
