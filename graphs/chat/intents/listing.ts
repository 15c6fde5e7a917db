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
  arguments: { ...args, ...(order === 'hidden_gems' && gemWords(name, args)), limit: sorted.includes(order) ? largestLimit : Math.min(largestLimit, count + skip.length + spare) },
});

/** The search understands the words themselves; there is no argument for them. */
const gemWords = (name: string, args: Record<string, unknown>): Record<string, unknown> => {
  const field = name === 'search_anime' ? 'query' : name === 'get_recommendations' ? 'context' : null;
  return field === null ? {} : { [field]: `hidden gems ${typeof args[field] === 'string' ? args[field] : ''}`.trim().slice(0, 500) };
};

export const listingTools: ReadonlySet<string> = new Set(['search_anime', 'get_similar_anime', 'get_recommendations', 'get_seasonal_anime']);
