import { z } from 'zod';
import { entrySchema, type Anime } from '../domain/anime.ts';
import { storedListEntrySchema } from '../domain/list-entry.ts';
import type { ViewerOf } from '../preferences/viewer.ts';
import type { Generation } from '../retrieval/generation.ts';
import type { ListReader } from './list-reader.ts';
import { animeIdArgument, miniEntrySchema, resolveAnime, titleArgument, toMiniEntry } from './resolve-anime.ts';
import { namingOutput } from './shown-to.ts';
import { defineTool, readOnly } from './tool.ts';

const input = z.strictObject({ anime_id: animeIdArgument.optional(), title: titleArgument.optional() });

const output = entrySchema.extend({
  related: z.array(miniEntrySchema).describe('other parts of the franchise, oldest first'),
  list_entry: storedListEntrySchema.nullable().describe("what the user's list says of it; null = not on the list"),
  unseen_before: z.array(miniEntrySchema).optional().describe('the synopsis is kept back until these are finished, as the spoiler level says; titles as the user calls them'),
  ...namingOutput,
});

export const getAnimeDetails = ({ current, list, viewerOf }: { current: () => Generation; list: ListReader; viewerOf: ViewerOf }) =>
  defineTool({
    name: 'get_anime_details',
    title: 'Anime details',
    description: 'Use this for everything known about one anime: facts, synopsis, links, related titles, where to watch, and what the user has on their list about it. Needs anime_id or title.',
    input,
    output,
    annotations: readOnly,
    text: 'object',
    run: async (named, { user_id, unit }) => {
      const { catalogue, titles } = current();
      const anime = resolveAnime(named, { catalogue, titles });
      const viewer = await viewerOf({ user_id, unit });
      const veil = await viewer.veil([anime]);
      const before = anime.synopsis === null ? [] : veil.before(anime);
      const showsAdult = anime.adult || viewer.preferences.adult_level === 'show';
      const related = anime.related.flatMap((id) => catalogue.byId(id) ?? []).filter(({ adult }) => showsAdult || !adult);
      return {
        ...veil.of(anime), related: related.sort(byYear).map(toMiniEntry), list_entry: await list.find(user_id, anime.aliases, unit),
        ...(before.length > 0 && { unseen_before: before.map((part) => ({ ...toMiniEntry(part), title: viewer.nameOf(part) })) }), ...viewer.naming,
      };
    },
  });

const byYear = (a: Anime, b: Anime): number => (a.year ?? 9999) - (b.year ?? 9999) || a.title.localeCompare(b.title, 'en');
