import { z } from 'zod';
import { listStatuses } from '../domain/list-entry.ts';
import { feedbackKinds } from '../domain/preferences.ts';
import type { ViewerOf } from '../preferences/viewer.ts';
import type { MakeTasteReport } from '../recommend/report/taste-report.ts';
import { namingOutput } from './shown-to.ts';
import { defineTool, readOnly } from './tool.ts';

const count = z.int();
const sentences = z.array(z.string());
const liking = z.object({
  name: z.string(),
  n: count.describe('titles begun'),
  scored: count,
  mean_score: z.number().nullable(),
  difference: z.number().describe('above or below what was to be expected of these titles, drawn towards 0 when they are few'),
  watched_ratio: z.number().nullable().describe('2 = twice as often as others watch it, drawn towards 1 when titles are few'),
});
const likings = z.object({ sentences, liked: z.array(liking), disliked: z.array(liking), all: z.array(liking) });
const shapes = z.object({ sentences, all: z.array(z.object({ name: z.string(), n: count, share: z.number(), mean_score: z.number().nullable(), difference: z.number() })) });
const shift = z.object({ name: z.string(), before: z.number(), since: z.number() });
const feedback = z.object(Object.fromEntries(feedbackKinds.map((kind) => [kind, count])));

const output = z.object({
  summary: sentences.describe('the whole in plain sentences; the numbers they come from stand behind'),
  titles: count,
  scores: z.object({
    sentences, n: count, mean: z.number().nullable(), median: z.number().nullable(), spread: z.number().nullable(), distribution: z.array(count).describe('how many got 1, 2, ... 10'),
    crowd: z.object({ n: count, difference: z.number().nullable(), manner: z.enum(['harsh', 'kind', 'like_the_crowd', 'unknown']) }),
  }),
  genres: likings,
  tags: likings,
  studios: likings,
  eras: shapes,
  lengths: shapes,
  completion: z.object({
    sentences, finished: count, dropped: count, on_hold: count, watching: count, planned: count, completion_rate: z.number().nullable(), dropped_at_episode: count.nullable(),
    dropped_more: z.array(z.object({ name: z.string(), dropped: count, of: count })),
  }),
  drift: z.object({ sentences, since: z.string().nullable(), n: count, more: z.array(shift), less: z.array(shift), mean_score: z.object({ before: z.number(), since: z.number() }).nullable() }),
  missing: z.object({ sentences, titles: z.array(z.object({ anime_id: z.string(), title: z.string(), reasons: z.array(z.string()) })) }),
  recommendations: z.object({
    sentences, shown: count, added: count, finished: count, dropped: count, scored: z.object({ n: count, mean: z.number().nullable() }), feedback,
    recent: z.array(z.object({ anime_id: z.string(), title: z.string(), kind: z.string(), reason: z.string().nullable(), times: count, shown_at: z.string(), added: z.boolean(), status: z.enum(listStatuses).nullable(), score: z.number().nullable() })),
  }),
  ...namingOutput,
});

export const analyzeUserPreferences = ({ tasteReport, viewerOf }: { tasteReport: MakeTasteReport; viewerOf: ViewerOf }) =>
  defineTool({
    name: 'analyze_user_preferences',
    title: 'Taste report',
    description: "Use this when someone asks about their own taste or habits: genres, tags and studios they like, how they score, what they drop, what changed, what is missing, and how earlier suggestions did. Read from their list.",
    input: z.strictObject({}),
    output,
    annotations: readOnly,
    text: 'object',
    run: async (_none, { user_id, unit, signal }) => {
      const viewer = await viewerOf({ user_id, unit });
      return { ...(await tasteReport({ user_id, unit, viewer, signal })), ...viewer.naming };
    },
  });
