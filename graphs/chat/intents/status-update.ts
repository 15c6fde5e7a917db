import type { Entities } from '../../../src/domain/entities.ts';
import type { ToolRequest } from '../state.ts';
import type { IntentDefinition } from './intent.ts';
import { wantedTitles } from './wanted-titles.ts';

export const statusUpdate: IntentDefinition = {
  name: 'status_update',
  description: "The user records something on their own list: adds, finishes, starts, drops, pauses, rates, removes a title, or says which episode they are on.",
  examples: [
    'add Demon Slayer to my completed list with a 9', 'I finished Frieren, 9.5', 'just started Vinland Saga', 'drop it', 'put Monster on hold', "I'm on ep 12 of One Piece", '+1 on Dandadan',
    'rate Mushishi 10/10', 'mark the second one as watched', 'remove Naruto from my list', 'make that an 8', 'plan to watch Akira', 'add it', 'save the third for later', 'add the first two to my list',
  ],
  plan(reading, context) {
    const wanted = wantedTitles(reading, context);
    if ('plan' in wanted) return wanted.plan;
    if (wanted.ids.length === 0) return { kind: 'say', topic: 'update_what' };
    const change = changeOf(reading.entities);
    return { kind: 'call', preview: true, calls: [updateCall(wanted.ids, change)] };
  },
};

/** One title as flat arguments, several as a batch. */
const updateCall = (ids: readonly string[], change: Record<string, unknown>): ToolRequest => ({
  name: 'update_watchlist',
  arguments: ids.length === 1 ? { anime_id: ids[0], ...change } : { updates: ids.map((anime_id) => ({ anime_id, ...change })) },
});

const changeOf = ({ status, rating, progress, remove }: Entities): Record<string, unknown> => {
  if (remove) return { remove: true };
  return {
    ...(status !== null && { status }),
    ...(rating !== null && { score: rating }),
    ...(progress?.kind === 'set' && { progress: progress.episodes }),
    ...(progress?.kind === 'add' && { progress_add: progress.episodes }),
    // "add it" without more means: to watch later.
    ...(status === null && rating === null && progress === null && { status: 'plan_to_watch' }),
  };
};
