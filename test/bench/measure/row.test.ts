import { describe, expect, it } from 'vitest';
import { median, percentile } from './cost.ts';
import { costRow, figuresRow, limitRow } from './row.ts';
import { table } from './table.ts';

const foreign = [0.1, 0.3, 0.2];

describe('a row of the bench', () => {
  it('is judged by the median of the ratios of the rounds, not by the ratio of the medians', () => {
    const row = figuresRow({ what: 'x', product: [10, 30, 30], yardstick: [10, 10, 30], foreign, unit: 'ms', must: { atMost: 1.5 } });

    expect(row).toMatchObject({ product: '30.0 ms', yardstick: '10.0 ms', ratio: '1.00x', verdict: 'met', foreign: '20 %' });
  });

  it('is missed above a ceiling and below a floor', () => {
    const figures = { what: 'x', product: [3], yardstick: [2], foreign, unit: 'ms' };

    expect(figuresRow({ ...figures, must: { atMost: 1.4 } }).verdict).toBe('missed');
    expect(figuresRow({ ...figures, must: { atLeast: 1.6 } }).verdict).toBe('missed');
    expect(figuresRow({ ...figures, must: { atLeast: 1.5 } }).verdict).toBe('met');
    expect(limitRow({ what: 'x', value: 4, unit: 'KB', yardstick: '-', ratio: '-', must: { atMost: 3 }, foreign }).verdict).toBe('missed');
  });

  it('goes by CPU and shows wall beside it', () => {
    const row = costRow({ what: 'x', product: [{ cpu: 1, wall: 50 }], yardstick: [{ cpu: 1, wall: 5 }], foreign, must: { atMost: 1.5 } });

    expect(row).toMatchObject({ ratio: '1.00x', verdict: 'met', wall: '50.0 / 5.00 ms, 10.00x' });
  });

  it('says in the table when it is not gating', () => {
    const row = figuresRow({ what: 'x', product: [3], yardstick: [2], foreign, unit: 'ms', must: { atMost: 1 }, gating: false });

    expect(table([row]).split('\n').at(-1)).toContain('| missed (not gating) |');
  });
});

describe('statistics of the bench', () => {
  it('takes the middle of odd and the mean of the two middles of even counts', () => {
    expect([median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([2, 2.5]);
  });

  it('finds a percentile by rank', () => {
    const hundred = Array.from({ length: 100 }, (_, at) => at);

    expect([percentile(hundred, 0.5), percentile(hundred, 0.99), percentile([7], 0.99)]).toEqual([50, 99, 7]);
  });
});
