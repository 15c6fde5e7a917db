/** LangGraph's own validation of savers, on the saver of a storage engine. */
import { deltaChannelHistoryTests, specTest } from '@langchain/langgraph-checkpoint-validation';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { StorageUnderTest } from './storage.ts';

// The suite registers its tests through the runner's globals.
Object.assign(globalThis, { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it });

export const describeCheckpointSaver = (engine: string, create: () => StorageUnderTest): void => {
  const open = new Map<unknown, StorageUnderTest>();
  const initializer = {
    checkpointerName: `the saver of the ${engine} storage`,
    createCheckpointer: async () => {
      const under = create();
      const storage = await under.open();
      open.set(storage.checkpointer, under);
      return storage.checkpointer;
    },
    destroyCheckpointer: async (checkpointer: unknown) => {
      await open.get(checkpointer)?.dispose();
      open.delete(checkpointer);
    },
  };
  specTest(initializer);
  deltaChannelHistoryTests(initializer);
};
