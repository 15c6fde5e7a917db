/** Calls whose results are shown as a list. */
import type { Entities } from '../../../src/domain/entities.ts';
import type { ToolRequest } from '../state.ts';

export const defaultCount = 5;
const largestLimit = 100;
/** How many more than shown are fetched, so that ordering and skipping have something to choose from. */
const spare = 15;

/** Orders that the answer makes itself: it needs as many as can be had to choose from. */
const sorted: readonly Entities['order'][] = ['newest', 'oldest', 'best', 'shortest', 'longest'];

/** Fetches enough for `count` new results after those in `skip`. */
export const listingCall = (name: string, args: Record<string, unknown>, count: number, skip: readonly string[], order: Entities['order']): ToolRequest => ({
  name,
  arguments: { ...args, limit: sorted.includes(order) ? largestLimit : Math.min(largestLimit, count + skip.length + spare) },
});

export const listingTools: ReadonlySet<string> = new Set(['search_anime', 'get_similar_anime', 'get_recommendations', 'get_seasonal_anime']);
