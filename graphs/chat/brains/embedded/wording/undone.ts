/** Changes of the list that were taken back, each with how the entry is now. */
import type { ListEntry } from '../../../../../src/domain/list-entry.ts';
import type { AnswerView } from '../../brain.ts';
import { differences, shelf, titleOfRow } from './own-list.ts';
import { noteOf } from './details.ts';
import { safe } from './phrases.ts';
import type { Draft } from './wording.ts';

/** An import is taken back whole, and may be thousands. */
const mostLines = 10;

type Restored = { readonly before: ListEntry | null; readonly after: ListEntry | null };

export const isUndo = ({ tool_results }: AnswerView): boolean => tool_results.some(({ name }) => name === 'undo_watchlist_change');

export const wordUndone = ({ tool_results }: AnswerView): Draft => {
  // Our own tool's results, checked by its output schema at the server.
  const restored = tool_results.flatMap((result) => (result.ok && result.name !== 'set_preferences' ? (result.structured['restored'] as Restored[]) : []));
  const wishes = tool_results.flatMap((result) => (result.ok && result.name === 'set_preferences' ? (result.structured['changed'] as string[]).map(safe) : [])); // our own tool's result, checked by its output schema at the server
  const failed = tool_results.find((result) => !result.ok);
  const refusal = failed === undefined || failed.ok ? '' : safe(failed.error.message);
  const total = tool_results.reduce((sum, result) => sum + (result.ok && result.name !== 'set_preferences' ? Number(result.structured['total']) : 0), 0);
  const lines = restored.slice(0, mostLines).map(describe);
  if (total > lines.length) lines.push(`${total - lines.length} more in the same way.`);
  const text = lines.length === 1 ? `Taken back. ${lines[0] ?? ''}` : ['Taken back:', ...lines.map((line) => `- ${line}`)].join('\n');
  return {
    text: lines.length + wishes.length === 0 ? refusal : [lines.length === 0 ? '' : text, wishes.join(' '), refusal === '' ? '' : `Further back: ${refusal}`].filter(Boolean).join('\n\n'),
    results: restored.slice(0, mostLines).flatMap(({ before, after }) => after?.anime ?? before?.anime ?? []),
    success: lines.length + wishes.length > 0,
  };
};

const describe = ({ before, after }: Restored): string => {
  if (after === null) return before === null ? 'Nothing is different.' : `${titleOfRow(before)} is off your list again.`;
  return `${titleOfRow(after)} ${before === null ? `is back on your list: ${shelf(after)}.${noteOf(after)}` : `is as before: ${differences(before, after)}.`}`;
};
