/** A user's list as a file: the use case behind `export_watchlist`. */
import type { Anime } from '../domain/anime.ts';
import type { Caller } from '../domain/caller.ts';
import type { ListStatus } from '../domain/list-entry.ts';
import { finishInTurns } from '../retrieval/steps.ts';
import type { ListStore } from '../storage/storage.ts';
import { listFormats, type ListFormatName } from './formats/all.ts';
import type { ExportedEntry, WrittenList } from './formats/list-format.ts';

/** `left_out`: what the format cannot hold; `warnings`: what it could hold only nearly. */
export type ExportedList = { readonly format: ListFormatName; readonly file_name: string; readonly mime_type: string; readonly content: string; readonly entries: number } & Pick<WrittenList, 'left_out' | 'warnings'>;

export type ExportWatchlist = {
  exportFile(request: { readonly caller: Pick<Caller, 'user_id' | 'unit'>; readonly format: ListFormatName; readonly status?: ListStatus | undefined }): Promise<ExportedList>;
};

/** @param byId the catalogue's record by any id it ever had */
export const createExportWatchlist = ({ list, byId, now }: { list: Pick<ListStore, 'all'>; byId(ref: string): Anime | undefined; now: () => Date }): ExportWatchlist => ({
  exportFile: async ({ caller: { user_id, unit }, format, status }) => {
    const { extension, mime_type, write } = listFormats[format];
    const seen = new Set<string>();
    const entries = (await list.all(user_id, unit)).flatMap((stored): ExportedEntry[] => {
      const anime = byId(stored.anime_id);
      const id = anime?.anime_id ?? stored.anime_id;
      // rows that a catalogue update joined are one entry, the newest
      if (seen.has(id)) return [];
      seen.add(id);
      return status === undefined || stored.status === status ? [{ stored, anime }] : [];
    });
    const { text, written, left_out, warnings } = await finishInTurns(write(entries));
    const file_name = `animetrackr-${status === undefined ? 'list' : status.replaceAll('_', '-')}-${now().toISOString().slice(0, 10)}.${extension}`;
    return { format, file_name, mime_type, content: text, entries: written, left_out, warnings };
  },
});
