/** Threads that were created and of which nothing is known yet: the first message stores them. Until then they are only a promise of an id, so a restart may forget them. */
import type { Thread } from '../../storage/storage.ts';

const mostKept = 1000;

export type NewThreads = { add(user_id: string, thread: Thread): void; get(user_id: string, thread_id: string): Thread | undefined; delete(user_id: string, thread_id: string): boolean };

export const createNewThreads = (): NewThreads => {
  const kept = new Map<string, Thread>();
  const keyOf = (user_id: string, thread_id: string): string => JSON.stringify([user_id, thread_id]);
  return {
    add: (user_id, thread) => {
      kept.set(keyOf(user_id, thread.thread_id), thread);
      const oldest = kept.size > mostKept ? kept.keys().next().value : undefined;
      if (oldest !== undefined) kept.delete(oldest);
    },
    get: (user_id, thread_id) => kept.get(keyOf(user_id, thread_id)),
    delete: (user_id, thread_id) => kept.delete(keyOf(user_id, thread_id)),
  };
};
