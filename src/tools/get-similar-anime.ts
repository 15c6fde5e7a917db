import { z } from 'zod';
import { entrySchema } from '../domain/anime.ts';
import { filtersSchema, noFilters } from '../domain/filters.ts';
import type { ViewerOf } from '../preferences/viewer.ts';
import type { Generation } from '../retrieval/generation.ts';
import type { Similar } from '../retrieval/similar.ts';
import { animeIdArgument, resolveAnime, titleArgument } from './resolve-anime.ts';
import { hiddenOutput, namingOutput, shownHidden } from './shown-to.ts';
import { defineTool, readOnly } from './tool.ts';

const input = z.strictObject({
  anime_id: animeIdArgument.optional(),
  title: titleArgument.optional(),
  limit: z.int().min(1).max(100).default(10),
  filters: filtersSchema.optional(),
});

const output = z.object({
  results: z.array(entrySchema.extend({ similarity_score: z.number().gt(0).max(1), shared: z.array(z.string()).describe('what both have in common') })),
  ...hiddenOutput,
  ...namingOutput,
});

export const getSimilarAnime = ({ current, similar, viewerOf }: { current: () => Generation; similar: Similar; viewerOf: ViewerOf }) =>
  defineTool({
    name: 'get_similar_anime',
    title: 'Similar anime',
    description: 'Use this when someone names one anime and wants others like it. Needs anime_id or title. It does not know what the user likes; get_recommendations does.',
    input,
    output,
    annotations: readOnly,
    text: 'results',
    run: async ({ anime_id, title, limit, filters = noFilters }, { user_id, unit, signal }) => {
      const viewer = await viewerOf({ user_id, unit });
      const anime = resolveAnime({ anime_id, title }, current());
      const { hits, hidden } = await similar.similar({ anime, filters, limit, unwanted: viewer.unwanted(filters), ...(signal && { signal }) });
      const veil = await viewer.veil(hits.map((hit) => hit.anime));
      return { results: hits.map((hit) => ({ ...veil.of(hit.anime), similarity_score: hit.similarity_score, shared: hit.shared })), ...shownHidden(hidden), ...viewer.naming };
    },
  });
