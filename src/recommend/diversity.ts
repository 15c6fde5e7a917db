/** Maximal marginal relevance: each pick is as good as it is unlike the picks before it. Pure. */

/**
 * @param items best first, with the relevance that ranked them
 * @param similarity 0-1 between two items
 * @param diversity 0 = relevance alone, 1 = difference alone
 */
export const diversify = <Item extends { readonly relevance: number }>(items: readonly Item[], limit: number, diversity: number, similarity: (a: Item, b: Item) => number): Item[] => {
  if (diversity <= 0) return items.slice(0, limit);
  const [low, high] = [Math.min(...items.map(({ relevance }) => relevance)), Math.max(...items.map(({ relevance }) => relevance))];
  const scaled = (item: Item): number => (high === low ? 1 : (item.relevance - low) / (high - low));
  const waiting = items.map((item) => ({ item, nearest: 0 }));
  const picked: Item[] = [];
  while (picked.length < limit && waiting.length > 0) {
    let best = 0;
    let bestWorth = -Infinity;
    for (const [at, { item, nearest }] of waiting.entries()) {
      const worth = (1 - diversity) * scaled(item) - diversity * nearest;
      if (worth > bestWorth) [best, bestWorth] = [at, worth];
    }
    const [chosen] = waiting.splice(best, 1);
    if (chosen === undefined) break;
    picked.push(chosen.item);
    for (const other of waiting) other.nearest = Math.max(other.nearest, similarity(other.item, chosen.item));
  }
  return picked;
};
