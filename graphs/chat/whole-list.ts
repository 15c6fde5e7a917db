/** "delete everything I dropped", "make all my 10s into 9s", "add everything by Bones": one change for all that a tool lists. */
import type { EveryEntry, ToolRequest, ToolResult } from './state.ts';

/** What a page of the tools and a batch of `update_watchlist` take. */
const pageSizes: Readonly<Record<string, number>> = { get_watchlist: 500, search_anime: 100 };
const batchSize = 200;
/** Nobody reads a question about more; a list of one's own is known, so all of it is asked about. */
const mostFromCatalogue = 100;

/** @returns the calls that make the changes; none when nothing is listed there, with what the tool said. `more`: how many fit besides */
export const changesOfList = async ({ from, change, except }: EveryEntry, call: (request: ToolRequest) => Promise<ToolResult>): Promise<{ calls: readonly ToolRequest[]; results: readonly ToolResult[]; more: number }> => {
  const ids: string[] = [];
  let more = 0;
  const results: ToolResult[] = [];
  for (let offset: unknown = 0; typeof offset === 'number' && (from.name === 'get_watchlist' || ids.length < mostFromCatalogue); ) {
    const page = await call({ name: from.name, arguments: { ...from.arguments, limit: pageSizes[from.name], offset } });
    results.push(page);
    if (!page.ok) break;
    // our own tool's result, checked by its output schema at the server
    ids.push(...(page.structured['results'] as readonly { readonly anime_id: string }[]).map(({ anime_id }) => anime_id).filter((id) => !except.includes(id)));
    offset = page.structured['next_offset'];
    more = typeof offset === 'number' ? Number(page.structured['total'] ?? 0) - offset : 0;
  }
  const batches = Array.from({ length: Math.ceil(ids.length / batchSize) }, (_, at) => ids.slice(at * batchSize, (at + 1) * batchSize));
  return { calls: batches.map((batch) => ({ name: 'update_watchlist', arguments: { updates: batch.map((anime_id) => ({ anime_id, ...change })) } })), results, more };
};
