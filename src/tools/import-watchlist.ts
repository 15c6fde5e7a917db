import { z } from 'zod';
import { listStatuses } from '../domain/list-entry.ts';
import type { ImportWatchlist } from '../watchlist/import.ts';
import type { Once } from './once.ts';
import { listFormatNames } from './list-format-names.ts';
import { miniEntrySchema } from './resolve-anime.ts';
import { defineTool } from './tool.ts';

const mostCharacters = 36_000_000;

const input = z.strictObject({
  format: z.enum(listFormatNames).optional().describe('left out: told from the content'),
  content: z.string().min(1).max(mostCharacters).describe('The file: its text; or, packed by gzip or in another encoding than UTF-8, its bytes in base64 (gzip as it is, anything else after "data:;base64,").'),
  dry_run: z.boolean().default(false).describe('only report what would change'),
});

const line = z.int().describe('of the file; in JSON the number of the entry');
const recorded = z.object({
  status: z.enum(listStatuses), score: z.number().nullable(), progress: z.int(), started_at: z.string().nullable(), finished_at: z.string().nullable(), rewatches: z.int(), notes: z.string().nullable(),
});
const output = z.object({
  success: z.boolean(),
  dry_run: z.boolean(),
  format: z.enum(listFormatNames),
  import_id: z.string().nullable().describe('as change_id of undo_watchlist_change it takes the whole import back; null = nothing was written'),
  counts: z.object({ rows: z.int(), matched: z.int(), unknown: z.int(), unmatched: z.int(), refused: z.int(), duplicates: z.int(), added: z.int(), changed: z.int(), unchanged: z.int() }).describe('complete, also where a list below is cut'),
  changed: z.array(z.object({ line, anime_id: z.string(), title: z.string(), matched_by: z.enum(['id', 'title']), before: recorded.nullable(), after: recorded, remarks: z.array(z.string()) })).describe('added or changed; the first 200'),
  unknown: z.array(z.object({ line, anime_id: z.string(), title: z.string() })).describe('not in the catalogue, kept under their id'),
  unmatched: z.array(z.object({ line, title: z.string(), candidates: z.array(miniEntrySchema) })).describe('not on the list: no id, and the title is not clear'),
  refused: z.array(z.object({ line, title: z.string().nullable(), reason: z.string() })).describe('rows that cannot be read'),
  kept: z.array(z.object({ line, anime_id: z.string(), title: z.string(), remarks: z.array(z.string()) })).describe('left as they were against the file; the first 200'),
  warnings: z.array(z.string()),
  truncated: z.boolean().describe('the file ends in the middle'),
});

export const importWatchlist = ({ importWatchlist: importer, once }: { importWatchlist: ImportWatchlist; once: Once }) =>
  defineTool({
    name: 'import_watchlist',
    title: 'Import a list',
    description: "Use this to bring a list file of MyAnimeList (XML), AniList (JSON) or a table (CSV) into the user's list. Nothing on the list is lost: progress, completed, notes and dates only grow. Previews with dry_run; undone as a whole.",
    input,
    output,
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false },
    text: 'object',
    run: ({ format, content, dry_run }, caller) => {
      const idempotency = dry_run ? undefined : caller.idempotency;
      return once(caller.user_id, idempotency, () => importer.importFile({ caller, content, format, dry_run, idempotency }));
    },
  });
