import { costPerTime } from '../measure/cost.ts';
import type { WorkerMethods } from './all.ts';
import { graph, words } from './graph-of-five.ts';

/** The graph as LangGraph's own documentation would run it: nothing tuned, nothing stored. */
export const startBareGraph = async (): Promise<WorkerMethods> => ({
  run: (times: number) => costPerTime(times, () => graph.invoke({ input: words })),
});
