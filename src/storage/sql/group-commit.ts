/** One commit for all that is waiting to be committed: what makes a commit dear is the wait for the disk, and that is the same for one turn or twenty. */
import type { Db } from './schema.ts';

/** Runs in a transaction, more than once if need be: when one of a group fails, each is tried by itself. */
type Work = (transaction: Db) => Promise<void>;
export type GroupCommit = (work: Work) => Promise<void>;

type Member = { readonly work: Work; readonly resolve: () => void; readonly reject: (reason: unknown) => void };

/**
 * A group is what comes up within one turn of the event loop, or while the group before it is on its way to the disk.
 * @param mayBeMore false when nobody else is about to commit: then nobody is waited for
 */
export const createGroupCommit = (db: Db, mayBeMore: () => boolean = () => true): GroupCommit => {
  let waiting: Member[] = [];
  let flushing = false;

  const flush = async (): Promise<void> => {
    const group = waiting;
    waiting = [];
    let worked = false;
    let failure: unknown;
    const together = group.length > 1 && (await db.transaction().execute(async (transaction) => {
      for (const { work } of group) await work(transaction);
      worked = true;
    }).then(() => true, (thrown: unknown) => {
      failure = thrown;
      return false;
    }));
    for (const { work, resolve, reject } of group) {
      if (together) resolve();
      // All had worked, so the commit itself failed: whether it was carried out is not known, and doing it twice would be worse.
      else if (worked) reject(failure);
      else await db.transaction().execute(work).then(resolve, reject);
    }
  };

  /** One group after the other: those who come while the disk is waited for are the next. */
  const flushAll = async (): Promise<void> => {
    flushing = true;
    while (waiting.length > 0) await flush();
    flushing = false;
  };

  return (work) => new Promise((resolve, reject) => {
    waiting.push({ work, resolve, reject });
    if (flushing || waiting.length > 1) return;
    if (mayBeMore()) setImmediate(() => void flushAll());
    else void flushAll();
  });
};
