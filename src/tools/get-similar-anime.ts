import { z } from 'zod';
import { entrySchema, toEntry } from '../domain/anime.ts';
import { filtersSchema, noFilters } from '../domain/filters.ts';
import type { Generation } from '../retrieval/generation.ts';
import type { Similar } from '../retrieval/similar.ts';
import { animeIdArgument, resolveAnime, titleArgument } from './resolve-anime.ts';
import { defineTool, readOnly } from './tool.ts';

const input = z.strictObject({
  anime_id: animeIdArgument.optional(),
  title: titleArgument.optional(),
  limit: z.int().min(1).max(100).default(10),
  filters: filtersSchema.optional(),
});

const output = z.object({
  results: z.array(entrySchema.extend({ similarity_score: z.number().gt(0).max(1), shared: z.array(z.string()).describe('what both have in common') })),
});

export const getSimilarAnime = ({ current, similar }: { current: () => Generation; similar: Similar }) =>
  defineTool({
    name: 'get_similar_anime',
    title: 'Similar anime',
    description: 'Use this when someone names one anime and wants others like it. Needs anime_id or title. It knows nothing of the user; get_recommendations does.',
    input,
    output,
    annotations: readOnly,
    text: 'results',
    run: async ({ anime_id, title, limit, filters = noFilters }, { signal }) => {
      const anime = resolveAnime({ anime_id, title }, current());
      const { hits } = await similar.similar({ anime, filters, limit, ...(signal && { signal }) });
      return { results: hits.map((hit) => ({ ...toEntry(hit.anime), similarity_score: hit.similarity_score, shared: hit.shared })) };
    },
  });
