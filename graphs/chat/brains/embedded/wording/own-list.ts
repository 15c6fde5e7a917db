/** The user's own list in words: what was changed, what is on it, what it says. */
import type { Entry } from '../../../../../src/domain/anime.ts';
import type { Entities } from '../../../../../src/domain/entities.ts';
import type { ListEntry, StoredListEntry } from '../../../../../src/domain/list-entry.ts';
import { isoDay } from '../../../intents/said-day.ts';
import { filtersOf, hasFilters } from '../../../intents/filters-of.ts';
import type { AnswerView } from '../../brain.ts';
import { measures } from '../../../pick-shown.ts';
import { lengthOf, list, plural, safe, statusWords, titleOf } from './phrases.ts';
import type { Draft } from './wording.ts';

type Change = {
  readonly success: boolean;
  readonly anime_id: string;
  readonly before: ListEntry | null;
  readonly after: ListEntry | null;
  readonly change_id: string | null;
  readonly adjusted?: readonly string[];
  readonly error?: { message: string };
};

/** Of a whole shelf not all are told. */
const mostLines = 20;

export const wordChanges = (view: AnswerView): Draft => {
  const call = view.tool_results.find((result) => result.name === 'update_watchlist');
  const { every } = view.reading;
  if (call === undefined && every !== undefined) return { text: nothingOf(view), results: [], success: true };
  if (call?.ok !== true) return { text: 'Nothing was changed.', results: [], success: false };
  // Our own tool's result, checked by its output schema at the server.
  const changes = view.tool_results.flatMap((result) => (result.ok && result.name === 'update_watchlist' ? ((result.structured['results'] ?? [result.structured]) as Change[]) : []));
  const lines = changes.map(describeChange);
  // What was changed by mistake is no longer spoken of.
  const results = changes.filter(({ anime_id }) => anime_id !== view.reading.insteadOf?.anime_id).flatMap(({ before, after }) => after?.anime ?? before?.anime ?? []);
  const rest = lines.length > mostLines ? [`…and ${lines.length - mostLines} more.`] : [];
  const text = lines.length === 1 ? (lines[0] ?? '') : [...lines.slice(0, mostLines).map((line) => `- ${line}`), ...rest].join('\n');
  return { text: [text, timeOf(view, call.arguments), planAnyway(changes, call.arguments), notDone(view)].filter(Boolean).join('\n\n'), results, success: changes.every(({ success }) => success) };
};

type Written = Readonly<Record<string, unknown>>;
const writtenIn = (args: Written): readonly Written[] => (args['updates'] ?? [args]) as readonly Written[]; // written by the status_update intent

/** The days that were kept, or why none was. */
const timeOf = ({ reading: { days = [] } }: AnswerView, args: Written): string => {
  const fields = ['started_at', 'finished_at', 'happened_on', 'clear'];
  if (!writtenIn(args).some((change) => fields.some((field) => change[field] !== undefined))) return '';
  const kept = [...new Set(days.flatMap((said) => ('day' in said ? [said.day] : [])))];
  const vague = days.flatMap((said) => ('vague' in said ? [said.vague] : []));
  return [
    kept.length === 0 ? '' : kept.length === 1 ? `The day is kept: ${kept[0] ?? ''}.` : `The days are kept: ${list(kept)}.`,
    vague.length === 0 ? '' : `I keep whole days only, so “${safe(vague.join('” and “'))}” is left out; “finished it on 5 May 2021” would be kept.`,
  ].filter(Boolean).join(' ');
};

/** What was to be added and stands on another shelf stays there. */
const planAnyway = (changes: readonly Change[], args: Written): string =>
  changes.length === 1 && writtenIn(args).some(({ only_new }) => only_new === true) && changes.some(({ change_id, after }) => change_id === null && after !== null && after.status !== 'plan_to_watch' && after.status !== 'watching') ? 'Say “move it to plan to watch” to plan it all the same.' : '';

/** Titles that nobody knows, among others that were written. */
const mostPlaces = 2;
const notDone = ({ slots, reading: { entities, text } }: AnswerView): string => {
  const unknown = entities.titles.filter(({ anime_id }) => anime_id === null).map((title) => title.text);
  const places = unknown.filter((words) => /^number \d+$/.test(words));
  const names = unknown.filter((words) => !places.includes(words) && text.toLowerCase().includes(words.toLowerCase()));
  return [
    places.length === 0 ? '' : places.length > mostPlaces ? `I showed only ${slots.shown.length}.` : `There is no ${list(places, 'or')} in what I showed last.`,
    names.length === 0 ? '' : `I do not know ${list(names.map((title) => `“${safe(title)}”`))}, so nothing was written of that.`,
  ].filter(Boolean).join(' ');
};

/** Nothing satisfies what was said of the titles to change. */
const nothingOf = (view: AnswerView): string => {
  const { reading } = view;
  if (reading.every?.from === 'catalogue') return 'I find nothing of that kind, so nothing was added.';
  const { status } = reading.entities;
  if (isNarrowed(view)) return 'Nothing on your list is of that kind, so nothing was changed.';
  return status === null ? 'Your list is empty already.' : `Nothing on your list is marked ${statusWords[status]}.`;
};

const describeChange = ({ before, after, change_id, adjusted = [], error }: Change): string => {
  if (error !== undefined) return safe(error.message);
  const entry = after ?? before;
  if (entry === null) return 'Nothing was changed.';
  const title = titleOfRow(entry);
  const notes = adjusted.length === 0 ? '' : ` ${adjusted.map(safe).join(' ')}`;
  if (after === null) return `Removed ${title} from your list.`;
  if (change_id === null) return `${title} is on your list already: ${shelf(after)}.`;
  if (before === null) return `Added ${title} to your list: ${shelf(after)}.${notes}`;
  return `Updated ${title}: ${differences(before, after)}.${notes}`;
};

export const shelf = ({ status, score, progress }: StoredListEntry): string =>
  [statusWords[status], score === null ? '' : `your score ${score}`, progress > 0 && status !== 'completed' ? `episode ${progress}` : ''].filter(Boolean).join(', ');

export const differences = (before: StoredListEntry, after: StoredListEntry): string => {
  const parts = [
    before.status === after.status ? '' : `now ${statusWords[after.status]}`,
    before.score === after.score ? '' : after.score === null ? 'score removed' : `your score ${after.score}${before.score === null ? '' : ` (was ${before.score})`}`,
    before.progress === after.progress || after.status === 'completed' ? '' : `episode ${after.progress}${before.progress > 0 ? ` (was ${before.progress})` : ''}`,
    before.rewatches === after.rewatches ? '' : `rewatched ${plural(after.rewatches, 'time')}`,
    before.notes === after.notes ? '' : after.notes === null ? 'note removed' : before.notes === null ? `note “${safe(after.notes)}”` : `note “${safe(after.notes)}” instead of “${safe(before.notes)}”`,
    before.finished_at === after.finished_at || (before.status !== 'completed' && after.status !== before.status) || after.finished_at === null ? '' : `finished on ${after.finished_at}`,
  ].filter(Boolean);
  return parts.length === 0 ? shelf(after) : list(parts);
};

type LoggedChange = { readonly change_id: string; readonly title: string; readonly created_at: string; readonly before: StoredListEntry | null; readonly after: StoredListEntry | null; readonly undoes: string | null };
type Listed = { results: ListEntry[]; total: number; counts: Partial<Record<StoredListEntry['status'], number>> };
const listedIn = (view: AnswerView): Listed | undefined => {
  const call = view.tool_results.find(({ name }) => name === 'get_watchlist');
  return call?.ok === true ? (call.structured as unknown as Listed) : undefined; // our own tool's result, checked by its output schema at the server
};

const entriesOf = (rows: readonly ListEntry[]): Entry[] => rows.flatMap(({ anime }) => anime ?? []);
export const titleOfRow = ({ title, anime }: ListEntry): string => titleOf({ title, title_english: anime?.title_english ?? null, year: anime?.year ?? null });

export const wordWatchlist = (view: AnswerView): Draft => {
  const log = view.tool_results.find(({ name }) => name === 'get_watchlist_changes');
  if (log?.ok === true) return wordChangesSince(log.structured['results'] as readonly LoggedChange[], new Date(String(log.arguments['since'])), view.reading.text); // our own tool's result, checked by its output schema at the server
  const listed = listedIn(view);
  if (listed === undefined) return { text: 'I could not read your list.', results: [], success: false };
  const rows = listed.results;
  const [first] = rows;
  const lastAdded = view.reading.entities.references.some(({ kind }) => kind === 'last_added');
  if (first === undefined) return { text: nothingListed(view), results: [], success: true };
  if (lastAdded) return { text: `Your last change: ${titleOfRow(first)}, ${shelf(first)}.`, results: entriesOf([first]), success: true };
  const { status, order } = view.reading.entities;
  const narrowed = isNarrowed(view);
  const heading = narrowed ? `${plural(listed.total, 'title')} of that kind${status === null ? '' : ` as ${statusWords[status]}`} on your list:` : status === null ? `Your list: ${countsOf(listed)}.` : `${plural(listed.total, 'title')} on your list as ${statusWords[status]}:`;
  const ordered = inOrder(rows, order);
  // "Which is the longest?" is answered by one.
  const shown = ordered !== rows && asksForOne.test(view.reading.text) ? ordered.slice(0, 1) : ordered.slice(0, view.reading.entities.count ?? mostLines);
  const length = (row: ListEntry): string => (order === 'longest' || order === 'shortest' ? `, ${row.anime === null ? 'of unknown length' : lengthOf(row.anime)}` : '');
  const lines = shown.map((row) => `- ${titleOfRow(row)}${length(row)}${status === null ? `: ${shelf(row)}` : row.score === null ? '' : `: your score ${row.score}`}${row.notes === null ? '' : ` (note: “${safe(row.notes)}”)`}`);
  const rest = listed.total > shown.length && ordered === rows ? `…and ${listed.total - shown.length} more.` : '';
  return { text: [shown.length === 1 && rows.length > 1 ? '' : heading, lines.join('\n'), rest].filter(Boolean).join('\n\n'), results: entriesOf(shown), success: true };
};

const asksForOne = /\b(?:which|what(?:'s| is)?|the (?:longest|shortest|newest|oldest) one)\b|^\s*(?:and|or)\b/i;
const isNarrowed = ({ reading }: AnswerView): boolean => hasFilters(filtersOf(reading.entities)) || Object.keys(reading.own_score ?? {}).length > 0;

/** By what the list itself cannot be sorted by. */
const inOrder = (rows: readonly ListEntry[], order: Entities['order']): readonly ListEntry[] => {
  if (order === null || order === 'best' || order === 'worst' || order === 'hidden_gems') return rows;
  const { worth, sign } = measures[order];
  const worthOf = ({ anime }: ListEntry): number => sign * ((anime === null ? null : worth(anime)) ?? -sign * Infinity);
  return [...rows].sort((one, other) => worthOf(other) - worthOf(one) || 0);
};

/** "what changed this week?", "what did I finish yesterday?": what was done, the newest first, removals too. */
const wordChangesSince = (all: readonly LoggedChange[], since: Date, asked: string): Draft => {
  const dayOf = ({ created_at }: LoggedChange): string => isoDay(new Date(created_at));
  const kind = kinds.find(([words]) => words.test(asked))?.[1];
  const oneDay = /\b(?:yesterday|on \w+day)\b/i.test(asked) && !/\b(?:since|from)\b/i.test(asked);
  const changes = all.filter((one) => (kind === undefined || kind(one)) && (!oneDay || dayOf(one) === isoDay(since)));
  const when = oneDay ? `on ${isoDay(since)}` : `since ${isoDay(since)}`;
  if (changes.length === 0) return { text: `Nothing ${kind === undefined ? 'on your list has changed' : 'of that kind was done on your list'} ${when}.`, results: [], success: true };
  const gone = takenBack(all);
  const lines = changes.slice(0, mostLines).map((one) => {
    const { change_id, title, before, after, undoes } = one;
    const what = after === null ? 'taken off' : before === null ? `added: ${shelf(after)}` : differences(before, after);
    return `- ${dayOf(one)}: **${safe(title)}** ${what}${gone.has(change_id) ? ' (taken back since)' : undoes === null ? '' : ' (by an undo)'}`;
  });
  const rest = changes.length > lines.length ? [`…and ${changes.length - lines.length} more.`] : [];
  return { text: [`What changed on your list ${when}, the newest first:`, [...lines, ...rest].join('\n')].join('\n\n'), results: [], success: true };
};

const becomes = (status: StoredListEntry['status']) => ({ before, after }: LoggedChange): boolean => after?.status === status && before?.status !== status;
/** What a question names; "what did I change" names all. */
const kinds: readonly (readonly [RegExp, (change: LoggedChange) => boolean])[] = [
  [/\bi\b.*\b(?:finish|complet)/i, becomes('completed')],
  [/\bi\b.*\bdrop/i, becomes('dropped')],
  [/\bi\b.*\bstart/i, becomes('watching')],
  [/\bi\b.*\b(?:rate|score)/i, ({ before, after }) => after !== null && after.score !== null && after.score !== before?.score],
  [/\bi\b.*\b(?:remov|delet)/i, ({ after }) => after === null],
  [/\bi\b.*\b(?:watch|see)/i, ({ before, after }) => after !== null && after.progress > (before?.progress ?? 0)],
  [/\bi\b.*\badd/i, ({ before, after }) => before === null && after !== null],
];

/** What was undone and stayed so; an undo that was itself undone counts no more. @param changes the newest first */
const takenBack = (changes: readonly LoggedChange[]): ReadonlySet<string> => {
  const gone = new Set<string>();
  for (const { change_id, undoes } of changes) if (undoes !== null && !gone.has(change_id)) gone.add(undoes);
  return gone;
};

const nothingListed = (view: AnswerView): string => {
  const { status, titles } = view.reading.entities;
  if (isNarrowed(view)) return 'Nothing of that kind is on your list.';
  if (titles.length > 0) return `“${safe(titles[0]?.text ?? '')}” is not on your list.`;
  return status === null ? 'Your list is empty so far. Say “add Mushishi” or “finished Frieren, 9”.' : `Nothing on your list is marked ${statusWords[status]}.`;
};

const countsOf = ({ counts }: Listed): string =>
  list(Object.entries(counts).filter(([, count]) => count > 0).map(([status, count]) => `${count} ${statusWords[status as StoredListEntry['status']]}`)); // keys of our own counts
