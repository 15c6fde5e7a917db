import type { IntentDefinition } from './intent.ts';
import { saidDays } from './said-day.ts';
import { partArguments } from './part-of-list.ts';
import type { ToolRequest } from '../state.ts';

/** Of "undo the last five changes". */
const mostSteps = 20;

const undoing = /\b(?:undo|redo)\b|take (?:that|it) back|revert|\b(?:bring|put|give me) (?:it|that|them|those|this) back\s*[.!?]*$|\brestore (?:it|that|them)\b/i;
export const redoing = /\bredo\b|\b(?:undo|revert|take back) (?:the |that |my )?(?:last )?undo\b/i;

const mostListed = 500;

const asksChanges = /\b(?:what|anything|show|list|which)\b.*\b(?:changed?|changes|updated?|did i do)\b|\b(?:recent|latest|last) changes\b/i;
const asksDone = /\b(?:what|which|how many|anything|list|show)\b.*\b(?:(?:did|have|had) i|i(?:'ve| have)?)\b.*\b(?:add(?:ed)?|finish(?:ed)?|complet\w+|watch(?:ed)?|see|seen|start(?:ed)?|dropp?(?:ed)?|rated?|scored?|remov\w+|delet\w+|put|done?)\b/i;
/** "what did I just add?": the last one. */
const onlyLast = /\b(?:just|last|recently)\s+(?:add|chang|updat|put|mark|rat)|\blast (?:thing|addition|change)\b/i;

/** "what changed this week?", "what did I add since monday?": from when on; null when no changes are asked for. */
const changesSince = (text: string, now: Date): Date | null => {
  const [said] = saidDays(text, now);
  const vague = said === undefined ? undefined : 'vague' in said ? said.vague : null;
  if (onlyLast.test(text) || !(asksChanges.test(text) || (said !== undefined && asksDone.test(text)))) return null;
  if (said !== undefined && 'day' in said) return new Date(`${said.day}T00:00:00`);
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate());
  const back = /year/i.test(vague ?? '') ? 366 : /month/i.test(vague ?? '') ? 31 : /last week/i.test(vague ?? '') ? 14 : 7;
  return new Date(midnight.getFullYear(), midnight.getMonth(), midnight.getDate() - back);
};

export const watchlist: IntentDefinition = {
  name: 'watchlist',
  description: 'The user asks about their own list: show it or a part of it, what they added last, whether a title is on it, export it, undo a change.',
  examples: [
    'show my list', 'what am I watching', 'what did I just add?', 'how many have I completed', 'my dropped shows', 'is Monster on my list', 'what is on my plan to watch', 'export my list',
    'undo', 'undo that', 'what did I rate Naruto', 'my top rated anime', 'show my completed anime', 'what changed this week',
  ],
  plan({ text, entities, own_score }, { now, slots }) {
    if (undoing.test(text)) {
      // "The last two" points at no title here.
      const named = entities.titles.find((title) => text.toLowerCase().includes(title.text.toLowerCase()) && !/^(?:it|that|this|the last)(?: one)?$/i.test(title.text));
      const redo = redoing.test(text);
      const of = named === undefined ? {} : named.anime_id === null ? { title: named.text } : { anime_id: named.anime_id };
      const log: ToolRequest = { name: 'undo_watchlist_change', arguments: { ...of, ...(redo && { redo }) } };
      if (named !== undefined) return { kind: 'call', calls: [log] };
      // A step for each: what this thread wrote, the last first, and then what the list's log has before that.
      const written = ((redo ? slots.undone : slots.done) ?? []).toReversed();
      return { kind: 'call', calls: Array.from({ length: Math.min(entities.count ?? 1, mostSteps) }, (_, at) => {
        const one = written[at];
        return one?.of === 'wish' ? { name: 'set_preferences', arguments: { ...one.back } } : log;
      }) };
    }
    if (/\b(?:ex|im)port\b/i.test(text)) return { kind: 'say', topic: 'files' };
    const title = entities.titles[0];
    const since = title === undefined ? changesSince(text, now) : null;
    if (since !== null) return { kind: 'call', calls: [{ name: 'get_watchlist_changes', arguments: { since: since.toISOString(), limit: mostListed } }] };
    if (entities.references.some(({ kind }) => kind === 'last_added')) {
      return { kind: 'call', calls: [{ name: 'get_watchlist', arguments: { sort: 'updated_at', limit: 1 } }] };
    }
    if (title !== undefined) {
      return title.anime_id === null
        ? { kind: 'call', calls: [{ name: 'get_watchlist', arguments: { query: title.text, limit: 5 } }] }
        : { kind: 'call', calls: [{ name: 'get_anime_details', arguments: { anime_id: title.anime_id } }] };
    }
    const sort = entities.order === 'best' ? { sort: 'score' } : {};
    // What the list itself cannot be sorted by is put in order by the answer, which needs all of it for that.
    const limit = entities.order === null || entities.order === 'best' ? Math.min(entities.count ?? 20, mostListed) : mostListed;
    return { kind: 'call', calls: [{ name: 'get_watchlist', arguments: { ...partArguments(entities, own_score), ...sort, limit } }] };
  },
};
