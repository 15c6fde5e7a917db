/** Brings a file to the disk without holding up the program: everybody who asks while one sync runs shares the next. */
import { open, type FileHandle } from 'node:fs/promises';

export type FileSync = {
  /** Resolves when all that was written to the file before the call is on the disk, whoever wrote it and through whichever descriptor. */
  synced(): Promise<void>;
  /** Waits for what runs. */
  close(): Promise<void>;
};

/** @param file opened at the first sync; not one that SQLite locks, for closing it lets the locks go (its log is none of those) */
export const createFileSync = (file: string): FileSync => {
  let handle: Promise<FileHandle> | undefined;
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;

  const sync = async (): Promise<void> => {
    next = undefined;
    handle ??= open(file, 'r+').catch((thrown: unknown) => {
      handle = undefined;
      throw thrown;
    });
    await (await handle).datasync();
  };
  const start = (): Promise<void> => {
    const current = sync().finally(() => {
      if (running === current) running = undefined;
    });
    running = current;
    return current;
  };

  return {
    synced: () => {
      if (running === undefined) return start();
      next ??= running.then(start, start);
      return next;
    },
    close: async () => {
      await Promise.allSettled([running, next]);
      await (await handle?.catch(() => undefined))?.close();
    },
  };
};
