import { z } from 'zod';
import { feedbackKinds, feedbackSchema, levels, preferencesSchema, spoilerLevels, titleLanguages } from '../domain/preferences.ts';
import type { SetPreferences } from '../preferences/set-preferences.ts';
import type { Generation } from '../retrieval/generation.ts';
import type { Once } from './once.ts';
import { animeIdArgument, resolveAnime, titleArgument } from './resolve-anime.ts';
import { defineTool } from './tool.ts';

const mostAtOnce = 50;
const subjects = {
  titles: z.array(titleArgument).max(mostAtOnce).optional().describe('titles or ids'),
  tags: z.array(z.string().trim().min(1).max(80)).max(mostAtOnce).optional().describe('genres or tags'),
  franchises: z.array(titleArgument).max(mostAtOnce).optional().describe('titles or ids; all that belongs to them is meant'),
};

const opinion = z.strictObject({ anime_id: animeIdArgument.optional(), title: titleArgument.optional(), kind: z.enum([...feedbackKinds, 'none']).describe('none takes it back') });

const input = z.strictObject({
  not_interested: z.strictObject(subjects).optional().describe('never to come up again'),
  interested_again: z.strictObject(subjects).optional().describe('takes that back'),
  title_language: z.enum(titleLanguages).optional().describe('what titles are called in answers'),
  adult_level: z.enum(levels).optional(),
  ecchi_level: z.enum(levels).optional(),
  spoiler_level: z.enum(spoilerLevels).optional().describe('progress: nothing beyond what the list says was seen; hide: stricter; show: everything'),
  feedback: z.union([opinion, z.array(opinion).min(1).max(mostAtOnce)]).optional().describe('on a suggestion, or on several; what is liked is no longer refused'),
});

const written = z.object({ titles: z.array(z.string()), tags: z.array(z.string()), franchises: z.array(z.string()) }).partial();
const undo = z.object({ not_interested: written, interested_again: written, title_language: z.enum(titleLanguages), adult_level: z.enum(levels), ecchi_level: z.enum(levels), spoiler_level: z.enum(spoilerLevels), feedback: z.array(z.object({ anime_id: z.string(), kind: z.string() })) }).partial();

const output = z.object({
  success: z.boolean(),
  preferences: preferencesSchema,
  feedback: z.array(feedbackSchema.extend({ title: z.string() })).describe('what was said of suggestions, the last first'),
  changed: z.array(z.string()).describe('in sentences; empty when nothing is different'),
  undo: undo.nullable().describe('arguments for this tool that put it back; null = nothing to put back'),
});

export const setPreferences = ({ current, setPreferences: preferences, once }: { current: () => Generation; setPreferences: SetPreferences; once: Once }) => {
  const subjectsOf = ({ titles = [], tags = [], franchises = [] }: z.output<z.ZodObject<typeof subjects>> = {}, known: (tag: string) => string) => {
    const animeOf = (title: string) => resolveAnime({ title }, current());
    return { titles: titles.map(animeOf), tags: tags.map(known), franchises: franchises.map(animeOf) };
  };
  /** @throws AppError invalid_input for a word that no entry has */
  const tagOf = (word: string): string => {
    const { filters, tags } = current();
    if (filters.rowsWith(word).length === 0) filters.compile({ exclude_tags: [word] });
    const id = tags.idOf(word);
    return id === undefined ? word : tags.nameOf(id);
  };

  return defineTool({
    name: 'set_preferences',
    title: 'Preferences',
    description: 'Use this to keep what the user wants once and for all: titles, tags or franchises never to come up, names of titles, adult, ecchi and spoiler levels, or feedback on a suggestion. Without arguments it reads them back.',
    input,
    output,
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    text: 'object',
    run: async ({ not_interested, interested_again, feedback, ...given }, { user_id, unit, idempotency }) => {
      const chosen = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
      const isEmpty = not_interested === undefined && interested_again === undefined && feedback === undefined && Object.keys(chosen).length === 0;
      const request = isEmpty ? null : {
        refuse: subjectsOf(not_interested, tagOf),
        // What no entry has any more can still be taken back.
        allow: subjectsOf(interested_again, (word) => word),
        levels: chosen,
        feedback: (feedback === undefined ? [] : [feedback].flat()).map(({ kind, ...named }) => ({ anime: resolveAnime(named, current()), kind: kind === 'none' ? null : kind })),
      };
      const set = await once(user_id, request === null ? undefined : idempotency, () => preferences.set({ user_id, unit, request, idempotency }));
      return { success: true, ...set, feedback: [...set.feedback], changed: [...set.changed] };
    },
  });
};
