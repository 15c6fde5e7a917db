import { z } from 'zod';
import { listStatuses } from '../domain/list-entry.ts';
import type { ViewerOf } from '../preferences/viewer.ts';
import type { Explain } from '../recommend/explain.ts';
import type { Generation } from '../retrieval/generation.ts';
import { animeIdArgument, resolveAnime, titleArgument } from './resolve-anime.ts';
import { namingOutput } from './shown-to.ts';
import { defineTool, readOnly } from './tool.ts';

const input = z.strictObject({ anime_id: animeIdArgument.optional(), title: titleArgument.optional() });

const contributor = z.object({
  anime_id: z.string(),
  title: z.string(),
  status: z.enum(listStatuses).nullable(),
  score: z.number().nullable(),
  falls_by: z.number().describe('how much less the title would fit without this one'),
  shared: z.array(z.string()),
});

const output = z.object({
  anime_id: z.string(),
  title: z.string(),
  sentences: z.array(z.string()),
  fit: z.number().nullable().describe('how well it suits the list: about 0 for any title, at most 6; null without a list'),
  better_than: z.number().nullable().describe('share of the catalogue that fits less, 0-1'),
  contributors: z.array(contributor).describe("titles of the user's list that speak for it, the most telling first"),
  against: z.array(contributor),
  shared_tags: z.array(z.object({ name: z.string(), n: z.int() })).describe('its words, with how many liked titles have them'),
  caveats: z.array(z.string()).describe('what speaks for thinking twice'),
  ...namingOutput,
});

export const explainRecommendation = ({ current, explain, viewerOf }: { current: () => Generation; explain: Explain; viewerOf: ViewerOf }) =>
  defineTool({
    name: 'explain_recommendation',
    title: 'Explain a recommendation',
    description: "Use this when someone asks why a title was suggested to them or whether it suits them: titles of their own list that speak for and against it, shared tags, caveats. Needs anime_id or title.",
    input,
    output,
    annotations: readOnly,
    text: 'object',
    run: async (named, { user_id, unit, signal }) => {
      const anime = resolveAnime(named, current());
      const viewer = await viewerOf({ user_id, unit });
      const audience = { unwanted: viewer.unwanted(), feedback: viewer.feedback, nameOf: viewer.nameOf };
      return { ...(await explain({ anime, list: await viewer.list(), viewer: audience, ...(signal && { signal }) })), ...viewer.naming };
    },
  });
