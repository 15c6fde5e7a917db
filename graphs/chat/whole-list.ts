/** "delete everything I dropped", "clear my list": one change for every entry of the user's list, or of one shelf of it. */
import type { StoredListEntry } from '../../src/domain/list-entry.ts';
import type { EveryEntry, ToolRequest, ToolResult } from './state.ts';

/** What a page of `get_watchlist` and a batch of `update_watchlist` take. */
const pageSize = 500;
const batchSize = 200;

/** @returns the calls that make the changes; none when nothing is listed there, with what the list said */
export const changesOfList = async ({ status, change }: EveryEntry, call: (request: ToolRequest) => Promise<ToolResult>): Promise<{ calls: readonly ToolRequest[]; results: readonly ToolResult[] }> => {
  const ids: string[] = [];
  const results: ToolResult[] = [];
  for (let offset: unknown = 0; typeof offset === 'number'; ) {
    const page = await call({ name: 'get_watchlist', arguments: { ...(status !== null && { status }), limit: pageSize, offset } });
    results.push(page);
    if (!page.ok) break;
    // our own tool's result, checked by its output schema at the server
    ids.push(...(page.structured['results'] as readonly StoredListEntry[]).map(({ anime_id }) => anime_id));
    offset = page.structured['next_offset'];
  }
  const batches = Array.from({ length: Math.ceil(ids.length / batchSize) }, (_, at) => ids.slice(at * batchSize, (at + 1) * batchSize));
  return { calls: batches.map((batch) => ({ name: 'update_watchlist', arguments: { updates: batch.map((anime_id) => ({ anime_id, ...change })) } })), results };
};
