import { z } from 'zod';
import { listEntrySchema, listStatuses, listStatusInput, type StoredListEntry } from '../domain/list-entry.ts';
import { AppError } from '../errors.ts';
import type { ViewerOf } from '../preferences/viewer.ts';
import type { Generation } from '../retrieval/generation.ts';
import type { UpdateResult, UpdateWatchlist } from '../watchlist/update.ts';
import type { Once } from './once.ts';
import { animeIdArgument, resolveAnime, titleArgument } from './resolve-anime.ts';
import { namingOutput } from './shown-to.ts';
import { defineTool, type ToolCaller } from './tool.ts';

const mostUpdates = 200;
const mostEpisodes = 100_000;
/** `null` cannot say it: models fill what they leave out with it. */
const clearable = ['score', 'notes', 'started_at', 'finished_at'] as const;
const date = z.string().trim().min(1).max(10);

const change = {
  anime_id: animeIdArgument.optional(),
  anime_title: titleArgument.optional(),
  status: listStatusInput.optional(),
  score: z.number().min(1).max(10).optional().describe("the user's own, 1-10, halves allowed"),
  score_add: z.number().min(-9).max(9).optional().describe('points more or less than the score it has, e.g. 1'),
  progress: z.int().min(0).max(mostEpisodes).optional().describe('episodes seen in all'),
  progress_add: z.int().min(-mostEpisodes).max(mostEpisodes).optional().describe('episodes seen since, e.g. 1 for "one more"'),
  notes: z.string().max(5000).optional().describe('"" removes them'),
  started_at: date.optional().describe('YYYY-MM-DD'),
  finished_at: date.optional().describe('YYYY-MM-DD'),
  happened_on: z.string().max(10).optional().describe('YYYY-MM-DD if not today'),
  rewatches: z.int().min(0).max(1000).optional(),
  rewatches_add: z.int().min(-1000).max(1000).optional().describe('e.g. 1'),
  clear: z.array(z.enum(clearable)).min(1).optional().describe('fields to empty, e.g. ["score"] to be unrated again'),
  remove: z.boolean().optional().describe('take it off the list'),
  only_new: z.boolean().optional().describe('unless listed'),
};
const changeSchema = z.strictObject(change);

const input = changeSchema.extend({
  updates: z.array(changeSchema).min(1).max(mostUpdates).optional().describe('several changes at once, instead of the fields above'),
  dry_run: z.boolean().default(false).describe('only show what would change'),
});

const changed = {
  success: z.boolean(),
  anime_id: z.string(),
  status: z.enum(listStatuses).nullable(),
  score: z.number().nullable(),
  before: listEntrySchema.nullable(),
  after: listEntrySchema.nullable(),
  change_id: z.string().nullable().describe('undoes the change; null = nothing was written'),
  adjusted: z.array(z.string()).describe('what was done beyond or instead of what was asked'),
};
const refused = {
  success: z.boolean(),
  error: z.object({ code: z.string(), message: z.string(), hint: z.string().optional(), data: z.record(z.string(), z.unknown()).optional() }),
};
/** One change answers with the fields, several with `results` in the order given. */
const output = z.object(changed).partial().extend({ results: z.array(z.union([z.object(changed), z.object(refused)])).optional(), ...namingOutput });

type Change = z.output<typeof changeSchema>;
type Refusal = z.input<z.ZodObject<typeof refused>>;
type Shown = z.input<z.ZodObject<typeof changed>>;

export const updateWatchlist = ({ current, updateWatchlist: updater, viewerOf, once }: { current: () => Generation; updateWatchlist: UpdateWatchlist; viewerOf: ViewerOf; once: Once }) => {
  const write = ({ anime_id, anime_title, clear = [], ...given }: Change, dry_run: boolean, caller: ToolCaller, previewed = new Map<string, StoredListEntry | null>()): Promise<Shown> => {
    const anime = resolveAnime({ anime_id, title: anime_title }, current());
    const patch: Record<string, unknown> = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    for (const field of clear) {
      if (patch[field] !== undefined) throw new AppError('invalid_input', `${field} cannot be both set and cleared.`, { hint: 'Send one of the two.' });
      patch[field] = null;
    }
    if (Object.keys(patch).every((field) => field === 'happened_on')) {
      throw new AppError('invalid_input', 'Nothing to change was named.', { hint: 'Give status, score, progress, notes, dates, rewatches, clear or remove.' });
    }
    const idempotency = dry_run ? undefined : caller.idempotency;
    return once(caller.user_id, idempotency, async () => shown(await updater.update({ anime, patch, caller, dry_run, previewed, idempotency })));
  };

  return defineTool({
    name: 'update_watchlist',
    title: 'Update watchlist',
    description: "Use this to write the user's own list: add a title, set status, score, progress, notes or dates, or remove it; several at once with `updates`. Writes at once; dry_run previews.",
    input,
    output,
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: false },
    text: 'object',
    run: async ({ updates, dry_run, ...single }, caller) => {
      const { naming } = await viewerOf(caller);
      if (updates === undefined) return { ...(await write(single, dry_run, caller)), ...naming };
      if (Object.values(single).some((value) => value !== undefined)) {
        throw new AppError('invalid_input', 'A call takes either one change or `updates`.', { hint: 'Put every change into `updates`.' });
      }
      const results: (Shown | Refusal)[] = [];
      const previewed = new Map<string, StoredListEntry | null>();
      // One after the other: each builds on the outcome of those before it.
      for (const [index, update] of updates.entries()) {
        const one = async (): Promise<Shown> => write(update, dry_run, withItemKey(caller, index), previewed);
        const [outcome] = await Promise.allSettled([one()]);
        results.push(outcome.status === 'fulfilled' ? outcome.value : refusal(outcome.reason));
      }
      return { results, ...naming };
    },
  });
};

/** Each change of a batch is remembered under a key of its own, so that a batch that broke off can be repeated. */
const withItemKey = (caller: ToolCaller, index: number): ToolCaller =>
  caller.idempotency === undefined || index === 0 ? caller : { ...caller, idempotency: { ...caller.idempotency, key: `${caller.idempotency.key}:${index}` } };

/** What the caller can put right is that change's answer; anything else fails the call. */
const refusal = (thrown: unknown): Refusal => {
  if (!(thrown instanceof AppError) || !['invalid_input', 'ambiguous', 'not_found'].includes(thrown.code)) throw thrown;
  const { code, message, hint, data } = thrown;
  return { success: false, error: { code, message, ...(hint !== undefined && { hint }), ...(data !== undefined && { data }) } };
};

const shown = (result: UpdateResult): Shown => ({ ...result, adjusted: [...result.adjusted] });
