/** Tools called as plain functions, arguments parsed beforehand: the work that a turn or a tool call cannot do without. */
import { localUser } from '../../../src/domain/caller.ts';
import { costOf, type Cost } from '../measure/cost.ts';
import { openUseCases } from '../service/use-cases.ts';
import type { WorkerMethods } from './all.ts';

export type DirectCall = { readonly name: string; readonly arguments: Record<string, unknown> };

export const startDirectTools = async ({ dataDir }: { dataDir: string }): Promise<WorkerMethods> => {
  const { tools } = await openUseCases(dataDir);
  const caller = { user_id: localUser, door: 'chat' } as const;

  /** Of all calls together, in this process; FAISS in its own works the same for whoever calls. */
  const replay = async (calls: readonly DirectCall[]): Promise<Cost> => {
    const prepared = calls.map((call) => {
      const tool = tools.get(call.name);
      if (tool === undefined) throw new Error(`There is no tool ${call.name}.`);
      const input = tool.input.parse(call.arguments);
      return () => tool.run(input, caller);
    });
    return costOf(async () => {
      for (const run of prepared) await run();
    });
  };
  return { replay };
};
