/** What the tool loop may write: nothing that the user's own message does not ask for, one named title at a time, never less than before. */
import { pickTitle } from '../../../../src/domain/pick-title.ts';
import { confirmation } from '../../confirm-change.ts';
import type { Titles } from '../../deps.ts';
import { resolveReferences } from '../../entities-in-context.ts';
import type { ToolRequest, ToolResult } from '../../state.ts';
import type { Brain, TurnView } from '../brain.ts';
import { readAlone } from './doubt-change.ts';

export type Verdict = { readonly allowed: true; readonly request: ToolRequest } | { readonly allowed: false; readonly reason: string };
export type WritePolicy = (request: ToolRequest) => Promise<Verdict>;

type Deps = {
  readonly turn: TurnView;
  readonly fallback: Brain;
  readonly titles: Titles;
  /** Previews go through here. */
  readonly call: (request: ToolRequest) => Promise<ToolResult>;
  /** Whether a tool result of this loop spoke of the title. */
  readonly hasFound: (anime_id: string) => boolean;
  readonly signal?: AbortSignal;
};

const confirmFirst = 'Refused: the user must confirm this. Tell them what to say, e.g. "add Mushishi to my list".';
const refuse = (reason: string): Verdict => ({ allowed: false, reason });
/** Notes and dates are the user's own words; a model does not put its words there. */
const settable = ['status', 'score', 'progress', 'progress_add'];

export const createWritePolicy = ({ turn, fallback, titles, call, hasFound, signal }: Deps): WritePolicy => {
  const written = new Set<string>();
  let alone: ReturnType<typeof readAlone> | undefined;

  return async ({ name, arguments: args }) => {
    if (name !== 'update_watchlist') return refuse(`Refused: ${name} is for the user alone.`);
    const { intent, reading } = await (alone ??= readAlone(turn, fallback, signal));
    if (intent.name !== 'status_update') return refuse(confirmFirst);
    const change = singleChange(args);
    if (change === null || change['remove'] === true) return refuse(confirmFirst);
    const anime_id = targetOf(change, titles);
    if (anime_id === undefined) return refuse('Refused: the title is not clear. Search for it, then use its anime_id.');
    const said = resolveReferences(reading, turn.slots).entities;
    const named = said.titles.map((title) => title.anime_id);
    const meant = named.length > 0 ? named.includes(anime_id) : hasFound(anime_id) && written.size === 0;
    if (!meant || written.has(anime_id)) return refuse(confirmFirst);
    if (change['score'] !== undefined && change['score'] !== said.rating) return refuse('Refused: the user gave no such score.');
    const request = { name, arguments: { anime_id, ...Object.fromEntries(settable.filter((key) => change[key] !== undefined).map((key) => [key, change[key]])) } };
    // Taken before the preview is awaited: calls of one round run side by side.
    written.add(anime_id);
    const preview = await call({ name, arguments: { ...request.arguments, dry_run: true } });
    if (preview.ok && confirmation([preview.structured], [request], '') === null) return { allowed: true, request };
    written.delete(anime_id);
    return refuse(preview.ok ? confirmFirst : `Refused: ${preview.error.message}`);
  };
};

/** Flat arguments, or a batch of exactly one. */
const singleChange = (args: Record<string, unknown>): Record<string, unknown> | null => {
  const { updates } = args;
  if (updates === undefined) return args;
  const [only, ...more] = Array.isArray(updates) ? (updates as unknown[]) : []; // isArray narrows to any[]
  return typeof only === 'object' && only !== null && more.length === 0 ? { ...only } : null;
};

const targetOf = ({ anime_id, anime_title }: Record<string, unknown>, titles: Titles): string | undefined => {
  if (typeof anime_id === 'string') return titles.byId(anime_id)?.anime_id;
  if (typeof anime_title !== 'string') return undefined;
  const picked = pickTitle(titles.resolve(anime_title));
  return picked.kind === 'one' ? picked.anime.anime_id : undefined;
};
