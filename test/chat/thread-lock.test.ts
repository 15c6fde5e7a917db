import { describe, expect, it } from 'vitest';
import { createThreadLock } from '../../src/chat/thread-lock.ts';

/** Work that ends when told. */
const held = () => {
  let end: () => void = () => undefined;
  const work = new Promise<void>((resolve) => { end = resolve; });
  return { work: () => work, end };
};

describe('the lock of a thread', () => {
  it('lets turns through one at a time, in the order in which they came', async () => {
    const locked = createThreadLock();
    const order: number[] = [];
    let inside = 0;

    await Promise.all([1, 2, 3].map((turn) => locked(['t'], undefined, async () => {
      inside += 1;
      expect(inside).toBe(1);
      await Promise.resolve();
      order.push(turn);
      inside -= 1;
    })));

    expect(order).toEqual([1, 2, 3]);
  });

  it('waits no longer for two names than for one', async () => {
    const locked = createThreadLock({ waitMs: 150 });
    const [first, second] = [held(), held()];
    const holders = [locked(['key'], undefined, first.work), locked(['t'], undefined, second.work)];
    let late = false;
    setTimeout(first.end, 100);
    setTimeout(() => { late = true; }, 240); // 150 after the first is free would be later still; timers fire in order, however late

    await expect(locked(['key', 't'], undefined, async () => 'in')).rejects.toMatchObject({ code: 'conflict' });

    expect(late).toBe(false);
    second.end();
    await Promise.all(holders);
  });

  it('gives the place of a client who has left to the next', async () => {
    const locked = createThreadLock();
    const first = held();
    const holder = locked(['t'], undefined, first.work);
    const leaving = new AbortController();
    const left = locked(['t'], leaving.signal, async () => 'too late');
    const next = locked(['t'], undefined, async () => 'next');

    leaving.abort();
    await expect(left).rejects.toMatchObject({ code: 'cancelled' });
    first.end();

    expect(await next).toBe('next');
    await holder;
  });

  it('is not waited for by a client who has left already', async () => {
    const locked = createThreadLock();
    const first = held();
    const holder = locked(['t'], undefined, first.work);

    await expect(locked(['t'], AbortSignal.abort(), async () => 'in')).rejects.toMatchObject({ code: 'cancelled' });
    first.end();
    await holder;
  });

  it('is free again after a refusal and after a failure', async () => {
    const locked = createThreadLock({ waitMs: 5 });
    const first = held();
    const holder = locked(['t'], undefined, first.work);
    await expect(locked(['t'], undefined, async () => 'in')).rejects.toMatchObject({ code: 'conflict' });
    first.end();
    await holder;
    await expect(locked(['t'], undefined, async () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');

    expect(await locked(['t'], undefined, async () => 'in')).toBe('in');
  });
});
