import { z } from 'zod';
import { entrySchema } from '../domain/anime.ts';
import { filtersSchema, noFilters, sorts } from '../domain/filters.ts';
import type { ViewerOf } from '../preferences/viewer.ts';
import type { Recommend } from '../recommend/recommend.ts';
import type { Search, SearchAnswer } from '../retrieval/search.ts';
import { byTaste } from './by-taste.ts';
import { hiddenOutput, namingOutput, outweighedOutput, shownHidden, shownOutweighed } from './shown-to.ts';
import { defineTool, readOnly } from './tool.ts';

const input = z.strictObject({
  query: z.string().trim().max(500).default('').describe('title, or words about theme, mood, setting; may be empty when filters say it all'),
  filters: filtersSchema.optional().describe('hard limits: only what satisfies all of them is shown'),
  sort: z.enum(sorts).optional().describe('by a fact over all that satisfies the filters; default: by fit'),
  limit: z.int().min(1).max(100).default(20),
  offset: z.int().min(0).max(10_000).default(0),
  personalize: z.boolean().default(false).describe("move what fits the user's list up"),
});

const output = z.object({
  results: z.array(entrySchema.extend({ score_detail: z.record(z.string(), z.number()).describe('what the rank is made of'), reasons: z.array(z.string()) })),
  total: z.int(),
  next_offset: z.int().optional(),
  without: z.record(z.string(), z.int()).optional().describe('when nothing satisfies all filters: how many would without this one'),
  notes: z.array(z.string()).optional().describe('what was understood or done differently'),
  ...hiddenOutput,
  ...outweighedOutput,
  ...namingOutput,
});

/** Personal order is made among this many best hits. */
const personalWindow = 100;

export const searchAnime = ({ search, recommend, viewerOf }: { search: Search; recommend: Recommend; viewerOf: ViewerOf }) =>
  defineTool({
    name: 'search_anime',
    title: 'Search anime',
    description: 'Use this to find anime by title, by words about them, or by filters such as genre, year, type, score or length. To suggest something to this user, get_recommendations knows better.',
    input,
    output,
    annotations: readOnly,
    text: 'results',
    run: async ({ query, filters = noFilters, sort, limit, offset, personalize }, { user_id, unit, signal }) => {
      const viewer = await viewerOf({ user_id, unit });
      const unwanted = viewer.unwanted(filters);
      const common = { query, filters, unwanted, ...(sort && { sort }), ...(signal && { signal }) };
      // Always among the same first hits, so that pages fit together; behind them everybody sees the same.
      const personal = async (): Promise<SearchAnswer> => {
        const found = await search.search({ ...common, limit: personalWindow, offset: 0 });
        const taste = await recommend.recommend({ ...common, context: query, limit: personalWindow, preferred_genres: [], similar_to: [], include_seen: true, diversity: 0, list: await viewer.list(), viewer: { unwanted, feedback: viewer.feedback, nameOf: viewer.nameOf } });
        const front = byTaste(found.hits, taste.hits.map(({ anime }) => anime.anime_id)).slice(offset, offset + limit);
        if (front.length === limit || found.total <= personalWindow) return { ...found, hits: front };
        const behind = await search.search({ ...common, limit: limit - front.length, offset: personalWindow });
        return { ...found, hits: [...front, ...behind.hits] };
      };
      const { hits, total, notes, without, hidden } = personalize && sort === undefined && offset < personalWindow ? await personal() : await search.search({ ...common, limit, offset });
      const next = offset + hits.length;
      const veil = await viewer.veil(hits.map(({ anime }) => anime));
      return {
        // A text that is kept back is no reason either.
        results: hits.map(({ anime, score_detail, reasons }) => ({ ...veil.of(anime), score_detail, reasons: veil.before(anime).length === 0 ? reasons : reasons.filter((reason) => !reason.startsWith('its texts say')) })),
        total,
        ...(hits.length > 0 && next < total && { next_offset: next }),
        ...(Object.keys(without).length > 0 && { without }),
        ...(notes.length > 0 && { notes }),
        ...shownHidden(hidden),
        ...shownOutweighed(viewer.outweighed(filters)),
        ...viewer.naming,
      };
    },
  });
