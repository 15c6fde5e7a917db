type Claim = { readonly key: string; readonly request_hash: string };

/** The remembered reply of a write with this key, or null. @throws AppError conflict when the key was used for another request */
export type Recall = (user_id: string, claim: Claim) => Promise<unknown>;

export type Once = <Reply>(user_id: string, claim: Claim | undefined, work: () => Promise<Reply>) => Promise<Reply>;

/**
 * Repeats of a write with an idempotency key get the first one's reply. Simultaneous ones wait for it, so that each gets the same answer
 * and none a conflict. The work itself stores its reply, in the transaction of what it writes.
 */
export const createOnce = (recall: Recall): Once => {
  const underWay = new Map<string, Promise<unknown>>();

  return async <Reply>(user_id: string, claim: Claim | undefined, work: () => Promise<Reply>): Promise<Reply> => {
    if (claim === undefined) return work();
    const slot = JSON.stringify([user_id, claim.key]);
    const before = underWay.get(slot) ?? Promise.resolve();
    const mine = before.then(async () => {
      const remembered = await recall(user_id, claim);
      return remembered === null ? work() : (remembered as Reply); // the same request hash: written by this very work
    });
    const settled = mine.then(
      () => undefined,
      () => undefined,
    );
    underWay.set(slot, settled);
    void settled.then(() => {
      if (underWay.get(slot) === settled) underWay.delete(slot);
    });
    return mine;
  };
};
