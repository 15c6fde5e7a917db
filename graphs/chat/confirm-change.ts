/** Which list changes are asked about first: several at once, removals, and whatever lowers what is recorded. Pure. */
import type { StoredListEntry } from '../../src/domain/list-entry.ts';
import type { EveryEntry, Question, ToolRequest } from './state.ts';

type Change = { readonly anime_id: string; readonly before: StoredListEntry | null; readonly after: StoredListEntry | null };

/** The question with its diff, or null when the change is plain enough to be made at once. */
export const confirmation = (previews: readonly Record<string, unknown>[], calls: readonly ToolRequest[], turn_id: string, { every, more = 0, unknown = [] }: { every?: EveryEntry | undefined; /** How many fit besides those that are asked about. */ more?: number | undefined; unknown?: readonly string[] } = {}): Question | null => {
  const rows = previews.flatMap(rowsOf);
  const changes = rows.filter((row) => row.success !== false && differs(row));
  const asked = changes.length > 1 || (every !== undefined && changes.length > 0) || changes.some((change) => change.after === null || lowers(change));
  if (!asked) return null;
  const missing = unknown.length === 0 ? '' : ` (I do not know ${unknown.map((title) => `“${shortened(title)}”`).join(' and ')}.)`;
  const word = every?.change['remove'] === true && Object.keys(every.from.arguments).length + every.except.length === 0 && changes.length > 1 ? 'delete' : undefined;
  return {
    id: `${turn_id}:confirm`,
    kind: 'confirm_change',
    question: word !== undefined ? `This takes all ${changes.length} titles off your list, with their scores and notes. Type “${word}” if you mean it.` : changes.length > 1 ? `Shall I make these ${changes.length} changes?${leftOut(rows)}${beyond(rows.length, more)}${missing}` : `Shall I do that? ${describe(changes[0])}${missing}`.trim(),
    // A button that says what it does is as good as the word; a "yes" is not.
    options: [word === undefined ? { id: 'yes', label: 'Yes' } : { id: 'remove_all', label: `Remove all ${changes.length} titles` }, { id: 'no', label: 'No' }],
    ...(word !== undefined && { word }),
    diff: changes.map(({ anime_id, before, after }) => ({ anime_id, title: (after ?? before)?.title ?? anime_id, before: visible(before), after: visible(after) })),
    calls,
  };
};

type Row = Change & { readonly success?: boolean };
const rowsOf = (preview: Record<string, unknown>): readonly Row[] =>
  (Array.isArray(preview['results']) ? preview['results'] : [preview]) as readonly Row[]; // our own tool's result, checked by its output schema at the server

/** Rows of a batch that would be refused must not be missed in a list of those that would not. */
const leftOut = (rows: readonly Row[]): string => {
  const refused = rows.filter(({ success }) => success === false).length;
  return refused === 0 ? '' : ` (${refused} more cannot be made.)`;
};

const beyond = (asked: number, more: number): string => (more <= 0 ? '' : ` (Of ${asked + more} that fit these are the first ${asked}: name a year or a kind to reach the others.)`);

const recorded = ['status', 'score', 'progress', 'started_at', 'finished_at', 'rewatches', 'notes'] as const;

/** What is already so is no change. */
const differs = ({ before = null, after = null }: Change): boolean =>
  before === null || after === null ? before !== after : recorded.some((field) => before[field] !== after[field]);

const lowers = ({ before, after }: Change): boolean => {
  if (before === null || after === null) return false;
  const lowerScore = before.score !== null && (after.score ?? 0) < before.score;
  const lessSeen = after.progress < before.progress;
  const undone = (before.status === 'completed' && after.status !== 'completed') || (before.status !== 'plan_to_watch' && after.status === 'plan_to_watch');
  const overwritten = after.rewatches < before.rewatches || (before.notes !== null && after.notes !== before.notes) || (before.finished_at !== null && after.finished_at === null);
  return lowerScore || lessSeen || undone || overwritten;
};

const describe = (change: Change | undefined): string => {
  if (change === undefined) return '';
  const { before, after } = change;
  if (after === null) return `It removes ${before?.title ?? 'the title'} from your list.`;
  if (before === null) return `It adds ${after.title} to your list.`;
  const parts = [
    before.status !== after.status ? `${words(before.status)} becomes ${words(after.status)}` : null,
    before.score !== after.score ? `your score goes from ${before.score ?? 'none'} to ${after.score ?? 'none'}` : null,
    before.progress !== after.progress ? `progress goes from episode ${before.progress} to ${after.progress}` : null,
    before.rewatches !== after.rewatches ? `rewatches go from ${before.rewatches} to ${after.rewatches}` : null,
    before.finished_at !== null && after.finished_at === null ? `the day you finished it, ${before.finished_at}, goes` : null,
    before.notes === after.notes || before.notes === null ? null : after.notes === null ? `your note “${shortened(before.notes)}” goes` : `your note “${shortened(before.notes)}” becomes “${shortened(after.notes)}”`,
  ].filter(Boolean);
  return `For ${after.title}, ${parts.join(', ')}.`;
};

const shortened = (text: string): string => (text.length <= 80 ? text : `${text.slice(0, 79)}…`);
const words = (status: string): string => status.replaceAll('_', ' ');

const visible = (entry: StoredListEntry | null) => (entry === null ? null : { status: entry.status, score: entry.score, progress: entry.progress });
