import { z } from 'zod';
import { entrySchema, type Anime } from '../domain/anime.ts';
import { AppError } from '../errors.ts';
import type { ViewerOf } from '../preferences/viewer.ts';
import type { compare } from '../retrieval/compare.ts';
import type { Generation } from '../retrieval/generation.ts';
import { animeIdArgument, resolveAnime, titleArgument } from './resolve-anime.ts';
import { namingOutput } from './shown-to.ts';
import { defineTool, readOnly } from './tool.ts';

const fewest = 2;
const most = 5;

const input = z.strictObject({
  titles: z.array(titleArgument).max(most).optional().describe('2-5 titles'),
  anime_ids: z.array(animeIdArgument).max(most).optional().describe('2-5 ids, instead of titles'),
});

const output = z.object({
  facts: z.array(z.object({ fact: z.string(), values: z.array(z.union([z.string(), z.number()]).nullable()).describe('in the order of `results`') })),
  shared_tags: z.array(z.string()),
  unique_tags: z.array(z.object({ anime_id: z.string(), title: z.string(), tags: z.array(z.string()) })),
  suits: z.array(z.object({ anime_id: z.string(), title: z.string(), sentence: z.string() })),
  results: z.array(entrySchema),
  ...namingOutput,
});

export const compareAnime = ({ current, compare: sideBySide, viewerOf }: { current: () => Generation; compare: typeof compare; viewerOf: ViewerOf }) =>
  defineTool({
    name: 'compare_anime',
    title: 'Compare anime',
    description: 'Use this when someone weighs two to five named anime against each other. Gives their facts side by side, shared and own tags, and whom each suits.',
    input,
    output,
    annotations: readOnly,
    text: 'object',
    run: async ({ titles = [], anime_ids = [] }, { user_id, unit }) => {
      const generation = current();
      const named = [...anime_ids.map((anime_id) => ({ anime_id })), ...titles.map((title) => ({ title }))];
      const animes = distinct(named.map((name) => resolveAnime(name, generation)));
      if (animes.length < fewest || animes.length > most) {
        throw new AppError('invalid_input', `A comparison takes ${fewest} to ${most} different anime; these are ${animes.length}.`, { hint: 'Give titles or anime_ids.' });
      }
      const viewer = await viewerOf({ user_id, unit });
      const veil = await viewer.veil(animes);
      const { facts, shared_tags, unique_tags, suits } = sideBySide(animes);
      return {
        facts: facts.map(({ fact, values }) => ({ fact, values: [...values] })),
        shared_tags,
        unique_tags,
        suits,
        results: animes.map(veil.of),
        ...viewer.naming,
      };
    },
  });

const distinct = (animes: readonly Anime[]): Anime[] => [...new Map(animes.map((anime) => [anime.anime_id, anime])).values()];
