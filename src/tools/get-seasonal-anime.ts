import { z } from 'zod';
import { entrySchema, seasonInput } from '../domain/anime.ts';
import { filtersSchema, noFilters } from '../domain/filters.ts';
import { seasonOf } from '../domain/season.ts';
import type { ViewerOf } from '../preferences/viewer.ts';
import type { Seasonal } from '../recommend/seasonal.ts';
import { hiddenOutput, namingOutput, outweighedOutput, shownHidden, shownOutweighed } from './shown-to.ts';
import { defineTool, readOnly } from './tool.ts';

const input = z.strictObject({
  year: z.int().min(1900).max(2100).optional().describe('default: this year'),
  season: seasonInput.optional().describe('default: the one it is now'),
  limit: z.int().min(1).max(100).default(20),
  filters: filtersSchema.optional(),
});

const output = z.object({ results: z.array(entrySchema.extend({ reasons: z.array(z.string()) })), total: z.int(), ...hiddenOutput, ...outweighedOutput, ...namingOutput });

export const getSeasonalAnime = ({ seasonal, viewerOf, now }: { seasonal: Seasonal; viewerOf: ViewerOf; now: () => Date }) =>
  defineTool({
    name: 'get_seasonal_anime',
    title: 'Seasonal anime',
    description: 'Use this for what begins in a season of a year: now, past or announced. Ranked for the user when they have a list, by score otherwise.',
    input,
    output,
    annotations: readOnly,
    text: 'results',
    run: async ({ year, season, limit, filters = noFilters }, { user_id, unit }) => {
      const today = seasonOf(now());
      const viewer = await viewerOf({ user_id, unit });
      const audience = { unwanted: viewer.unwanted(filters), feedback: viewer.feedback, nameOf: viewer.nameOf };
      const { hits, total, hidden } = seasonal.seasonal({ year: year ?? today.year, season: season ?? today.season, limit, filters, list: await viewer.list(), viewer: audience });
      const veil = await viewer.veil(hits.map(({ anime }) => anime));
      return { results: hits.map(({ anime, reasons }) => ({ ...veil.of(anime), reasons })), total, ...shownHidden(hidden), ...shownOutweighed(viewer.outweighed(filters)), ...viewer.naming };
    },
  });
