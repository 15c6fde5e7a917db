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
    if (wanted.ids.length === 1 && wholeSeries.test(reading.text)) return { kind: 'say', topic: 'whole_series' };
    const pointed = reading.entities.references.filter(({ kind }) => kind === 'ordinal').length;
    // "add 1 and 3": places in the list, not scores.
    if (wanted.ids.length > 1 && pointed < wanted.ids.length && saysSeveralThings(reading.text)) return { kind: 'say', topic: 'one_by_one' };
    const change = changeOf(reading.entities, reading.text);
    if (change === null || !context.sure) return { kind: 'say', topic: 'update_how' };
    return { kind: 'call', preview: true, calls: [updateCall(wanted.ids, change)] };
  },
};

/** "add all the Naruto films": more titles than the one that was found. */
const wholeSeries = /\b(?:all|every|both)\b.{0,60}\b(?:movies|films|seasons|ovas|parts|specials)\b|\b(?:the )?(?:whole|entire)\b.{0,60}\b(?:series|franchise|saga)\b|\bseasons? \d(?:\s*(?:,|and|&|to|-)\s*\d)+/i;

/** One title as flat arguments, several as a batch. */
const updateCall = (ids: readonly string[], change: Record<string, unknown>): ToolRequest => ({
  name: 'update_watchlist',
  arguments: ids.length === 1 ? { anime_id: ids[0], ...change } : { updates: ids.map((anime_id) => ({ anime_id, ...change })) },
});

/** "finished X, 9, and dropped Y": one change for both would be wrong for one of them. */
const saysSeveralThings = (text: string): boolean => {
  const verbs = text.toLowerCase().match(/\b(?:add|finish|finished|complete[d]?|drop|dropped|start|started|watching|remove|delete|pause|paused|rate|rated|hold|ep(?:isode)?\b\.?)/g) ?? [];
  const stems = new Set(verbs.map((verb) => verb.slice(0, 4)));
  const scores = text.match(/\b(?:10|[1-9])(?:[.,]5)?(?:\s*\/\s*10)?(?=\s*(?:[,;]|\band\b|$))/g) ?? [];
  return stems.size > 1 || scores.length > 1 || (verbs.length > 1 && stems.has('ep'));
};

/** Words that put a title on the list without saying more: to watch later. */
const adding = /\b(?:add|ad|save|put|bookmark|queue|stick|throw|chuck)\b/i;

/** Null when nothing was understood that could be written, such as a rating of 11. */
const changeOf = ({ status, rating, progress, remove }: Entities, text: string): Record<string, unknown> | null => {
  if (remove) return { remove: true };
  const silent = status === null && rating === null && progress === null;
  if (silent && !adding.test(text)) return null;
  return {
    ...(status !== null && { status }),
    ...(rating !== null && { score: rating }),
    ...(progress?.kind === 'set' && { progress: progress.episodes }),
    ...(progress?.kind === 'add' && { progress_add: progress.episodes }),
    ...(silent && { status: 'plan_to_watch' }),
  };
};
