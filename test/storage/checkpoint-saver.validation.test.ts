/** LangGraph's own validation of savers, against ours on a real file. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deltaChannelHistoryTests, specTest } from '@langchain/langgraph-checkpoint-validation';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSqliteStorage } from '../../src/storage/sqlite.ts';
import type { Storage } from '../../src/storage/storage.ts';

// The suite registers its tests through the runner's globals.
Object.assign(globalThis, { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it });

const folder = mkdtempSync(path.join(tmpdir(), 'saver-'));
const open = new Map<unknown, Storage>();
let made = 0;

const initializer = {
  checkpointerName: 'the saver of the SQLite storage',
  createCheckpointer: async () => {
    made += 1;
    const storage = await createSqliteStorage({ file: path.join(folder, `${made}.sqlite`) });
    open.set(storage.checkpointer, storage);
    return storage.checkpointer;
  },
  destroyCheckpointer: async (checkpointer: unknown) => {
    await open.get(checkpointer)?.close();
  },
  afterAll: () => rmSync(folder, { recursive: true }),
};

specTest(initializer);
deltaChannelHistoryTests(initializer);
