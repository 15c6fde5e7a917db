/** One generation of the catalogue in memory. */
import { parseAnimeRef } from '../domain/ids.ts';
import type { Anime } from '../domain/anime.ts';
import type { VectorMatrix } from '../vectors/vector-index.ts';
import { AppError } from '../errors.ts';
import type { Catalogue, SnapshotInfo } from './catalogue.ts';

export type CatalogueParts = {
  readonly info: SnapshotInfo;
  readonly entries: readonly Anime[];
  readonly vectors: VectorMatrix | null;
  readonly space?: VectorMatrix | null;
  readonly faissFolder: string | null;
};

/** @throws AppError internal when vectors and entries do not belong together */
export const createCatalogue = ({ info, entries, vectors, space = null, faissFolder }: CatalogueParts): Catalogue => {
  if (vectors !== null && vectors.rows !== entries.length) throw new AppError('internal', `The catalogue has ${entries.length} entries but ${vectors.rows} vectors.`);
  if (space !== null && space.rows !== entries.length) throw new AppError('internal', `The catalogue has ${entries.length} entries but ${space.rows} places in the space.`);
  const rows = new Map<string, number>();
  for (const [row, anime] of entries.entries()) {
    for (const alias of anime.aliases) if (!rows.has(alias)) rows.set(alias, row);
  }
  const byId = (ref: string): Anime | undefined => {
    const row = rows.get(ref) ?? rows.get(parseAnimeRef(ref) ?? '');
    return row === undefined ? undefined : entries[row];
  };
  const rowOf = (anime_id: string): number | undefined => {
    const row = rows.get(anime_id);
    return row !== undefined && entries[row]?.anime_id === anime_id ? row : undefined;
  };
  return Object.freeze({ info, entries, vectors, space, faissFolder, byId, rowOf });
};
