/** The checkers themselves: a checker that finds nothing proves nothing. */
import { describe, expect, it } from 'vitest';
import type { ChangeRecord } from '../../src/storage/storage.ts';
import { anomaliesOfAppends, anomaliesOfLog, type Operation } from './list-history.ts';
import { listEntry } from './samples.ts';

const change = (change_id: string, before: number | null, after: number | null): ChangeRecord => ({
  change_id, anime_id: 'mal:1', door: 'mcp', turn_id: null, created_at: '2026-01-01T00:00:00.000Z', undoes: null,
  before: before === null ? null : listEntry({ progress: before }), after: after === null ? null : listEntry({ progress: after }),
});
const good = [change('a', null, 1), change('b', 1, 2), change('c', 2, null), change('d', null, 5)];

describe('a change log', () => {
  it('that fits shows nothing', () => {
    expect(anomaliesOfLog(good, [listEntry({ progress: 5 })])).toEqual([]);
  });

  it.each([
    ['a lost update', [change('a', null, 1), change('b', 1, 2), change('c', 1, 2)], [listEntry({ progress: 2 })], /begins with/],
    ['a change logged twice', [change('a', null, 1), change('a', 1, 2)], [listEntry({ progress: 2 })], /logged twice/],
    ['a list that the log does not lead to', good, [listEntry({ progress: 6 })], /the log leads to/],
    ['an entry without a change', good, [listEntry({ progress: 5 }), listEntry({ anime_id: 'mal:2' })], /without a change/],
    ['an entry that is gone', good, [], /the list has nothing/],
  ])('%s is found', (_what, log, list, sentence) => {
    expect(anomaliesOfLog(log, list)).toEqual([expect.stringMatching(sentence)]);
  });
});

const operation = (client: string, token: string | null, seen: string[] | null, began: number, ended: number): Operation => ({ client, place: 'p', token, seen, began, ended });
const last = new Map([['p', ['1', '2', '3']]]);
const history = [operation('a', '1', ['1'], 0, 1), operation('b', '2', ['1', '2'], 0, 2), operation('a', '3', ['1', '2', '3'], 3, 4), operation('b', null, ['1', '2', '3'], 5, 6)];

describe('appends', () => {
  it('that fit show nothing', () => {
    expect(anomaliesOfAppends(history, last)).toEqual([]);
  });

  it.each([
    ['a lost token', [...history, operation('c', '4', ['1', '2', '3', '4'], 7, 8)], last, /4 of c was acknowledged and is lost/],
    ['a doubled token', history, new Map([['p', ['1', '2', '3', '1']]]), /twice/],
    ['a token nobody wrote', history, new Map([['p', ['1', '2', '3', '9']]]), /nobody wrote/],
    ['another order', [...history, operation('c', null, ['2', '1'], 0, 9)], last, /an order in p/],
    ['a stale read', [...history, operation('c', null, ['1'], 9, 10)], last, /did not see [23]/],
    ['an append that was overwritten at once', [operation('a', '1', ['1'], 0, 9), operation('b', '2', ['1'], 0, 9), operation('a', '3', ['1', '2', '3'], 0, 9)], last, /did not see it last/],
  ])('%s is found', (_what, operations, final, sentence) => {
    expect(anomaliesOfAppends(operations, final)).toContainEqual(expect.stringMatching(sentence));
  });
});
