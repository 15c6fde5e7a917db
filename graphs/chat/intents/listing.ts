/** Calls whose results are shown as a list. */
import type { ToolRequest } from '../state.ts';

export const defaultCount = 5;
const largestLimit = 100;
/** How many more than shown are fetched, so that ordering and skipping have something to choose from. */
const spare = 15;

/** Fetches enough for `count` new results after those in `skip`. */
export const listingCall = (name: string, args: Record<string, unknown>, count: number, skip: readonly string[]): ToolRequest => ({
  name,
  arguments: { ...args, limit: Math.min(largestLimit, count + skip.length + spare) },
});

export const listingTools: ReadonlySet<string> = new Set(['search_anime', 'get_similar_anime', 'get_recommendations', 'get_seasonal_anime']);
