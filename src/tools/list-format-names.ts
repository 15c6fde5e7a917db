import type { ListFormatName } from '../watchlist/formats/all.ts';

/** The formats of list files, as tools name them; the record keeps it complete. */
export const listFormatNames = Object.keys({ 'mal-xml': true, 'anilist-json': true, csv: true } satisfies Record<ListFormatName, true>) as [ListFormatName, ...ListFormatName[]]; // Object.keys forgets the literal union
