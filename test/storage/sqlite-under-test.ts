import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createSqliteStorage } from '../../src/storage/sqlite.ts';
import type { Storage } from '../../src/storage/storage.ts';
import type { StorageUnderTest } from '../contracts/storage.ts';

/** A database file in a folder of its own. */
export const sqliteUnderTest = (): StorageUnderTest & { file: string } => {
  const folder = mkdtempSync(path.join(tmpdir(), 'animetrackr-storage-'));
  const file = path.join(folder, 'user.sqlite');
  const opened: Storage[] = [];
  return {
    file,
    open: async (options = {}) => {
      const storage = await createSqliteStorage({ file, ...options });
      opened.push(storage);
      return storage;
    },
    dispose: async () => {
      for (const storage of opened) await storage.close();
      rmSync(folder, { recursive: true });
    },
  };
};
