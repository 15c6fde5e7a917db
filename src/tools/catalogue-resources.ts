/** The catalogue as MCP resources: what it is, and any entry by id. Listed is only the data set; the template reaches the rest. */
import { toEntry, type Anime } from '../domain/anime.ts';
import type { Generation } from '../retrieval/generation.ts';
import { decoded, type Resources } from './resource.ts';

const mimeType = 'application/json';
const databaseUri = 'anime://database';
const entryPrefix = 'anime://anime/';

export const catalogueResources = ({ current }: { current: () => Generation }): Resources => {
  const entryAt = (uri: string): Anime | undefined => {
    const id = uri.startsWith(entryPrefix) ? decoded(uri.slice(entryPrefix.length)) : '';
    return id === '' ? undefined : current().catalogue.byId(id);
  };
  return {
  fixed: [{ uri: databaseUri, name: 'database', title: 'Anime database', description: 'Version, size, source and licence of the catalogue in use', mimeType }],
  templates: [{ uri: `${entryPrefix}{id}`, name: 'anime', title: 'One anime', description: 'The full entry of an anime by id, e.g. anime://anime/mal:5114', mimeType }],
  read: (uri) => {
    const { catalogue } = current();
    if (uri === databaseUri) {
      const { snapshot_id, origin, entries, created_at, source, licence } = catalogue.info;
      return { snapshot_id, origin, entries, counts: countBy(catalogue.entries, ({ type }) => type), created_at, source: { name: source.name, tag: source.tag, last_update: source.last_update }, licence };
    }
    const anime = entryAt(uri);
    return anime && toEntry(anime);
  },
  // A new catalogue may have changed any entry.
  version: (uri) => (uri === databaseUri || entryAt(uri) !== undefined ? current().catalogue.info.snapshot_id : undefined),
  // Nobody knows ids by heart: a title finds them too.
  complete: (template, argument, typed) => {
    if (template !== `${entryPrefix}{id}` || argument !== 'id') return undefined;
    if (typed.trim() === '') return [];
    const { catalogue, titles } = current();
    const ids = catalogue.entries.map(({ anime_id }) => anime_id).filter((id) => id.startsWith(typed));
    return ids.length > 0 ? ids : titles.resolve(typed, { limit: 20 }).map(({ anime }) => anime.anime_id);
  },
  };
};

const countBy = (entries: readonly Anime[], keyOf: (anime: Anime) => string): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const anime of entries) counts[keyOf(anime)] = (counts[keyOf(anime)] ?? 0) + 1;
  return counts;
};
