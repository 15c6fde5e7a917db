/** Tool results as a model needs them: without pictures, links and bookkeeping, long texts clipped, within a budget. Pure. */
import { clip } from './clip.ts';

const mostSites = 8;
const dropped = new Set(['links', 'picture', 'streaming', 'synonyms', 'title_native', 'user_id', 'change_id', 'updated_at', 'score_detail', 'similarity_score', 'idempotency_key']);
/** Facts people ask for: `null` is the statement that they are not known. */
const tellingNulls = new Set(['episodes', 'year', 'score', 'duration_minutes', 'status', 'synopsis']);
const longestText = 300;
const deepest = 6;
const mostTags = 8;

export type Size = { readonly items: number; readonly synopsis: number };
/** From generous to terse: the first size that fits is taken. */
const sizes: readonly Size[] = [{ items: 20, synopsis: 700 }, { items: 20, synopsis: 240 }, { items: 15, synopsis: 120 }, { items: 10, synopsis: 60 }, { items: 5, synopsis: 0 }];

/** @param withIds keep `anime_id`, for a model that goes on with tools */
export const compactJson = (value: unknown, budget: number, { withIds }: { withIds: boolean }): string => {
  for (const size of sizes) {
    const text = JSON.stringify(compact(value, size, withIds, 0)) ?? 'null';
    if (text.length <= budget) return text;
  }
  return JSON.stringify({ note: 'Too long to show. Ask for less.' });
};

const compact = (value: unknown, size: Size, withIds: boolean, depth: number): unknown => {
  if (typeof value === 'string') return clip(value, longestText);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= deepest) return undefined;
  if (Array.isArray(value)) return value.slice(0, size.items).map((item) => compact(item, size, withIds, depth + 1));
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, field]: [string, unknown]): [string, unknown][] => {
      if (key === 'streaming' && Array.isArray(field) && size.synopsis >= 700) return [[key, sitesIn(field)]];
      if (dropped.has(key) || (key === 'anime_id' && !withIds)) return [];
      if (field === null || (Array.isArray(field) && field.length === 0)) return tellingNulls.has(key) && field === null && 'title' in value ? [[key, null]] : [];
      if (key === 'synopsis' && typeof field === 'string') return size.synopsis === 0 ? [] : [[key, clip(field, size.synopsis)]];
      if (key === 'tags' && Array.isArray(field)) return [[key, field.slice(0, mostTags)]];
      return [[key, compact(field, size, withIds, depth + 1)]];
    }),
  );
};

/** `U-NEXT (JP)`; without brackets where the countries are not known. */
const sitesIn = (streaming: readonly unknown[]): unknown[] =>
  streaming.slice(0, mostSites).map((place) => {
    if (typeof place !== 'object' || place === null || !('site' in place)) return place;
    const regions = 'regions' in place && Array.isArray(place.regions) ? place.regions : [];
    return regions.length === 0 ? place.site : `${String(place.site)} (${regions.slice(0, 3).join(', ')}${regions.length > 3 ? ', ...' : ''})`;
  });
