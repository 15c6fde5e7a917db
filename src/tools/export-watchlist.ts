import { z } from 'zod';
import { listStatusInput } from '../domain/list-entry.ts';
import type { ExportWatchlist } from '../watchlist/export.ts';
import { listFormatNames } from './list-format-names.ts';
import { defineTool, readOnly } from './tool.ts';

const input = z.strictObject({
  format: z.enum(listFormatNames).describe('mal-xml is what MyAnimeList imports'),
  status: listStatusInput.optional().describe('only these entries'),
});

const output = z.object({
  format: z.enum(listFormatNames),
  file_name: z.string(),
  mime_type: z.string(),
  content: z.string().describe('the text of the file, in UTF-8'),
  entries: z.int(),
  left_out: z.array(z.object({ anime_id: z.string(), title: z.string(), reason: z.string() })).describe('what the format cannot hold'),
  warnings: z.array(z.string()),
});

export const exportWatchlist = ({ exportWatchlist: exporter }: { exportWatchlist: ExportWatchlist }) =>
  defineTool({
    name: 'export_watchlist',
    title: 'Export the list',
    description: "Use this to give the user's list as the text of a file, for MyAnimeList (mal-xml), for tools that read AniList's lists (anilist-json), or for a spreadsheet (csv).",
    input,
    output,
    annotations: readOnly,
    text: 'object',
    run: ({ format, status }, caller) => exporter.exportFile({ caller, format, status }),
  });
