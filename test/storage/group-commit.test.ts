import { describe, expect, it } from 'vitest';
import { createGroupCommit } from '../../src/storage/sql/group-commit.ts';
import type { Db } from '../../src/storage/sql/schema.ts';

/** A database whose transactions run the work, and then fail when told to: what a lost connection looks like at the commit. */
const databaseThat = (commit: (transactions: number) => void) => {
  let transactions = 0;
  const execute = async <T>(work: (transaction: Db) => Promise<T>): Promise<T> => {
    transactions += 1;
    const result = await work({} as Db); // the work below does not look at it
    commit(transactions);
    return result;
  };
  return { db: { transaction: () => ({ execute }) } as unknown as Db, transactions: () => transactions }; // all that a group uses of it
};

describe('turns that end together', () => {
  it('share one transaction', async () => {
    const { db, transactions } = databaseThat(() => undefined);
    const commitTogether = createGroupCommit(db);
    const done: string[] = [];

    await Promise.all(['a', 'b', 'c'].map((turn) => commitTogether(async () => void done.push(turn))));

    expect({ done, transactions: transactions() }).toEqual({ done: ['a', 'b', 'c'], transactions: 1 });
  });

  it('are tried one by one when the work of one fails', async () => {
    const { db } = databaseThat(() => undefined);
    const commitTogether = createGroupCommit(db);

    const ends = await Promise.allSettled([commitTogether(async () => undefined), commitTogether(() => Promise.reject(new Error('taken'))), commitTogether(async () => undefined)]);

    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('are not done twice when the commit itself fails: it may have been carried out', async () => {
    const { db } = databaseThat((transactions) => {
      if (transactions === 1) throw new Error('connection lost');
    });
    const commitTogether = createGroupCommit(db);
    const done: string[] = [];

    const ends = await Promise.allSettled(['a', 'b'].map((turn) => commitTogether(async () => void done.push(turn))));

    expect(ends).toEqual([{ status: 'rejected', reason: new Error('connection lost') }, { status: 'rejected', reason: new Error('connection lost') }]);
    expect(done).toEqual(['a', 'b']);
  });
});
