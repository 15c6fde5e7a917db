/** Calls whose results are shown as a list. */
import type { Entities, IntentName } from '../../../src/domain/entities.ts';
import { sorts, type Sort } from '../../../src/domain/filters.ts';
import type { ToolRequest } from '../state.ts';

export const defaultCount = 5;
const largestLimit = 100;

/** Orders that only a search knows: elsewhere the answer makes them itself, and needs as many as can be had to choose from. */
export const sortOf = (order: Entities['order']): Sort | undefined => sorts.find((sort) => sort === order);
const byFit: readonly Entities['order'][] = [null, 'hidden_gems', 'popular'];

/** Fetches enough for `count` new results after those in `skip`. */
export const listingCall = (name: string, args: Record<string, unknown>, count: number, skip: readonly string[], order: Entities['order']): ToolRequest => ({
  name,
  arguments: {
    ...args,
    ...(order === 'hidden_gems' && gemWords(name, args)),
    ...(name === 'search_anime' && sortOf(order) !== undefined && { sort: sortOf(order) }),
    limit: name === 'search_anime' || byFit.includes(order) ? Math.min(largestLimit, count + skip.length) : largestLimit,
  },
});

/** The search understands the words themselves; there is no argument for them. */
const gemWords = (name: string, args: Record<string, unknown>): Record<string, unknown> => {
  const field = name === 'search_anime' ? 'query' : name === 'get_recommendations' ? 'context' : null;
  return field === null ? {} : { [field]: `hidden gems ${typeof args[field] === 'string' ? args[field] : ''}`.trim().slice(0, 500) };
};

export const listingIntents: readonly IntentName[] = ['recommendation', 'search', 'seasonal'];

export const listingTools: ReadonlySet<string> = new Set(['search_anime', 'get_similar_anime', 'get_recommendations', 'get_seasonal_anime']);
