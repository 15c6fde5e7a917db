import { z } from 'zod';
import type { Anime } from '../domain/anime.ts';
import { filtersSchema, type Filters } from '../domain/filters.ts';
import { listEntrySchema, listStatuses, listStatusInput } from '../domain/list-entry.ts';
import type { Generation } from '../retrieval/generation.ts';
import type { ViewerOf } from '../preferences/viewer.ts';
import type { ReadWatchlist, WatchlistSort } from '../watchlist/read.ts';
import { namingOutput } from './shown-to.ts';
import { defineTool, readOnly } from './tool.ts';

const sorts = ['updated_at', 'title', 'score', 'progress', 'year', 'started_at', 'finished_at'] as const satisfies readonly WatchlistSort[];

const input = z.strictObject({
  status: listStatusInput.optional(),
  sort: z.enum(sorts).default('updated_at').describe('title A-Z, everything else highest or newest first'),
  limit: z.int().min(1).max(500).default(50),
  offset: z.int().min(0).max(100_000).default(0),
  query: z.string().trim().max(300).default('').describe('words of the title or of the notes'),
  filters: filtersSchema.optional().describe('facts of the anime, as in search_anime'),
  min_own_score: z.number().min(1).max(10).optional().describe("the user's own score; unrated entries satisfy no bound"),
  max_own_score: z.number().min(1).max(10).optional(),
  rated: z.boolean().optional().describe('false: only what has no own score yet'),
  changed_since: z.iso.datetime().optional().describe('only entries that were changed since; get_watchlist_changes tells what was changed'),
});

const output = z.object({
  results: z.array(listEntrySchema),
  total: z.int(),
  next_offset: z.int().optional(),
  counts: z.record(z.enum(listStatuses), z.int()).describe('of the whole list, by status'),
  ...namingOutput,
});

export const getWatchlist = ({ readWatchlist, current, viewerOf }: { readWatchlist: ReadWatchlist; current: () => Generation; viewerOf: ViewerOf }) =>
  defineTool({
    name: 'get_watchlist',
    title: 'Watchlist',
    description: "Use this to see the user's own list: all of it, one status, what satisfies filters or has some own score, what changed lately, or entries whose title or notes contain some words.",
    input,
    output,
    annotations: readOnly,
    text: 'results',
    run: async ({ filters, ...request }, { user_id, unit }) => {
      const { results, total, next_offset, counts } = await readWatchlist.get({ ...request, allows: filters && allowedBy(filters, current()), user_id, unit });
      const viewer = await viewerOf({ user_id, unit });
      return { results: await viewer.rows(results), total, ...(next_offset !== null && { next_offset }), counts, ...viewer.naming };
    },
  });

/** Nobody's own list hides what is on it. @throws AppError invalid_input for a word that no entry has */
const allowedBy = (filters: Filters, { filters: index, catalogue }: Generation): ((anime: Anime) => boolean) => {
  const { test } = index.compile(filters, { adult: true });
  return ({ anime_id }) => {
    const row = catalogue.rowOf(anime_id);
    return row !== undefined && test(row);
  };
};
