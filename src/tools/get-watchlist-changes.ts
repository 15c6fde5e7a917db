import { z } from 'zod';
import { storedListEntrySchema } from '../domain/list-entry.ts';
import type { Generation } from '../retrieval/generation.ts';
import type { ViewerOf } from '../preferences/viewer.ts';
import type { ReadWatchlist } from '../watchlist/read.ts';
import { animeIdArgument, resolveAnime, titleArgument } from './resolve-anime.ts';
import { defineTool, readOnly } from './tool.ts';

const input = z.strictObject({
  since: z.iso.datetime({ offset: true }).optional().describe('only changes from this moment on, e.g. 2026-11-15T00:00:00Z'),
  anime_id: animeIdArgument.optional(),
  title: titleArgument.optional(),
  limit: z.int().min(1).max(500).default(50),
  before: z.string().min(1).max(100).optional().describe('change_id of the last change of the page before'),
});

const output = z.object({
  results: z
    .array(
      z.object({
        change_id: z.string(),
        anime_id: z.string(),
        title: z.string().describe('as this user wants titles called'),
        before: storedListEntrySchema.nullable().describe('null = it was not on the list'),
        after: storedListEntrySchema.nullable().describe('null = it was taken off the list'),
        undoes: z.string().nullable().describe('change_id of the change that this one takes back'),
        door: z.string().describe('where it came from: chat, mcp, http, import'),
        turn_id: z.string().nullable(),
        created_at: z.string(),
      }),
    )
    .describe('newest first'),
  next_before: z.string().optional().describe('`before` of the next page'),
});

export const getWatchlistChanges = ({ current, readWatchlist, viewerOf }: { current: () => Generation; readWatchlist: ReadWatchlist; viewerOf: ViewerOf }) =>
  defineTool({
    name: 'get_watchlist_changes',
    title: 'Watchlist changes',
    description: "Use this to see what was changed on the user's list, newest first: all of it, since a moment, or of one anime. A change_id from here is what undo_watchlist_change takes.",
    input,
    output,
    annotations: readOnly,
    text: 'results',
    run: async ({ since, anime_id, title, limit, before }, { user_id, unit }) => {
      const anime = anime_id === undefined && title === undefined ? undefined : resolveAnime({ anime_id, title }, current());
      const { changes, next_before } = await readWatchlist.changes({ user_id, limit, since, anime, before, unit });
      const { nameOf } = await viewerOf({ user_id, unit });
      const titleOf = (id: string, stored: string | undefined): string => {
        const known = current().catalogue.byId(id);
        return known === undefined ? (stored ?? id) : nameOf(known);
      };
      return {
        results: changes.map(({ change_id, anime_id: id, before: old, after, undoes, door, turn_id, created_at }) => ({ change_id, anime_id: id, title: titleOf(id, (after ?? old)?.title), before: old, after, undoes, door, turn_id, created_at })),
        ...(next_before !== null && { next_before }),
      };
    },
  });
