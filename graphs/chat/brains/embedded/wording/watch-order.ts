/** A franchise in order: what belongs to the story, where the user stands, what may be skipped, and how sure that is. */
import type { Result } from '../../../../../src/domain/chat-turn.ts';
import type { ListStatus } from '../../../../../src/domain/list-entry.ts';
import type { AnswerView } from '../../brain.ts';
import { lengthOf, list, plural, safe, statusWords, titleOf } from './phrases.ts';
import type { Draft } from './wording.ts';

type Part = Result & { readonly kind: string; readonly optional: boolean; readonly list_status: ListStatus | null };
type Order = { /** The part that was asked about. */ readonly from: string | null; readonly results: readonly Part[]; readonly confidence: 'high' | 'medium' | 'low'; readonly notes: readonly string[] };

/** A screenful; a longer story goes on behind a sentence. */
const most = 15;

export const orderOf = (view: AnswerView): Order | null => {
  const found = view.tool_results.find(({ name }) => name === 'get_watch_order');
  if (found?.ok !== true) return null;
  const from = asksNext.test(view.reading.text) ? String(found.arguments['anime_id']) : null;
  return { ...(found.structured as unknown as Order), from }; // our own tool's result, checked by its output schema at the server
};

/** "What comes after season 3 of X" asks for one, "what comes first" for none that is named. */
const asksNext = /\b(?:after|follows?|next)\b/i;

export const wordWatchOrder = ({ from, results, confidence, notes }: Order): Draft => {
  const story = results.filter(({ optional }) => !optional);
  const at = story.findIndex(({ anime_id }) => anime_id === from);
  const [asked, next] = at < 0 ? [] : story.slice(at, at + 2);
  if (asked !== undefined && story.length > 1) return wordNext(asked, next, story);
  const [first] = story;
  if (results.length === 1 || first === undefined) {
    const [only] = results;
    return { text: only === undefined ? 'I could not find that title.' : `${titleOf(only)} stands alone: I know of no other part.`, results, success: only !== undefined };
  }
  const shown = story.slice(0, most);
  const lines = shown.map((part, at) => `${at + 1}. ${titleOf(part)}: ${[lengthOf(part), part.status === 'UPCOMING' ? 'not yet aired' : '', part.list_status === null ? '' : `on your list as ${statusWords[part.list_status]}`].filter(Boolean).join(', ')}`);
  const beyond = story.length - shown.length;
  const text = [
    ...(story.length === 1 ? [`${titleOf(first)} is the whole story: ${lengthOf(first)}.`] : [sureness[confidence], lines.join('\n')]),
    beyond > 0 ? `And ${plural(beyond, 'more part')} after these.` : '',
    skippable(results.filter(({ optional }) => optional)),
    notes.map(safe).join(' '),
    nextStep(story),
  ];
  return { text: text.filter(Boolean).join('\n\n'), results: shown, success: true };
};

/** The one that was asked for; the others behind it in one sentence. */
const wordNext = (asked: Part, next: Part | undefined, story: readonly Part[]): Draft => {
  const order = `The whole order: ${list(story.slice(0, most).map(titleOf))}${story.length > most ? ' and more' : ''}.`;
  if (next === undefined) return { text: `${titleOf(asked)} is the last part that I know of.\n\n${order}`, results: [asked], success: true };
  const facts = [lengthOf(next), next.status === 'UPCOMING' ? 'not yet aired' : '', next.list_status === null ? '' : `on your list as ${statusWords[next.list_status]}`].filter(Boolean).join(', ');
  return { text: `After ${titleOf(asked)} comes ${titleOf(next)}${facts === '' ? '' : `: ${facts}`}.\n\n${order}`, results: [next], success: true };
};

const sureness = { high: 'In the order it came out:', medium: 'In the order it came out, as far as I can tell:', low: 'This is a large family of titles; in the order they came out, without promise that all belong together:' };

const kinds: readonly (readonly [kind: string, one: string, many: string])[] = [
  ['series', 'side series', 'side series'], ['movie', 'film', 'films'], ['ova', 'OVA', 'OVAs'], ['special', 'special', 'specials'], ['short', 'short', 'shorts'], ['recap', 'recap', 'recaps'], ['extra', 'extra', 'extras'],
];

const skippable = (parts: readonly Part[]): string => {
  if (parts.length === 0) return '';
  const counts = kinds.flatMap(([kind, one, many]) => {
    const count = parts.filter((part) => part.kind === kind).length;
    return count === 0 ? [] : [plural(count, one, many)];
  });
  const known = parts.filter(({ kind }) => kind !== 'recap' && kind !== 'extra').slice(0, 2);
  return `You can skip ${list(counts)}${known.length === 0 ? '' : ` (such as ${list(known.map(titleOf))})`}.`;
};

/** Where the user goes on. */
const nextStep = (story: readonly Part[]): string => {
  const isSeen = ({ list_status }: Part): boolean => list_status === 'completed' || list_status === 'dropped';
  const next = story.find((part) => !isSeen(part) && part.status !== 'UPCOMING');
  if (next === undefined) return 'You have seen all of it.';
  return story.some(isSeen) || next.list_status === 'watching' ? `You are at ${titleOf(next)}.` : `Start with ${titleOf(next)}: “add the first” puts it on your list.`;
};
