import { z } from 'zod';
import { listEntrySchema } from '../domain/list-entry.ts';
import type { UndoWatchlist } from '../watchlist/undo.ts';
import type { ViewerOf } from '../preferences/viewer.ts';
import type { Once } from './once.ts';
import type { Generation } from '../retrieval/generation.ts';
import { animeIdArgument, resolveAnime, titleArgument } from './resolve-anime.ts';
import { namingOutput } from './shown-to.ts';
import { defineTool } from './tool.ts';

const input = z.strictObject({
  change_id: z.string().trim().min(1).max(60).optional().describe('as update_watchlist gave it, the import_id of a whole import, or the turn_id of a chat message; left out: the last change that still stands'),
  anime_id: animeIdArgument.optional().describe('the last change of this anime'),
  title: titleArgument.optional().describe('the same by its title'),
  redo: z.boolean().default(false).describe('take the last taking back back'),
});

const output = z.object({
  success: z.boolean(),
  restored: z.array(z.object({
    undid: z.string().describe('the change that was taken back'),
    change_id: z.string().nullable().describe('takes this back again'),
    anime_id: z.string(),
    title: z.string(),
    before: listEntrySchema.nullable(),
    after: listEntrySchema.nullable().describe('how the entry is now; null = not on the list'),
  })).describe('at most 100 of them'),
  total: z.int().describe('how many changes were taken back'),
  ...namingOutput,
});

export const undoWatchlistChange = ({ current, undoWatchlist, viewerOf, once }: { current: () => Generation; undoWatchlist: UndoWatchlist; viewerOf: ViewerOf; once: Once }) =>
  defineTool({
    name: 'undo_watchlist_change',
    title: 'Undo a change',
    description: "Use this to take back a change of the user's own list: the last one, or one by its id. Called again without an id it goes one step further back. Refused when a newer change would be lost.",
    input,
    output,
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: false },
    text: 'object',
    run: async ({ change_id, anime_id, title, redo }, caller) => {
      const of = anime_id === undefined && title === undefined ? undefined : resolveAnime({ anime_id, title }, current());
      const { restored, total } = await once(caller.user_id, caller.idempotency, () => undoWatchlist.undo({ caller, change_id, of, redo, idempotency: caller.idempotency }));
      return { success: true, restored, total, ...(await viewerOf(caller)).naming };
    },
  });
