import { z } from 'zod';
import { entrySchema } from '../domain/anime.ts';
import { listStatuses } from '../domain/list-entry.ts';
import { partKinds } from '../domain/part-kind.ts';
import type { ViewerOf } from '../preferences/viewer.ts';
import type { Generation } from '../retrieval/generation.ts';
import type { watchOrder } from '../retrieval/watch-order.ts';
import { animeIdArgument, resolveAnime, titleArgument } from './resolve-anime.ts';
import { namingOutput } from './shown-to.ts';
import { defineTool, readOnly } from './tool.ts';

const input = z.strictObject({ anime_id: animeIdArgument.optional(), title: titleArgument.optional() });

const output = z.object({
  results: z.array(
    entrySchema.extend({
      kind: z.enum(partKinds).describe('series begins a story, season goes on from one; told from form, length and titles, for the source does not type relations'),
      optional: z.boolean().describe('the story is whole without it'),
      list_status: z.enum(listStatuses).nullable().describe("what the user's list says of it; null = not on the list"),
    }),
  ),
  total: z.int(),
  confidence: z.enum(['high', 'medium', 'low']),
  notes: z.array(z.string()).describe('what the order cannot tell'),
  hidden: z.object({ crossovers: z.int().describe('entries of other franchises that only a crossover ties to this one') }),
  ...namingOutput,
});

export const getWatchOrder = ({ current, viewerOf, watchOrder: orderOf }: { current: () => Generation; viewerOf: ViewerOf; watchOrder: typeof watchOrder }) =>
  defineTool({
    name: 'get_watch_order',
    title: 'Watch order',
    description: 'Use this when someone asks in what order to watch a franchise, where to start, or what comes next: all its parts in release order, with what may be skipped. Needs anime_id or title of any part.',
    input,
    output,
    annotations: readOnly,
    text: 'results',
    run: async (named, { user_id, unit }) => {
      const shelf = current();
      const { parts, crossovers, confidence, notes } = orderOf(resolveAnime(named, shelf), shelf);
      const viewer = await viewerOf({ user_id, unit });
      const veil = await viewer.veil(parts.map(({ anime }) => anime));
      const statusById = new Map((await viewer.list()).map(({ anime_id, status }) => [anime_id, status]));
      const statusOf = (aliases: readonly string[]) => aliases.map((alias) => statusById.get(alias)).find((status) => status !== undefined) ?? null;
      return {
        results: parts.map(({ anime, kind, optional }) => ({ ...veil.of(anime), kind, optional, list_status: statusOf(anime.aliases) })),
        total: parts.length,
        confidence,
        notes: [...notes],
        hidden: { crossovers },
        ...viewer.naming,
      };
    },
  });
