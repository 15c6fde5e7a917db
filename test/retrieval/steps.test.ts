import { describe, expect, it } from 'vitest';
import { deferred, each, finish, finishInTurns, type Steps } from '../../src/retrieval/steps.ts';

function* counting(to: number, seen: number[]): Steps<number> {
  yield* each(to, (at) => void seen.push(at), 10);
  return seen.length;
}

describe('work in steps', () => {
  it('is the same at once and in turns', async () => {
    const [once, inTurns]: [number[], number[]] = [[], []];

    expect(finish(counting(95, once))).toBe(95);
    expect(await finishInTurns(counting(95, inTurns))).toBe(95);
    expect(inTurns).toEqual(once);
  });

  it('lets other work in between when it takes long', async () => {
    let turns = 0;
    const other = setInterval(() => (turns += 1), 0);
    await finishInTurns(each(40, () => { const until = performance.now() + 2; while (performance.now() < until); }, 1));
    clearInterval(other);

    expect(turns).toBeGreaterThan(5);
  });
});

describe('deferred work', () => {
  it('is done when it is asked for, once', () => {
    const seen: number[] = [];
    const work = deferred(counting(30, seen));

    expect(seen).toEqual([]);
    expect([work.value(), work.value()]).toEqual([30, 30]);
    expect(seen).toHaveLength(30);
  });

  it('can be begun by others: whoever needs it does what is left', () => {
    const seen: number[] = [];
    const work = deferred(counting(30, seen));
    work.rest.next();
    const begun = seen.length;

    expect(begun).toBeGreaterThan(0);
    expect(work.value()).toBe(30);
    expect(seen).toEqual(Array.from({ length: 30 }, (_, at) => at));
    expect(finish(work.rest)).toBeUndefined();
  });
});
