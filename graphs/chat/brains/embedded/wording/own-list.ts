/** The user's own list in words: what was changed, what is on it, what it says. */
import type { Entry } from '../../../../../src/domain/anime.ts';
import type { ListEntry, StoredListEntry } from '../../../../../src/domain/list-entry.ts';
import type { AnswerView } from '../../brain.ts';
import { list, plural, safe, statusWords, titleOf } from './phrases.ts';
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
  if (call === undefined && every !== undefined) return { text: every.status === null ? 'Your list is empty already.' : `Nothing on your list is marked ${statusWords[every.status]}.`, results: [], success: true };
  if (call?.ok !== true) return { text: 'Nothing was changed.', results: [], success: false };
  // Our own tool's result, checked by its output schema at the server.
  const changes = view.tool_results.flatMap((result) => (result.ok && result.name === 'update_watchlist' ? ((result.structured['results'] ?? [result.structured]) as Change[]) : []));
  const lines = changes.map(describeChange);
  // What was changed by mistake is no longer spoken of.
  const results = changes.filter(({ anime_id }) => anime_id !== view.reading.insteadOf?.anime_id).flatMap(({ before, after }) => after?.anime ?? before?.anime ?? []);
  const rest = lines.length > mostLines ? [`…and ${lines.length - mostLines} more.`] : [];
  return { text: lines.length === 1 ? (lines[0] ?? '') : [...lines.slice(0, mostLines).map((line) => `- ${line}`), ...rest].join('\n'), results, success: changes.every(({ success }) => success) };
};

const describeChange = ({ before, after, change_id, adjusted = [], error }: Change): string => {
  if (error !== undefined) return safe(error.message);
  const entry = after ?? before;
  if (entry === null) return 'Nothing was changed.';
  const title = titleOfRow(entry);
  const notes = adjusted.length === 0 ? '' : ` ${adjusted.map(safe).join(' ')}`;
  if (after === null) return `Removed ${title} from your list.`;
  if (change_id === null) return `${title} was already like that: ${shelf(after)}.`;
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
    before.notes === after.notes ? '' : 'notes saved',
  ].filter(Boolean);
  return parts.length === 0 ? shelf(after) : list(parts);
};

type Listed = { results: ListEntry[]; total: number; counts: Partial<Record<StoredListEntry['status'], number>> };
const listedIn = (view: AnswerView): Listed | undefined => {
  const call = view.tool_results.find(({ name }) => name === 'get_watchlist');
  return call?.ok === true ? (call.structured as unknown as Listed) : undefined; // our own tool's result, checked by its output schema at the server
};

const entriesOf = (rows: readonly ListEntry[]): Entry[] => rows.flatMap(({ anime }) => anime ?? []);
export const titleOfRow = ({ title, anime }: ListEntry): string => titleOf({ title, title_english: anime?.title_english ?? null, year: anime?.year ?? null });

export const wordWatchlist = (view: AnswerView): Draft => {
  const listed = listedIn(view);
  if (listed === undefined) return { text: 'I could not read your list.', results: [], success: false };
  const rows = listed.results;
  const [first] = rows;
  const lastAdded = view.reading.entities.references.some(({ kind }) => kind === 'last_added');
  if (first === undefined) return { text: nothingListed(view), results: [], success: true };
  if (lastAdded) return { text: `Your last change: ${titleOfRow(first)}, ${shelf(first)}.`, results: entriesOf([first]), success: true };
  const { status } = view.reading.entities;
  const heading = status === null ? `Your list: ${countsOf(listed)}.` : `${plural(listed.total, 'title')} on your list as ${statusWords[status]}:`;
  const lines = rows.map((row) => `- ${titleOfRow(row)}${status === null ? `: ${shelf(row)}` : row.score === null ? '' : `: your score ${row.score}`}`);
  const rest = listed.total > rows.length ? `…and ${listed.total - rows.length} more.` : '';
  return { text: [heading, lines.join('\n'), rest].filter(Boolean).join('\n\n'), results: entriesOf(rows), success: true };
};

const nothingListed = (view: AnswerView): string => {
  const { status, titles } = view.reading.entities;
  if (titles.length > 0) return `“${safe(titles[0]?.text ?? '')}” is not on your list.`;
  return status === null ? 'Your list is empty so far. Say “add Mushishi” or “finished Frieren, 9”.' : `Nothing on your list is marked ${statusWords[status]}.`;
};

const countsOf = ({ counts }: Listed): string =>
  list(Object.entries(counts).filter(([, count]) => count > 0).map(([status, count]) => `${count} ${statusWords[status as StoredListEntry['status']]}`)); // keys of our own counts
