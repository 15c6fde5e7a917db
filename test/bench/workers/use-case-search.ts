/** The use case behind `search_anime` in a process of its own, with its FAISS process: words, vectors and their fusion. */
import type { Filters } from '../../../src/domain/filters.ts';
import { query, queryCount } from '../load/queries.ts';
import { costPerTime } from '../measure/cost.ts';
import { descendantsOf } from '../measure/cpu.ts';
import { openUseCases } from '../service/use-cases.ts';
import type { WorkerMethods } from './all.ts';

export const startUseCaseSearch = async ({ dataDir }: { dataDir: string }): Promise<WorkerMethods> => {
  const { search } = await openUseCases(dataDir);
  let asked = 0;
  return {
    run: ({ times, filters, repeat }: { times: number; filters: Filters; repeat?: boolean }) =>
      costPerTime(times, () => search.search({ query: query(repeat === true ? 0 : asked++ % queryCount), filters, limit: 20, offset: 0 }), descendantsOf(process.pid)),
  };
};
