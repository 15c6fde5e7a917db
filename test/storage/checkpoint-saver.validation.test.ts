/** LangGraph's own validation of savers, against ours on every engine. */
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

/** A new engine: a line here. */
const engines: Record<string, () => Promise<Storage>> = {
  SQLite: () => createSqliteStorage({ file: path.join(folder, `${(made += 1)}.sqlite`) }),
};

afterAll(() => rmSync(folder, { recursive: true }));

const initializerOf = (engine: string, create: () => Promise<Storage>) => ({
  checkpointerName: `the saver of the ${engine} storage`,
  createCheckpointer: async () => {
    const storage = await create();
    open.set(storage.checkpointer, storage);
    return storage.checkpointer;
  },
  destroyCheckpointer: async (checkpointer: unknown) => {
    await open.get(checkpointer)?.close();
  },
});

for (const [engine, create] of Object.entries(engines)) {
  const initializer = initializerOf(engine, create);
  specTest(initializer);
  deltaChannelHistoryTests(initializer);
}
