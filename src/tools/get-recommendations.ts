import { z } from 'zod';
import { entrySchema } from '../domain/anime.ts';
import { filtersSchema, noFilters } from '../domain/filters.ts';
import type { ViewerOf } from '../preferences/viewer.ts';
import type { Recommend } from '../recommend/recommend.ts';
import type { Generation } from '../retrieval/generation.ts';
import { resolveAnime, titleArgument } from './resolve-anime.ts';
import { namingOutput, outweighedOutput, shownOutweighed } from './shown-to.ts';
import { defineTool, readOnly } from './tool.ts';

const mostAnchors = 10;

const input = z.strictObject({
  context: z.string().trim().max(2000).default('').describe('mood, occasion, wishes in plain words'),
  limit: z.int().min(1).max(100).default(10),
  preferred_genres: z.array(z.string().trim().min(1).max(80)).max(20).default([]).describe('wished for, not required; filters.genres requires'),
  similar_to: z.union([titleArgument, z.array(titleArgument).max(mostAnchors)]).optional().describe('title or id, or a list of them, that the suggestions should be like'),
  filters: filtersSchema.optional().describe('hard limits: only what satisfies all of them is suggested'),
  include_seen: z.boolean().default(false).describe('also suggest what is on the list already'),
  diversity: z.number().min(0).max(1).default(0.3).describe('0 = the best fits only, 1 = as different from each other as possible'),
});

const output = z.object({
  results: z.array(entrySchema.extend({ similarity_score: z.number().gt(0).max(1), reasons: z.array(z.string()) })),
  hidden: z.record(z.string(), z.int()).describe('how many were left out, by reason'),
  without: z.record(z.string(), z.int()).optional().describe('when nothing satisfies all filters: how many would without this one'),
  ...outweighedOutput,
  ...namingOutput,
});

export const getRecommendations = ({ current, recommend, viewerOf }: { current: () => Generation; recommend: Recommend; viewerOf: ViewerOf }) =>
  defineTool({
    name: 'get_recommendations',
    title: 'Recommendations',
    description: "Use this when someone wants to know what to watch: by their list and taste, by mood or wishes, or like titles they name. Leaves out what they have seen unless told otherwise.",
    input,
    output,
    annotations: readOnly,
    text: 'results',
    run: async ({ similar_to = [], filters = noFilters, ...wishes }, { user_id, unit, signal }) => {
      const generation = current();
      const viewer = await viewerOf({ user_id, unit });
      const audience = { unwanted: viewer.unwanted(filters, { suggesting: true }), feedback: viewer.feedback, nameOf: viewer.nameOf };
      const anchors = [similar_to].flat().map((name) => resolveAnime({ title: name }, generation));
      const { hits, hidden, without } = await recommend.recommend({ ...wishes, filters, similar_to: anchors, list: await viewer.list(), viewer: audience, ...(signal && { signal }) });
      const veil = await viewer.veil(hits.map(({ anime }) => anime));
      return { results: hits.map(({ anime, similarity_score, reasons }) => ({ ...veil.of(anime), similarity_score, reasons })), hidden, ...shownOutweighed(viewer.outweighed(filters)), ...viewer.naming, ...(Object.keys(without).length > 0 && { without }) };
    },
  });
